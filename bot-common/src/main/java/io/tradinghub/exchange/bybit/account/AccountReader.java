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
import io.tradinghub.exchange.ExchangeEvent.OrderSeen;
import io.tradinghub.exchange.UnreadRow;
import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;

/// Reads what the account holds: positions, live orders, wallet. Calls block and fail as those of [OrderLists].
final class AccountReader {
    private static final int MOST_POSITIONS = 200;
    private final Pages pages;
    private final OrderLists orders;
    private final Positions positions;

    AccountReader(Pages pages, OrderLists orders, Positions positions) {
        this.pages = pages;
        this.orders = orders;
        this.positions = positions;
    }

    /// The account, and where the bot's live orders stand.
    ///
    /// @param unread orders that may be the bot's and cannot be read
    record Reading(AccountState account, List<OrderSeen> orders, List<UnreadRow> unread) {}

    /// The account holds at the moment of the first answer; what happens meanwhile may be in it or not. A position or a
    /// coin that cannot be read fails the whole, since without it the account would seem not to hold it.
    Reading read() {
        OrderLists.Open open = orders.open();
        Map<InstrumentId, PositionRow> before = positions.told();
        Map<InstrumentId, PositionRow> rows = new HashMap<>();
        List<Instant> moments = new ArrayList<>(List.of(open.asOf()));
        for (OrderLists.Market market : OrderLists.Market.PERPETUALS) {
            Pages.Listed listed = pages.all("/v5/position/list", market.query().with("limit", MOST_POSITIONS));
            moments.add(listed.asOf());
            listed.rows().stream().map(row -> row.read("position", AccountReader::position))
                    .filter(row -> row.quantity().signum() != 0)
                    .forEach(row -> rows.merge(row.instrument(), row, PositionRow::plus));
        }
        positions.hearAll(rows.values(), before, earliest(moments));
        RestReply.Success wallet = pages.ask("/v5/account/wallet-balance", Query.none().with("accountType", "UNIFIED"));
        moments.add(wallet.at());
        Map<InstrumentId, BigDecimal> quantities = new HashMap<>();
        Map<InstrumentId, BigDecimal> stops = new HashMap<>();
        Map<InstrumentId, BigDecimal> liquidations = new HashMap<>();
        rows.forEach((instrument, row) -> {
            quantities.put(instrument, row.quantity());
            row.protection().stopPrice().ifPresent(price -> stops.put(instrument, price));
            row.liquidation().ifPresent(price -> liquidations.put(instrument, price));
        });
        return new Reading(new AccountState(quantities, stops, liquidations, open.live(), freeCoins(wallet.rows()),
                earliest(moments)), open.seen(), open.unread());
    }

    private static Instant earliest(List<Instant> moments) {
        return moments.stream().min(Comparator.naturalOrder()).orElseThrow();
    }

    private static PositionRow position(Row row) {
        return PositionRow.read(row.instrument(Category.LINEAR), row);
    }

    private static Map<String, BigDecimal> freeCoins(List<Row> accounts) {
        if (accounts.isEmpty()) {
            throw new IllegalArgumentException("the wallet's answer names no account");
        }
        Map<String, BigDecimal> free = new HashMap<>();
        accounts.stream().flatMap(AccountReader::coins).forEach(
                coin -> free.put(coin.required("coin"), coin.read("coin", AccountReader::free)));
        return free;
    }

    private static BigDecimal free(Row coin) {
        return coin.requiredNumber("walletBalance").subtract(coin.number("locked"));
    }

    private static Stream<Row> coins(Row account) {
        return account.json().path("coin").valueStream().map(Row::new);
    }
}
