package io.tradinghub.exchange.bybit.account;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
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
    /// @param unread what cannot be read: orders that may be the bot's, positions, coins
    record Reading(AccountState account, List<OrderSeen> orders, List<UnreadRow> unread) {}

    /// The account holds at the moment of the first answer; what happens meanwhile may be in it or not. It names the
    /// positions and coins that cannot be read, since it would seem not to hold them.
    Reading read() {
        OrderLists.Open open = orders.open();
        Map<InstrumentId, PositionRow> rows = new HashMap<>();
        List<UnreadRow> unread = new ArrayList<>(open.unread());
        List<Instant> moments = new ArrayList<>(List.of(open.asOf()));
        Set<Optional<InstrumentId>> unreadPositions = readPositions(rows, moments, unread);
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
        Map<String, BigDecimal> free = new HashMap<>();
        Set<Optional<String>> unreadCoins = readCoins(wallet.rows(), free, unread);
        return new Reading(new AccountState(quantities, stops, liquidations, open.live(), free,
                new AccountState.Unread(unreadPositions, unreadCoins), earliest(moments)), open.seen(), unread);
    }

    /// Answers the perpetuals whose position cannot be read; an empty one where not even the perpetual can. While there
    /// are such, nothing is flat for not being listed.
    private Set<Optional<InstrumentId>> readPositions(Map<InstrumentId, PositionRow> rows, List<Instant> moments,
            List<UnreadRow> unread) {
        Map<InstrumentId, PositionRow> before = positions.told();
        Set<Optional<InstrumentId>> unreadPositions = new HashSet<>();
        for (OrderLists.Market market : OrderLists.Market.PERPETUALS) {
            Pages.Listed listed = pages.all("/v5/position/list", market.query().with("limit", MOST_POSITIONS));
            moments.add(listed.asOf());
            for (Row row : listed.rows()) {
                try {
                    PositionRow position = PositionRow.read(row.instrument(Category.LINEAR), row);
                    if (position.quantity().signum() != 0) {
                        rows.merge(position.instrument(), position, PositionRow::plus);
                    }
                } catch (IllegalArgumentException e) {
                    UnreadRow unreadRow = row.unreadPosition(e);
                    unread.add(unreadRow);
                    unreadPositions.add(unreadRow.instrument());
                }
            }
        }
        unreadPositions.stream().flatMap(Optional::stream).forEach(rows::remove);
        if (unreadPositions.isEmpty()) {
            positions.hearAll(rows.values(), before, earliest(moments));
        }
        return unreadPositions;
    }

    private static Instant earliest(List<Instant> moments) {
        return moments.stream().min(Comparator.naturalOrder()).orElseThrow();
    }

    /// Answers the coins that cannot be read; an empty one where not even its name can.
    private static Set<Optional<String>> readCoins(List<Row> accounts, Map<String, BigDecimal> free,
            List<UnreadRow> unread) {
        Set<Optional<String>> unreadCoins = new HashSet<>();
        Stream<Row> coins = accounts.isEmpty()
                ? Stream.of(new Row(MissingNode.getInstance()))
                : accounts.stream().flatMap(AccountReader::coins);
        coins.forEach(coin -> {
            try {
                free.put(coin.required("coin"), free(coin));
            } catch (IllegalArgumentException e) {
                unread.add(coin.unreadCoin(e));
                unreadCoins.add(Optional.of(coin.text("coin")).filter(name -> !name.isEmpty()));
            }
        });
        return unreadCoins;
    }

    private static BigDecimal free(Row coin) {
        return coin.requiredNumber("walletBalance").subtract(coin.number("locked"));
    }

    private static Stream<Row> coins(Row account) {
        JsonNode coins = account.json().path("coin");
        return coins.isArray() ? coins.valueStream().map(Row::new) : Stream.of(new Row(coins));
    }
}
