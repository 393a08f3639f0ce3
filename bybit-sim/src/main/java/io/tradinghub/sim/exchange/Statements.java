package io.tradinghub.sim.exchange;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.sim.exchange.BalanceChange.Kind;
import io.tradinghub.sim.market.Listing;

/// What changed the balances of all accounts, for the two years that Bybit tells of it.
final class Statements {
    private static final long KEPT_MILLIS = 2L * 365 * 24 * 3_600_000;
    private final Map<Long, Statement> statements = new HashMap<>();

    private record Money(BigDecimal cashFlow, BigDecimal funding, BigDecimal fee) {}

    /// Of one account, newest first.
    private static final class Statement {
        private final Deque<BalanceChange> changes = new ArrayDeque<>();
        private final Deque<Transfer> transfers = new ArrayDeque<>();
        private long rows;
    }

    private Statement of(long uid) {
        return statements.computeIfAbsent(uid, key -> new Statement());
    }

    /// An execution that was booked into the account a moment ago: one row for each coin that it changed.
    ///
    /// @param size of the position afterwards
    void add(Account account, Execution execution, BigDecimal size) {
        Listing listing = execution.listing();
        Optional<Execution> of = Optional.of(execution);
        switch (listing.id().category()) {
            case LINEAR -> {
                Money money = execution.kind() == Execution.Kind.FUNDING
                        ? new Money(BigDecimal.ZERO, execution.fee().negate(), BigDecimal.ZERO)
                        : new Money(execution.pnl(), BigDecimal.ZERO, execution.fee());
                add(account, kind(execution), of, execution.feeCoin(), money, size, execution.millis());
            }
            case SPOT -> {
                BigDecimal sign = BigDecimal.valueOf(execution.side().sign());
                boolean isFeeInBase = execution.feeCoin().equals(listing.baseCoin());
                Money base = new Money(execution.quantity().multiply(sign), BigDecimal.ZERO,
                        isFeeInBase ? execution.fee() : BigDecimal.ZERO);
                Money quote = new Money(execution.value().multiply(sign).negate(), BigDecimal.ZERO,
                        isFeeInBase ? BigDecimal.ZERO : execution.fee());
                add(account, kind(execution), of, listing.baseCoin(), base, BigDecimal.ZERO, execution.millis());
                add(account, kind(execution), of, listing.quoteCoin(), quote, BigDecimal.ZERO, execution.millis());
            }
        }
    }

    private static Kind kind(Execution execution) {
        return switch (execution.kind()) {
            case TRADE -> Kind.TRADE;
            case FUNDING -> Kind.SETTLEMENT;
            case BUST_TRADE -> Kind.LIQUIDATION;
            case ADL_TRADE -> Kind.ADL;
        };
    }

    /// A transfer that was booked into the account a moment ago.
    void add(Account account, Transfer transfer) {
        boolean isIn = transfer.direction() == Transfer.Direction.IN;
        of(account.uid()).transfers.addFirst(transfer);
        Money moved = new Money(isIn ? transfer.amount() : transfer.amount().negate(), BigDecimal.ZERO,
                BigDecimal.ZERO);
        add(account, isIn ? Kind.TRANSFER_IN : Kind.TRANSFER_OUT, Optional.empty(), transfer.coin(), moved,
                BigDecimal.ZERO, transfer.millis());
    }

    private void add(Account account, Kind kind, Optional<Execution> execution, String coin, Money money,
            BigDecimal size, long millis) {
        Statement statement = of(account.uid());
        statement.rows++;
        statement.changes.addFirst(new BalanceChange("%d_%s_%d".formatted(account.uid(), coin, statement.rows), kind,
                execution, coin, money.cashFlow, money.funding, money.fee, account.balance(coin), size, millis));
    }

    List<BalanceChange> changes(long uid, long nowMillis) {
        of(uid).changes.removeIf(change -> nowMillis - change.millis() > KEPT_MILLIS);
        return List.copyOf(of(uid).changes);
    }

    List<Transfer> transfers(long uid, long nowMillis) {
        of(uid).transfers.removeIf(transfer -> nowMillis - transfer.millis() > KEPT_MILLIS);
        return List.copyOf(of(uid).transfers);
    }
}
