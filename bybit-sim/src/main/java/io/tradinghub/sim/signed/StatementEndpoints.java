package io.tradinghub.sim.signed;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.market.Category;
import io.tradinghub.sim.exchange.BalanceChange;
import io.tradinghub.sim.exchange.Exchange;
import io.tradinghub.sim.exchange.Execution;
import io.tradinghub.sim.exchange.Transfer;
import io.tradinghub.sim.exchange.Transfer.Direction;
import io.tradinghub.sim.key.ApiKey.Right;
import io.tradinghub.sim.wire.ApiException;
import io.tradinghub.sim.wire.Json;
import io.tradinghub.sim.wire.QueryParameters;
import io.tradinghub.sim.wire.WireDecimals;

/// Answers what an account earned and where its balances come from: `/v5/position/closed-pnl`,
/// `/v5/account/transaction-log` and `/v5/asset/transfer/...`.
///
/// Source: Bybit v5, "Get Closed PnL", "Get Transaction Log", "Create Internal Transfer", "Get Internal Transfer
/// Records", "Get Single Coin Balance". A unified account and a funding account are all that there is.
final class StatementEndpoints {
    private static final int MAX_CLOSED = 100;
    private static final int DEFAULT_CLOSED = 50;
    private static final int DEFAULT_ROWS = 20;
    private static final int MAX_ROWS = 50;
    private static final int TOO_LITTLE = 131_212;
    private static final String UNIFIED = "UNIFIED";
    private static final String FUND = "FUND";
    private final LiveExchange live;

    StatementEndpoints(LiveExchange live) {
        this.live = live;
    }

    /// A row for each order that closed something.
    Reply closedPnl(Caller caller, QueryParameters query) throws ApiException {
        String category = query.category();
        Optional<String> symbol = query.text("symbol");
        Span span = span(query);
        List<ClosedPart> parts = live.call(exchange -> ClosedPart.of(exchange.reads(), caller.uid())).stream()
                .filter(part -> part.newest().listing().id().category().wireName().equals(category))
                .filter(part -> span.holds(part.millis()) && symbol
                        .map(part.newest().listing().id().symbol().name()::equals).orElse(true))
                .sorted(Comparator.comparingLong(ClosedPart::millis).reversed()).toList();
        return Reply.of(Page.of(parts, query, DEFAULT_CLOSED, MAX_CLOSED, ClosedPart::orderId).result(category,
                ClosedPart::json));
    }

    Reply transactions(Caller caller, QueryParameters query) throws ApiException {
        if (!query.text("accountType").orElse(UNIFIED).equals(UNIFIED)) {
            throw ApiException.parameter("accountType only support UNIFIED.");
        }
        Span span = span(query);
        Optional<String> coin = query.text("currency");
        Optional<String> type = query.text("type");
        Optional<String> category = query.text("category");
        Optional<String> base = query.text("baseCoin");
        Predicate<BalanceChange> wanted = change -> span.holds(change.millis())
                && coin.map(change.coin()::equals).orElse(true) && type.map(change.kind().name()::equals).orElse(true)
                && (category.isEmpty() || categoryOf(change).map(Category::wireName).equals(category))
                && (base.isEmpty() || change.execution().map(e -> e.listing().baseCoin()).equals(base));
        List<BalanceChange> changes = live.call(exchange -> exchange.reads().balanceChanges(caller.uid())).stream()
                .filter(wanted).toList();
        return Reply.of(list(Page.of(changes, query, DEFAULT_ROWS, MAX_ROWS, BalanceChange::id),
                StatementEndpoints::json));
    }

    private static Optional<Category> categoryOf(BalanceChange change) {
        return change.execution().map(execution -> execution.listing().id().category());
    }

    private static ObjectNode json(BalanceChange change) {
        Optional<Execution> execution = change.execution();
        ObjectNode node = Json.object().put("id", change.id())
                .put("symbol", execution.map(e -> e.listing().id().symbol().name()).orElse(""))
                .put("category", categoryOf(change).map(Category::wireName).orElse(""))
                .put("side", execution.map(e -> AccountJson.side(e.side())).orElse("None"))
                .put("transactionTime", Long.toString(change.millis())).put("type", change.kind().name())
                .put("transSubType", "");
        execution.ifPresentOrElse(
                e -> node.put("qty", WireDecimals.plain(e.quantity())).put("tradePrice", WireDecimals.plain(e.price()))
                        .put("feeRate", WireDecimals.plain(e.feeRate())).put("tradeId", e.id())
                        .put("orderId", e.orderId()).put("orderLinkId", e.linkId()),
                () -> node.put("qty", WireDecimals.plain(change.cashFlow().abs())).put("tradePrice", "")
                        .put("feeRate", "").put("tradeId", "").put("orderId", "").put("orderLinkId", ""));
        return node.put("size", WireDecimals.plain(change.size())).put("currency", change.coin())
                .put("funding", change.kind() == BalanceChange.Kind.SETTLEMENT
                        ? WireDecimals.plain(change.funding())
                        : "")
                .put("fee", WireDecimals.plain(change.fee())).put("cashFlow", WireDecimals.plain(change.cashFlow()))
                .put("change", WireDecimals.plain(change.change()))
                .put("cashBalance", WireDecimals.plain(change.balance())).put("bonusChange", "")
                .put("extraFees", "");
    }

