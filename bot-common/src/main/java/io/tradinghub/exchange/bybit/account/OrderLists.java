package io.tradinghub.exchange.bybit.account;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.tradinghub.exchange.AccountState.LiveOrder;
import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.ExchangeEvent.OrderSeen;
import io.tradinghub.exchange.UnreadRow;
import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads orders: live ones and those that ended a moment ago (`realtime`), and ended ones (`history`). Calls block and
/// fail as those of [Pages]; an order that is looked for and cannot be read fails them with an [UnreadRowException].
final class OrderLists {
    private static final String REALTIME = "/v5/order/realtime";
    private static final String HISTORY = "/v5/order/history";
    private static final int MOST_ROWS = 50;
    private static final Duration WINDOW = Duration.ofDays(7);
    private static final Logger LOG = LoggerFactory.getLogger(OrderLists.class);
    private final Pages pages;
    private final OwnOrders own;
    private final ExchangeClock clock;
    private final Duration kept;
    /// Orders of others of which the log says that they cannot be read.
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /// @param kept how far back ended orders are searched for
    OrderLists(Pages pages, OwnOrders own, ExchangeClock clock, Duration kept) {
        this.pages = pages;
        this.own = own;
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
        return pages.all(path, query).rows().stream()
                .filter(row -> row.text("orderLinkId").equals(id.value()) && !OrderRow.isStop(row)).findFirst()
                .map(row -> read(instrument, id, row));
    }

    private static OrderRow read(InstrumentId instrument, ClientOrderId id, Row row) {
        try {
            return OrderRow.read(instrument, row);
        } catch (IllegalArgumentException e) {
            throw new UnreadRowException(
                    row.unread(UnreadRow.Kind.ORDER, instrument.category(), "orderId", e).of(id), e);
        }
    }

    /// Every live order of the account, stops of positions included.
    Open open() {
        Open open = new Open();
        for (Market market : Market.ALL) {
            for (Query query : market.queriesOfOrders()) {
                Pages.Listed listed = pages.all(REALTIME, query.with("openOnly", 0).with("limit", MOST_ROWS));
                open.asOf = listed.asOf().isBefore(open.asOf) ? listed.asOf() : open.asOf;
                listed.rows().forEach(row -> add(open, market.category(), row));
            }
        }
        return open;
    }

    /// Of an order that is certainly not the bot's no more needs to be known than that it is there.
    private void add(Open open, Category category, Row row) {
        String orderId = row.text("orderId");
        if (!orderId.isEmpty() && !open.known.add(category + orderId)) {
            return;
        }
        Optional<LiveOrder> live = Optional.empty();
        try {
            InstrumentId instrument = row.instrument(category);
            live = Optional.of(OrderRow.live(instrument, row, own));
            OrderRow order = OrderRow.read(instrument, row);
            if (order.isOpen()) {
                open.live.add(live.get());
                order.id(own).ifPresent(id -> open.seen.add(order.seen(id)));
            }
        } catch (IllegalArgumentException e) {
            live.ifPresent(open.live::add);
            UnreadRow unread = row.unread(UnreadRow.Kind.ORDER, category, "orderId", e);
            if (own.mayBe(row)) {
                open.unread.add(own.idIn(row.text("orderLinkId")).map(unread::of).orElse(unread));
            } else if (told.add(orderId)) {
                LOG.atWarn().addKeyValue("reason", unread.text()).log("order of others in the account cannot be read");
            }
        }
    }

    /// The live orders at a moment.
    static final class Open {
        private final Set<String> known = new HashSet<>();
        private final List<LiveOrder> live = new ArrayList<>();
        private final List<OrderSeen> seen = new ArrayList<>();
        private final List<UnreadRow> unread = new ArrayList<>();
        private Instant asOf = Instant.MAX;

        List<LiveOrder> live() {
            return List.copyOf(live);
        }

        /// Where the bot's own stand.
        List<OrderSeen> seen() {
            return List.copyOf(seen);
        }

        /// Orders that may be the bot's and cannot be read.
        List<UnreadRow> unread() {
            return List.copyOf(unread);
        }

        Instant asOf() {
            return asOf;
        }
    }

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

        /// On spot each kind of order is asked for by itself; what is listed without a kind may be plain ones only.
        List<Query> queriesOfOrders() {
            return category == Category.LINEAR
                    ? List.of(query())
                    : List.of(query(), query().with("orderFilter", "StopOrder"),
                            query().with("orderFilter", "tpslOrder"));
        }
    }
}
