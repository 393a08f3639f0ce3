package io.tradinghub.sim.exchange;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

import io.tradinghub.market.Category;
import io.tradinghub.sim.market.Listing;

/// Reads accounts as they were at the last [Exchange#advance]. Lists are newest first.
public final class AccountReads {
    private final Exchange exchange;
    private final Venue venue;
    private final Margin margin;
    private final OrderArchive orders;
    private final Statements statements;

    AccountReads(Exchange exchange, Venue venue, Margin margin, OrderArchive orders, Statements statements) {
        this.exchange = exchange;
        this.venue = venue;
        this.margin = margin;
        this.orders = orders;
        this.statements = statements;
    }

    public WalletState wallet(long uid) {
        return margin.wallet(exchange.account(uid), exchange.nowMillis());
    }

    /// The positions of this instrument, also while flat: one, or two in hedge mode.
    public List<PositionState> positions(long uid, Listing listing) {
        Account account = exchange.account(uid);
        List<Integer> indexes = account.isHedged(listing) ? List.of(1, 2) : List.of(0);
        return indexes.stream().map(index -> state(account, listing, index)).toList();
    }

    private PositionState state(Account account, Listing listing, int index) {
        Position position = account.find(listing, index)
                .orElseGet(() -> new Position(listing, index, account.openedMillis()));
        return margin.state(account, position, exchange.nowMillis());
    }

    /// Positions that are open, in the order in which they were first opened.
    public List<PositionState> openPositions(long uid) {
        Account account = exchange.account(uid);
        return account.openPositions().stream().map(position -> margin.state(account, position, exchange.nowMillis()))
                .toList();
    }

    public List<SimOrder> openOrders(long uid) {
        return orders.openNewestFirst(uid).stream().map(SimOrder::copy).toList();
    }

    /// Closed orders that `/v5/order/realtime` still knows.
    public List<SimOrder> recentOrders(long uid) {
        return orders.recent(uid);
    }

    /// Closed orders that `/v5/order/history` still has.
    public List<SimOrder> orderHistory(long uid) {
        return orders.history(uid, exchange.nowMillis());
    }

    public List<Execution> executions(long uid) {
        return orders.executions(uid, exchange.nowMillis());
    }

    public List<BalanceChange> balanceChanges(long uid) {
        return statements.changes(uid, exchange.nowMillis());
    }

    public List<Transfer> transfers(long uid) {
        return statements.transfers(uid, exchange.nowMillis());
    }

    public BigDecimal balance(long uid, String coin) {
        return exchange.account(uid).balance(coin);
    }

    /// What the account's owner has of a coin outside of it.
    public BigDecimal funding(long uid, String coin) {
        return exchange.account(uid).funding(coin);
    }

    public BigDecimal leverage(long uid, Listing listing) {
        return exchange.account(uid).leverage(listing);
    }

    public FeeRates fees(long uid) {
        return exchange.account(uid).fees();
    }

    public MarginMode marginMode(long uid) {
        return exchange.account(uid).marginMode();
    }

    /// The instrument of this category that the account could trade.
    public Optional<Listing> find(Category category, String symbol) {
        return venue.find(category, symbol);
    }
}