    /// Moves coins between the funding account and the unified one.
    Reply transfer(Caller caller, QueryParameters request) throws ApiException {
        caller.needs(Right.TRANSFER);
        String id = required(request, "transferId");
        String coin = required(request, "coin");
        String from = required(request, "fromAccountType");
        String to = required(request, "toAccountType");
        BigDecimal amount = OrderReader.decimal(request, "amount").filter(number -> number.signum() > 0)
                .orElseThrow(() -> ApiException.parameter("params error: amount invalid"));
        boolean isIn = from.equals(FUND) && to.equals(UNIFIED);
        if (!isIn && !(from.equals(UNIFIED) && to.equals(FUND))) {
            throw ApiException.parameter("params error: account type invalid");
        }
        Direction direction = isIn ? Direction.IN : Direction.OUT;
        boolean isKnown = live.call(exchange -> exchange.reads().transfers(caller.uid())).stream()
                .anyMatch(transfer -> transfer.id().equals(id));
        if (isKnown) {
            throw ApiException.parameter("params error: transferId duplicate");
        }
        if (!live.call(exchange -> exchange.interventions().move(caller.uid(), id, coin, amount, direction))) {
            throw new ApiException(TOO_LITTLE, "user insufficient balance");
        }
        return Reply.of(Json.object().put("transferId", id).put("status", "SUCCESS"));
    }

    Reply transfers(Caller caller, QueryParameters query) throws ApiException {
        Optional<String> id = query.text("transferId");
        Optional<String> coin = query.text("coin");
        Optional<String> status = query.text("status");
        Span span = span(query);
        List<Transfer> found = live.call(exchange -> exchange.reads().transfers(caller.uid())).stream()
                .filter(transfer -> id.map(transfer.id()::equals).orElse(span.holds(transfer.millis()))
                        && coin.map(transfer.coin()::equals).orElse(true)
                        && status.map("SUCCESS"::equals).orElse(true))
                .toList();
        return Reply.of(list(Page.of(found, query, DEFAULT_ROWS, MAX_ROWS, Transfer::id), StatementEndpoints::json));
    }

    private static ObjectNode json(Transfer transfer) {
        boolean isIn = transfer.direction() == Direction.IN;
        return Json.object().put("transferId", transfer.id()).put("coin", transfer.coin())
                .put("amount", WireDecimals.plain(transfer.amount())).put("fromAccountType", isIn ? FUND : UNIFIED)
                .put("toAccountType", isIn ? UNIFIED : FUND).put("timestamp", Long.toString(transfer.millis()))
                .put("status", "SUCCESS");
    }

    /// What one of the two accounts has of a coin.
    Reply balance(Caller caller, QueryParameters query) throws ApiException {
        String type = required(query, "accountType");
        String coin = required(query, "coin");
        if (!type.equals(UNIFIED) && !type.equals(FUND)) {
            throw ApiException.parameter("params error: accountType invalid");
        }
        BigDecimal amount = live.call(exchange -> type.equals(UNIFIED)
                ? exchange.reads().balance(caller.uid(), coin)
                : exchange.reads().funding(caller.uid(), coin));
        ObjectNode result = Json.object().put("accountType", type).put("bizType", 1).put("accountId",
                Long.toString(caller.uid())).put("memberId", Long.toString(caller.uid()));
        String text = WireDecimals.plain(amount);
        result.putObject("balance").put("coin", coin).put("walletBalance", text).put("transferBalance", text)
                .put("bonus", "").put("transferSafeAmount", "").put("ltvTransferSafeAmount", "");
        return Reply.of(result);
    }

    private Span span(QueryParameters query) throws ApiException {
        return Span.of(query, live.call(Exchange::nowMillis));
    }

    private static String required(QueryParameters request, String name) throws ApiException {
        return request.text(name)
                .orElseThrow(() -> ApiException.parameter("params error: %s is required".formatted(name)));
    }

    /// A list without a category.
    private static <T> ObjectNode list(Page<T> page, Function<T, ObjectNode> write) {
        ObjectNode result = Json.object();
        ArrayNode list = result.putArray("list");
        page.rows().forEach(row -> list.add(write.apply(row)));
        return result.put("nextPageCursor", page.nextCursor());
    }
}
