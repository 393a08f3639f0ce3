package io.tradinghub.sim.signed;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.tradinghub.market.Category;
import io.tradinghub.sim.exchange.AccountReads;
import io.tradinghub.sim.exchange.Execution;
import io.tradinghub.sim.exchange.OrderRef;
import io.tradinghub.sim.exchange.OrderTerms.OrderFilter;
import io.tradinghub.sim.exchange.SimOrder;
import io.tradinghub.sim.market.Listing;
import io.tradinghub.sim.wire.ApiException;
import io.tradinghub.sim.wire.QueryParameters;
import io.tradinghub.sim.wire.WireNames;

/// Answers `/v5/order/realtime`, `/v5/order/history` and `/v5/execution/list`.
final class OrderQueries {
    private static final int DEFAULT_ORDERS = 20;
    private static final int MAX_ORDERS = 50;
    private static final int MAX_EXECUTIONS = 100;
    private final LiveExchange live;
    private final OrderReader reader;

    OrderQueries(LiveExchange live, OrderReader reader) {
        this.live = live;
        this.reader = reader;
    }

    /// Asked by id, finds an order in any state that is still known.
    Reply realtime(Caller caller, QueryParameters query) throws ApiException {
        Category category = OrderReader.category(query);
        Predicate<SimOrder> scope = scope(query, category == Category.LINEAR);
        OrderRef ref = reader.reference(query);
        boolean byId = ref.id().isPresent() || ref.linkId().isPresent();
        boolean closedOnly = query.text("openOnly").map("1"::equals).orElse(false);
        List<SimOrder> found = live.call(exchange -> {
            AccountReads reads = exchange.reads();
            Stream<SimOrder> open = closedOnly && !byId ? Stream.of() : reads.openOrders(caller.uid()).stream();
            Stream<SimOrder> closed = closedOnly || byId ? reads.recentOrders(caller.uid()).stream() : Stream.of();
            return Stream.concat(open, closed).toList();
        });
        return page(found, query, scope.and(order -> !byId || matches(ref, order)), category);
    }

    Reply history(Caller caller, QueryParameters query) throws ApiException {
        Category category = OrderReader.category(query);
        OrderRef ref = reader.reference(query);
        boolean byId = ref.id().isPresent() || ref.linkId().isPresent();
        Predicate<SimOrder> scope = scope(query, false);
        Optional<String> status = query.text("orderStatus");
        List<SimOrder> known = live.call(exchange -> exchange.reads().orderHistory(caller.uid()));
        Span span = Span.of(query, live.call(exchange -> exchange.nowMillis()));
        return page(known, query,
                scope.and(order -> byId ? matches(ref, order) : span.holds(order.createdMillis()))
                        .and(order -> status.map(WireNames.pascal(order.status())::equals).orElse(true)),
                category);
    }

    private static Reply page(List<SimOrder> orders, QueryParameters query, Predicate<SimOrder> wanted,
            Category category) throws ApiException {
        List<SimOrder> matching = orders.stream().filter(wanted).filter(ofKind(query.text("orderFilter")))
                .sorted(Comparator.comparingLong(SimOrder::createdMillis).reversed()).toList();
        Page<SimOrder> page = Page.of(matching, query, DEFAULT_ORDERS, MAX_ORDERS, SimOrder::id);
        return Reply.of(page.result(category.wireName(), order -> OrderJson.order(order, Form.REST)));
    }

    /// With an id, the other filters do not count.
    Reply executions(Caller caller, QueryParameters query) throws ApiException {
        Category category = OrderReader.category(query);
        Optional<String> orderId = query.text("orderId");
        Optional<String> linkId = query.text("orderLinkId");
        Optional<String> kind = query.text("execType");
        Span span = Span.of(query, live.call(exchange -> exchange.nowMillis()));
        List<Execution> known = live.call(exchange -> exchange.reads().executions(caller.uid()));
        Predicate<Execution> wanted = orderId.isPresent() || linkId.isPresent()
                ? execution -> orderId.map(execution.orderId()::equals)
                        .orElseGet(() -> linkId.map(execution.linkId()::equals).orElse(false))
                : execution -> span.holds(execution.millis()) && inScope(query, execution.listing())
                        && kind.map(WireNames.pascal(execution.kind())::equals).orElse(true);
        List<Execution> matching = known.stream().filter(e -> e.listing().id().category() == category).filter(wanted)
                .sorted(Comparator.comparingLong(Execution::millis).reversed()).toList();
        Page<Execution> page = Page.of(matching, query, MAX_ORDERS, MAX_EXECUTIONS, Execution::id);
        return Reply.of(page.result(category.wireName(), execution -> OrderJson.execution(execution, Form.REST)));
    }

    private static boolean matches(OrderRef ref, SimOrder order) {
        return ref.id().map(order.id()::equals)
                .orElseGet(() -> ref.linkId().map(order.linkId()::equals).orElse(false));
    }

    /// The orders of this category, symbol, base coin and settle coin.
    static Predicate<SimOrder> scope(QueryParameters query, boolean mustBeNarrow) throws ApiException {
        Category category = OrderReader.category(query);
        boolean isNarrow = query.text("symbol").or(() -> query.text("settleCoin")).or(() -> query.text("baseCoin"))
                .isPresent();
        if (mustBeNarrow && !isNarrow) {
            throw ApiException.parameter("params error: symbol, settleCoin or baseCoin is required");
        }
        return order -> order.listing().id().category() == category && inScope(query, order.listing());
    }

    private static boolean inScope(QueryParameters query, Listing listing) {
        return query.text("symbol").map(listing.id().symbol().name()::equals).orElse(true)
                && query.text("baseCoin").map(listing.baseCoin()::equals).orElse(true)
                && query.text("settleCoin").map(listing.quoteCoin()::equals).orElse(true);
    }

    /// Plain orders are `Order`; whatever waits for a price is `StopOrder`, on spot `tpslOrder` if it was sent so.
    static Predicate<SimOrder> ofKind(Optional<String> filter) {
        return order -> filter.map(kind -> kind.equals(kindOf(order))).orElse(true);
    }

    private static String kindOf(SimOrder order) {
        if (order.terms().filter() == OrderFilter.TPSL_ORDER) {
            return "tpslOrder";
        }
        return order.trigger().isPresent() ? "StopOrder" : "Order";
    }
}
