package io.tradinghub.sim.exchange;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;

import io.tradinghub.sim.market.Listing;

/// What happens to accounts without a request of their own: liquidation, auto-deleveraging, transfers, a restart.
public final class Interventions {
    private final Exchange exchange;
    private final OrderArchive orders;
    private final Liquidation liquidation;
    private final Settlement settlement;
    private final Statements statements;
    private final Updates updates;

    Interventions(Exchange exchange, OrderArchive orders, Liquidation liquidation, Settlement settlement,
            Statements statements, Updates updates) {
        this.exchange = exchange;
        this.orders = orders;
        this.liquidation = liquidation;
        this.settlement = settlement;
        this.statements = statements;
        this.updates = updates;
    }

    /// Liquidates the account's positions of this instrument; false if there is none.
    public boolean liquidate(long uid, Listing listing) {
        List<Position> open = openOf(uid, listing);
        open.forEach(position -> liquidation.liquidate(exchange.account(uid), position, exchange.nowMillis()));
        return !open.isEmpty();
    }

    /// Takes `quantity` of the account's position over, all of it if absent; false if there is none.
    public boolean deleverage(long uid, Listing listing, Optional<BigDecimal> quantity) {
        List<Position> open = openOf(uid, listing);
        open.forEach(position -> liquidation.deleverage(exchange.account(uid), position,
                quantity.orElse(position.size().abs()), exchange.nowMillis()));
        return !open.isEmpty();
    }

    private List<Position> openOf(long uid, Listing listing) {
        return exchange.account(uid).openPositions().stream().filter(p -> p.listing().equals(listing)).toList();
    }

    /// Settles funding now at this rate; false if the account has no position of this instrument.
    public boolean fund(long uid, Listing listing, BigDecimal rate) {
        List<Position> open = openOf(uid, listing);
        long now = exchange.nowMillis();
        open.forEach(position -> settlement.fund(exchange.account(uid), position, rate, now, now));
        return !open.isEmpty();
    }

    /// Cancels all orders of the account, as disconnect protection does.
    public int cancelByDisconnect(long uid) {
        return exchange.cancelAll(uid, order -> true, SimOrder.CancelType.CANCEL_BY_D_C_P).size();
    }

    /// Adds to a balance, or takes from it, as if the owner had moved the coins.
    public void transfer(long uid, String coin, BigDecimal amount) {
        String id = "outside-%d".formatted(exchange.reads().transfers(uid).size() + 1);
        book(uid, new Transfer(id, coin, amount.abs(),
                amount.signum() < 0 ? Transfer.Direction.OUT : Transfer.Direction.IN, exchange.nowMillis()));
    }

    /// Moves coins between the funding account and this one; false where there is too little to move.
    public boolean move(long uid, String id, String coin, BigDecimal amount, Transfer.Direction direction) {
        Account account = exchange.account(uid);
        BigDecimal most = switch (direction) {
            case IN -> account.funding(coin);
            case OUT -> free(uid, coin);
        };
        if (most.compareTo(amount) < 0) {
            return false;
        }
        account.addFunding(coin, direction == Transfer.Direction.IN ? amount.negate() : amount);
        book(uid, new Transfer(id, coin, amount, direction, exchange.nowMillis()));
        return true;
    }

    /// What no order and no position holds back.
    private BigDecimal free(long uid, String coin) {
        WalletState wallet = exchange.reads().wallet(uid);
        return wallet.coins().stream().filter(held -> held.name().equals(coin)).findFirst().map(held -> {
            BigDecimal unlocked = held.balance().subtract(held.locked());
            return held.usdPrice().signum() == 0
                    ? unlocked
                    : unlocked.min(wallet.available().divide(held.usdPrice(), MathContext.DECIMAL64));
        }).orElse(BigDecimal.ZERO);
    }

    private void book(long uid, Transfer transfer) {
        Account account = exchange.account(uid);
        account.add(transfer.coin(),
                transfer.direction() == Transfer.Direction.IN ? transfer.amount() : transfer.amount().negate());
        statements.add(account, transfer);
        Optional<Listing> any = exchange.venue().listings().stream().findFirst();
        any.ifPresent(listing -> updates.wallet(account, listing));
        exchange.endStep();
    }

    /// Empties what `/v5/order/realtime` knows of closed orders.
    public void restart() {
        orders.forgetRecent();
    }
}
