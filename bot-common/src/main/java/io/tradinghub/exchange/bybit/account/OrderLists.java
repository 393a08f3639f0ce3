package io.tradinghub.exchange.bybit.account;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;

/// Reads orders: live ones and those that ended a moment ago (`realtime`), and ended ones (`history`). Calls block and
/// fail as those of [Pages]; an order that cannot be read fails them too, with an [IllegalArgumentException].
final class OrderLists {
    private static final String REALTIME = "/v5/order/realtime";
    private static final String HISTORY = "/v5/order/history";
    private static final int MOST_ROWS = 50;
    private static final Duration WINDOW = Duration.ofDays(7);
    private final Pages pages;
    private final ExchangeClock clock;
    private final Duration kept;

    /// @param kept how far back ended orders are searched for
    OrderLists(Pages pages, ExchangeClock clock, Duration kept) {
        this.pages = pages;
        this.clock = clock;
        this.kept = kept;
    }

    /// The order, live or ended not long ago.
    Optional<OrderRow> realtime(InstrumentId instrument, ClientOrderId id) {
        return find(REALTIME, query(instrument, id), instrument, id);
    }

    /// The ended order, searched for from now back to the start of the bot that sent it, in ranges as long as Bybit
    /// takes; of an id without such a mark, in the last one.
    Optional<OrderRow> history(InstrumentId instrument, ClientOrderId id) {
        Instant now = clock.instant();
        Instant oldest = id.start().map(mark -> mark.second(now)).filter(start -> !start.isAfter(now))
                .orElse(now.minus(WINDOW));
        Instant since = oldest.isBefore(now.minus(kept)) ? now.minus(kept) : oldest;
        Optional<OrderRow> found = find(HISTORY, query(instrument, id), instrument, id);
        for (Instant end = now.minus(WINDOW); found.isEmpty() && end.isAfter(since); end = end.minus(WINDOW)) {
            Query window = query(instrument, id).with("startTime", end.minus(WINDOW)).with("endTime", end);
            found = find(HISTORY, window, instrument, id);
        }
        return found;
    }

    private static Query query(InstrumentId instrument, ClientOrderId id) {
        return Query.none().with("category", instrument.category().wireName())
                .with("symbol", instrument.symbol().name()).with("orderLinkId", id.value()).with("limit", MOST_ROWS);
    }

    private Optional<OrderRow> find(String path, Query query, InstrumentId instrument, ClientOrderId id) {
        return pages.all(path, query).rows().stream().filter(row -> row.text("orderLinkId").equals(id.value()))
                .findFirst().map(row -> OrderRow.read(instrument, row));
    }

    /// Every live order of the account, stops of positions included.
    Open open() {
        List<OrderRow> orders = new ArrayList<>();
        Instant asOf = Instant.MAX;
        for (Market market : Market.ALL) {
            Pages.Listed listed = pages.all(REALTIME, market.query().with("openOnly", 0).with("limit", MOST_ROWS));
            asOf = listed.asOf().isBefore(asOf) ? listed.asOf() : asOf;
            listed.rows().stream().map(row -> OrderRow.read(row.instrument(market.category()), row))
                    .filter(OrderRow::isOpen).forEach(orders::add);
        }
        return new Open(orders, asOf);
    }

    /// Orders that ended not long ago, of each market the newest 50.
    List<OrderRow> newestEnded() {
        List<OrderRow> orders = new ArrayList<>();
        for (Market market : Market.ALL) {
            pages.ask(REALTIME, market.query().with("openOnly", 1).with("limit", MOST_ROWS)).rows().stream()
                    .map(row -> OrderRow.read(row.instrument(market.category()), row)).forEach(orders::add);
        }
        return orders;
    }

    /// The live orders at a moment.
    record Open(List<OrderRow> orders, Instant asOf) {}

    /// What one question about many instruments can cover: perpetuals are asked for by the coin they settle in.
    record Market(Category category, Optional<String> settleCoin) {
        static final List<Market> PERPETUALS = List.of(new Market(Category.LINEAR, Optional.of("USDT")),
                new Market(Category.LINEAR, Optional.of("USDC")));
        static final List<Market> ALL = List.of(PERPETUALS.get(0), PERPETUALS.get(1),
                new Market(Category.SPOT, Optional.empty()));

        Query query() {
            Query query = Query.none().with("category", category.wireName());
            return settleCoin.map(coin -> query.with("settleCoin", coin)).orElse(query);
        }
    }
}
