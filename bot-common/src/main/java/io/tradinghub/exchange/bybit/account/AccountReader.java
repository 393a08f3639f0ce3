package io.tradinghub.exchange.bybit.account;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.tradinghub.exchange.AccountState;
import io.tradinghub.market.InstrumentId;

/// Reads what the account holds: positions, live orders, wallet. Calls block and fail as those of [OrderLists].
final class AccountReader {
    private static final int MOST_POSITIONS = 200;
    private final Pages pages;
    private final OrderLists orders;
    private final OwnOrders own;
    private final Positions positions;

    AccountReader(Pages pages, OrderLists orders, OwnOrders own, Positions positions) {
        this.pages = pages;
        this.orders = orders;
        this.own = own;
        this.positions = positions;
    }

    /// The account, and its live orders in full.
    record Reading(AccountState account, List<OrderRow> openOrders) {}

    /// The account holds at the moment of the first answer; what happens meanwhile may be in it or not.
    Reading read() {
        OrderLists.Open open = orders.open();
        List<PositionRow> rows = new ArrayList<>();
        List<Instant> moments = new ArrayList<>(List.of(open.asOf()));
        for (OrderLists.Market market : OrderLists.Market.PERPETUALS) {
            Pages.Listed listed = pages.all("/v5/position/list", market.query().with("limit", MOST_POSITIONS));
            moments.add(listed.asOf());
            listed.rows().stream().map(row -> PositionRow.read(row.instrument(market.category()), row))
                    .filter(row -> row.quantity().signum() != 0).forEach(rows::add);
        }
        positions.hearAll(rows);
        RestReply.Success wallet = pages.ask("/v5/account/wallet-balance", Query.none().with("accountType", "UNIFIED"));
        moments.add(wallet.at());
        return new Reading(new AccountState(quantities(rows), stops(rows), liquidations(rows),
                open.orders().stream().map(order -> order.live(own)).toList(), freeCoins(wallet.rows()),
                moments.stream().min(Comparator.naturalOrder()).orElseThrow()), open.orders());
    }

    /// Two positions in one instrument, as hedge mode has them, add up.
    private static Map<InstrumentId, BigDecimal> quantities(List<PositionRow> rows) {
        Map<InstrumentId, BigDecimal> quantities = new HashMap<>();
        rows.forEach(row -> quantities.merge(row.instrument(), row.quantity(), BigDecimal::add));
        return quantities;
    }

    private static Map<InstrumentId, BigDecimal> stops(List<PositionRow> rows) {
        Map<InstrumentId, BigDecimal> stops = new HashMap<>();
        rows.forEach(row -> row.protection().stopPrice().ifPresent(price -> stops.put(row.instrument(), price)));
        return stops;
    }

    private static Map<InstrumentId, BigDecimal> liquidations(List<PositionRow> rows) {
        Map<InstrumentId, BigDecimal> liquidations = new HashMap<>();
        rows.forEach(row -> row.liquidation().ifPresent(price -> liquidations.put(row.instrument(), price)));
        return liquidations;
    }

    private static Map<String, BigDecimal> freeCoins(List<Row> accounts) {
        Map<String, BigDecimal> free = new HashMap<>();
        accounts.stream().flatMap(AccountReader::coins).forEach(
                coin -> free.put(coin.text("coin"), coin.number("walletBalance").subtract(coin.number("locked"))));
        return free;
    }

    private static Stream<Row> coins(Row account) {
        return account.json().path("coin").valueStream().map(Row::new);
    }
}
