package io.tradinghub.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

import io.tradinghub.exchange.ExchangeEvent.AccountSeen;
import io.tradinghub.exchange.ExchangeEvent.Answer;
import io.tradinghub.exchange.ExchangeEvent.Answered;
import io.tradinghub.exchange.ExchangeEvent.Executed;
import io.tradinghub.exchange.ExchangeEvent.LinkChanged;
import io.tradinghub.exchange.ExchangeEvent.LinkState;
import io.tradinghub.exchange.ExchangeEvent.OrderSeen;
import io.tradinghub.exchange.ExchangeEvent.ProtectionSeen;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.Quote;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderRequest.TimeInForce;
import io.tradinghub.order.Side;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// An [Exchange] on which a perpetual and a spot pair trade and nothing is held yet, and what it has told.
abstract class ExchangeUnderTest {
    protected static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    protected static final InstrumentId SPOT = InstrumentId.spot("BTCUSDT");
    private static final int MOST_ATTEMPTS = 100;

    final List<ExchangeEvent> told = new CopyOnWriteArrayList<>();
    private Exchange exchange = new NoExchange();
    private int orders;

    /// The venue of this test, the same each time.
    protected abstract ExchangeVenue venue();

    @BeforeEach
    final void openTheExchange() {
        exchange = venue().open(told::add);
        List.of(PERP, SPOT).forEach(id -> happens(new MarketEvent.RulesPublished(rules(id))));
        quote("50000", "50000.1", 10);
        settle();
    }

    @AfterEach
    final void closeTheExchange() {
        exchange.close();
        venue().close();
    }

    final Exchange exchange() {
        return exchange;
    }

    static Instrument rules(InstrumentId id) {
        return new Instrument(id, "BTC", "USDT", new BigDecimal("0.1"), new BigDecimal("0.001"),
                new BigDecimal("0.001"), new BigDecimal("5"), new BigDecimal("100"), new BigDecimal("50"),
                id.equals(PERP) ? Optional.of(Duration.ofHours(8)) : Optional.empty());
    }

    // ---- what happens

    final void happens(MarketEvent event) {
        venue().happens(event);
    }

    final void tradeByHand(InstrumentId instrument, Side side, BigDecimal quantity) {
        venue().tradeByHand(instrument, side, quantity);
    }

    final void settle() {
        venue().settle();
    }

    final Instant now() {
        return venue().now();
    }

    /// Both instruments have these best prices, and this much at each.
    final void quote(String bid, String ask, double size) {
        for (InstrumentId id : List.of(PERP, SPOT)) {
            happens(new MarketEvent.QuoteChanged(new Quote(id, Double.parseDouble(bid), size,
                    Double.parseDouble(ask), size, now())));
        }
    }

    /// The best prices become these, and everything that they cause is told.
    final void marketMovesTo(String bid, String ask, double size) {
        quote(bid, ask, size);
        settle();
    }

    final OrderRequest order(InstrumentId id, Side side, String quantity, Terms terms, Effect effect) {
        orders++;
        return new OrderRequest(new ClientOrderId("contract-0abc12xyz-" + orders), id, side, new BigDecimal(quantity),
                terms, effect, now());
    }

    final OrderRequest limit(Side side, String quantity, String price, TimeInForce timeInForce) {
        return order(PERP, side, quantity, at(price, timeInForce), Effect.ANY);
    }

    final OrderRequest market(Side side, String quantity) {
        return order(PERP, side, quantity, new Terms.Market(), Effect.ANY);
    }

    /// A market order that reduces the position.
    final OrderRequest exit(Side side, String quantity) {
        return order(PERP, side, quantity, new Terms.Market(), Effect.REDUCE_ONLY);
    }

    static Terms at(String price, TimeInForce timeInForce) {
        return new Terms.Limit(new BigDecimal(price), timeInForce);
    }

