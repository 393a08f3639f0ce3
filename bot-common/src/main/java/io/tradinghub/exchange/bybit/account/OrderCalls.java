package io.tradinghub.exchange.bybit.account;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.ExchangeEvent.Answer;
import io.tradinghub.exchange.ExchangeEvent.ProtectionSeen;
import io.tradinghub.exchange.Protection;
import io.tradinghub.exchange.RefusalKind;
import io.tradinghub.exchange.bybit.Lane;
import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExchangeOrderId;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderRequest.TimeInForce;
import io.tradinghub.order.Side;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends orders, cancels and stops, each once, and says what was answered. Calls block; any thread may call.
final class OrderCalls {
    private static final Logger LOG = LoggerFactory.getLogger(OrderCalls.class);
    private static final String TRIGGER = "MarkPrice";
    private final Calls calls;
    private final Duration receiveWindow;
    private final KnownRules rules;
    private final Positions positions;
    private final ExchangeClock clock;
    private final LongSupplier nanoTime;

    /// @param nanoTime the steady clock by which an order waits for its turn
    OrderCalls(Calls calls, Duration receiveWindow, KnownRules rules, Positions positions,
            ExchangeClock clock, LongSupplier nanoTime) {
        this.calls = calls;
        this.receiveWindow = receiveWindow;
        this.rules = rules;
        this.positions = positions;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /// An order on its way to Bybit. Its receive window began when it was asked for, however long it waited for its
    /// turn, so that it cannot arrive when the bot has given it up.
    ///
    /// @param stampedAt by the exchange's clock
    /// @param sinceNanos the same by a steady one
    record Stamped(OrderRequest request, Instant stampedAt, long sinceNanos) {}

    Stamped stamp(OrderRequest request) {
        return new Stamped(request, clock.instant(), nanoTime.getAsLong());
    }

    Answer place(Stamped order) {
        Duration left = receiveWindow.minusNanos(nanoTime.getAsLong() - order.sinceNanos);
        if (!left.isPositive()) {
            return new Answer.Refused(RefusalKind.RATE, "waited for its turn for " + receiveWindow + " and never left");
        }
        OrderRequest request = order.request;
        Turn turn = new Turn(request.isEntry() ? Lane.ENTRY : Lane.EXIT, left);
        return switch (calls.post("/v5/order/create", body(request), turn, () -> order.stampedAt)) {
            case RestReply.Success success -> {
                String id = success.result().path("orderId").asText();
                yield id.isEmpty()
                        ? unknown("an answer without order id", order)
                        : new Answer.Received(new ExchangeOrderId(id), success.at());
            }
            case RestReply.Refusal refused -> ReturnCodes.refusalOf(request, refused)
                    .<Answer>map(kind -> new Answer.Refused(kind, words(refused)))
                    .orElseGet(() -> unknown(words(refused), order));
            case RestReply.NoAnswer(String reason) -> unknown(reason, order);
            case RestReply.NotSent(String reason) -> new Answer.Refused(RefusalKind.RATE, reason);
        };
    }

    private Answer unknown(String reason, Stamped order) {
        return new Answer.Unknown(reason, order.stampedAt.plus(receiveWindow));
    }

    private static String words(RestReply.Refusal refused) {
        return "%d %s".formatted(refused.code(), refused.message());
    }

    private ObjectNode body(OrderRequest request) {
        ObjectNode body = about(request.instrument()).put("side", request.side() == Side.BUY ? "Buy" : "Sell")
                .put("orderLinkId", request.id().value());
        switch (request.terms()) {
            case Terms.Market() -> body.put("orderType", "Market").put("timeInForce", "IOC");
            case Terms.Limit(var price, TimeInForce timeInForce) -> body.put("orderType", "Limit")
                    .put("price", price.toPlainString()).put("timeInForce", wireName(timeInForce));
        }
        return switch (request.instrument().category()) {
            case LINEAR -> perpetual(body, request);
            case SPOT -> spot(body, request);
        };
    }

    private ObjectNode perpetual(ObjectNode body, OrderRequest request) {
        boolean closesWhole = !request.isEntry() && request.terms() instanceof Terms.Market
                && !rules.isOnGrid(request.instrument(), request.quantity());
        body.put("positionIdx", 0).put("reduceOnly", !request.isEntry())
                .put("qty", closesWhole ? "0" : request.quantity().toPlainString());
        if (closesWhole) {
            body.put("closeOnTrigger", true);
        }
        if (request.isEntry() && positions.opens(request) && request.stopPrice().isPresent()) {
            body.put("stopLoss", request.stopPrice().get().toPlainString()).put("slTriggerBy", TRIGGER)
                    .put("slOrderType", "Market").put("tpslMode", "Full");
        }
        return body;
    }

    /// The quantity of a market buy is in quote coin unless it is said otherwise.
    private static ObjectNode spot(ObjectNode body, OrderRequest request) {
        body.put("qty", request.quantity().toPlainString()).put("isLeverage", 0).put("orderFilter", "Order");
        if (request.terms() instanceof Terms.Market) {
            body.put("marketUnit", "baseCoin");
        }
        return body;
    }

    private static String wireName(TimeInForce timeInForce) {
        return switch (timeInForce) {
            case GTC -> "GTC";
            case IOC -> "IOC";
            case FOK -> "FOK";
            case POST_ONLY -> "PostOnly";
        };
    }

    private static ObjectNode about(InstrumentId instrument) {
        return JsonNodeFactory.instance.objectNode().put("category", instrument.category().wireName())
                .put("symbol", instrument.symbol().name());
    }

    /// What is answered says nothing of the order's end, which comes with its state.
    void cancel(InstrumentId instrument, ClientOrderId id) {
        RestReply reply = calls.post("/v5/order/cancel", about(instrument).put("orderLinkId", id.value()),
                Turn.of(Lane.EXIT));
        boolean isSettled = reply instanceof RestReply.Success
                || (reply instanceof RestReply.Refusal(int code, _)
                        && ReturnCodes.meaning(code) == ReturnCodes.Meaning.HOLDS);
        if (!isSettled) {
            LOG.atWarn().addKeyValue("clientOrderId", id).addKeyValue("reply", reply).log("cancel was not taken");
        }
    }

    /// Where the stop rests now; empty when that is not known.
    Optional<ProtectionSeen> protect(InstrumentId instrument, Protection protection) {
        if (instrument.category() == Category.SPOT) {
            return refused(instrument, "a spot pair has no position that a stop could guard");
        }
        ObjectNode body = about(instrument).put("positionIdx", 0).put("tpslMode", "Full")
                .put("stopLoss", protection.stopPrice().map(BigDecimal::toPlainString).orElse("0"))
                .put("slTriggerBy", TRIGGER);
        return switch (calls.post("/v5/position/trading-stop", body, Turn.of(Lane.EXIT))) {
            case RestReply.Success _ -> rests(instrument, protection);
            case RestReply.Refusal refused -> switch (ReturnCodes.meaning(refused.code())) {
                case HOLDS, UNKNOWN -> refused.code() == ReturnCodes.STOP_NOT_MODIFIED
                        ? rests(instrument, protection)
                        : notKnown(instrument, words(refused));
                case FIXABLE, FINAL, NOTHING_TO_REDUCE, DUPLICATE, RATE, STOP_TRADING -> refused(instrument,
                        words(refused));
            };
            case RestReply.NoAnswer(String reason) -> notKnown(instrument, reason);
            case RestReply.NotSent(String reason) -> refused(instrument, reason);
        };
    }

    private static Optional<ProtectionSeen> notKnown(InstrumentId instrument, String reason) {
        LOG.atWarn().addKeyValue("instrument", instrument).addKeyValue("reason", reason)
                .log("whether the stop was set is not known");
        return Optional.empty();
    }

    private Optional<ProtectionSeen> rests(InstrumentId instrument, Protection protection) {
        positions.protect(instrument, protection);
        return Optional.of(new ProtectionSeen(instrument, protection, Optional.empty()));
    }

    private Optional<ProtectionSeen> refused(InstrumentId instrument, String reason) {
        return Optional.of(new ProtectionSeen(instrument, positions.protection(instrument), Optional.of(reason)));
    }
}