    static OrderRequest withStop(OrderRequest request, String stop) {
        return new OrderRequest(request.id(), request.instrument(), request.side(), request.quantity(),
                request.terms(), request.effect(), Optional.of(new BigDecimal(stop)), request.createdAt());
    }

    /// Places the order and waits for what comes of it.
    final OrderRequest place(OrderRequest request) {
        exchange.place(request);
        settle();
        return request;
    }

    final void cancel(OrderRequest request) {
        exchange.cancel(request.instrument(), request.id());
        settle();
    }

    /// Asks again and again until this was told.
    final void askUntil(BooleanSupplier wasTold, Runnable question) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS && !wasTold.getAsBoolean(); attempt++) {
            question.run();
            settle();
        }
        assertThat(wasTold.getAsBoolean()).as("answered within %d attempts", MOST_ATTEMPTS).isTrue();
    }

    /// Asks for everything since this moment until it has been told, and answers what the account holds.
    final AccountState resync(Instant since) {
        Instant asked = now();
        askUntil(() -> told.stream().anyMatch(event -> event instanceof LinkChanged(LinkState state, Instant at)
                && state == LinkState.RESYNCED && !at.isBefore(asked)), () -> exchange.resync(since));
        return all(AccountSeen.class).stream().map(AccountSeen::account)
                .max(Comparator.comparing(AccountState::asOf)).orElseThrow();
    }

    final AccountState resync() {
        return resync(Instant.EPOCH);
    }

    // ---- what was told

    final <E extends ExchangeEvent> List<E> all(Class<E> kind) {
        return told.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// Each execution once.
    final List<Fill> executions() {
        Map<ExecutionId, Fill> once = new LinkedHashMap<>();
        all(Executed.class).forEach(event -> once.putIfAbsent(event.fill().executionId(), event.fill()));
        return List.copyOf(once.values());
    }

    final List<Fill> executionsOf(OrderRequest request) {
        return executions().stream().filter(fill -> fill.orderId().equals(Optional.of(request.id()))).toList();
    }

    final List<Fill> foreignExecutions() {
        return executions().stream().filter(fill -> fill.origin().isForeign()).toList();
    }

    static BigDecimal quantity(List<Fill> fills) {
        return fills.stream().map(Fill::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    final BigDecimal executed(OrderRequest request) {
        return quantity(executionsOf(request));
    }

    /// What the executions told so far add up to.
    final BigDecimal held(InstrumentId id) {
        return executions().stream().filter(fill -> fill.instrument().equals(id)).map(Fill::positionChange)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /// The newest state of the order, if any was told.
    final Optional<OrderSeen> seen(OrderRequest request) {
        return all(OrderSeen.class).stream().filter(event -> event.report().id().equals(request.id()))
                .max(Comparator.comparing((OrderSeen event) -> event.report().at())
                        .thenComparing(event -> event.report().cumulativeQuantity())
                        .thenComparing(event -> event.report().status()));
    }

    final OrderReport report(OrderRequest request) {
        return seen(request).orElseThrow(() -> new AssertionError("nothing was told of " + request)).report();
    }

    final boolean hasEnded(OrderRequest request) {
        return seen(request).filter(event -> event.report().status().isClosed()).isPresent();
    }

    /// What was answered to the orders under this id, without repeats.
    final List<Answer> answersTo(OrderRequest request) {
        return all(Answered.class).stream().filter(event -> event.id().equals(request.id())).map(Answered::answer)
                .distinct().toList();
    }

    final ProtectionSeen protection() {
        return all(ProtectionSeen.class).getLast();
    }

    /// Stands where no exchange was opened yet.
    private static final class NoExchange implements Exchange {
        @Override
        public void place(OrderRequest request) {}

        @Override
        public void cancel(InstrumentId instrument, ClientOrderId id) {}

        @Override
        public void protect(InstrumentId instrument, Protection protection) {}

        @Override
        public void lookUp(InstrumentId instrument, ClientOrderId id, long attempt) {}

        @Override
        public void resync(Instant since) {}

        @Override
        public void close() {}
    }
}
