package io.tradinghub.backtest;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// What a back-test of one perpetual must give, written as simply as it can be said: exact decimals, one loop, nothing
/// of the engine, the paper exchange or the books of the hub.
///
/// Before the open funding is paid; at the open the position moves to what is wanted, down before up, as far as the
/// share of the volume goes; inside the candle a stop trades. What makes a position larger is traded at the open right
/// after its decision, or not at all; what makes it smaller is tried again at every open. After a stop nothing is
/// traded until something else is wanted.
final class NaiveTrading {
    private static final MathContext EXACTLY_ENOUGH = new MathContext(60);
    private final Terms terms;
    private final List<Execution> executions = new ArrayList<>();
    private final List<Closed> trades = new ArrayList<>();
    private final List<BigDecimal> equity = new ArrayList<>();
    private BigDecimal cash;
    private BigDecimal position = BigDecimal.ZERO;
    private BigDecimal wanted = BigDecimal.ZERO;
    private @Nullable BigDecimal stop;
    private @Nullable BigDecimal wantedStop;
    private boolean isPaused;
    private boolean hasWanted;
    private Closed running = new Closed(0, false);

    NaiveTrading(Terms terms) {
        this.terms = terms;
        this.cash = terms.capital;
    }

    /// What trading costs, and on which grid.
    record Terms(BigDecimal capital, BigDecimal tick, BigDecimal step, BigDecimal takerFee, int slippageBps,
            BigDecimal share) {}

    record Bar(long openMillis, long closeMillis, BigDecimal open, BigDecimal high, BigDecimal low, BigDecimal close,
            BigDecimal volume) {}

    /// @param stop where the exchange shall close the position; null for nowhere
    record Wish(BigDecimal quantity, @Nullable BigDecimal stop) {}

    record Settlement(BigDecimal rate, BigDecimal price) {}

    record Execution(long millis, boolean isBuy, BigDecimal quantity, BigDecimal price, BigDecimal fee,
            boolean isStop) {}

    /// A trade from flat to flat, or to the other side.
    static final class Closed {
        final long enteredMillis;
        final boolean isLong;
        long leftMillis;
        BigDecimal opened = BigDecimal.ZERO;
        BigDecimal openedValue = BigDecimal.ZERO;
        BigDecimal held = BigDecimal.ZERO;
        BigDecimal cost = BigDecimal.ZERO;
        BigDecimal gross = BigDecimal.ZERO;
        BigDecimal fees = BigDecimal.ZERO;
        BigDecimal funding = BigDecimal.ZERO;

        Closed(long enteredMillis, boolean isLong) {
            this.enteredMillis = enteredMillis;
            this.isLong = isLong;
        }
    }

    List<Execution> executions() {
        return executions;
    }

    List<Closed> trades() {
        return trades;
    }

    /// At the close of every bar.
    List<BigDecimal> equity() {
        return equity;
    }

    BigDecimal position() {
        return position;
    }

    /// @param wishes by the close at which they were decided
    /// @param settlements by their moment
    void run(List<Bar> bars, Map<Long, Wish> wishes, Map<Long, Settlement> settlements) {
        for (int at = 0; at < bars.size(); at++) {
            Bar bar = bars.get(at);
            Settlement settlement = settlements.get(bar.openMillis);
            // the run starts at the first open: what is due then is over
            if (settlement != null && at > 0) {
                settle(settlement);
            }
            Wish wish = at == 0 ? null : wishes.get(bar.openMillis);
            if (wish != null) {
                want(wish);
            }
            open(bar, wish != null);
            inside(bar);
            equity.add(cash.add(position.multiply(bar.close)));
        }
    }

    private void want(Wish wish) {
        if (isPaused && wish.quantity.compareTo(wanted) != 0) {
            isPaused = false;
        }
        wanted = wish.quantity;
        wantedStop = wish.stop;
        hasWanted = true;
        if (position.signum() != 0 && position.signum() == wanted.signum()) {
            stop = wantedStop;
        }
    }

    private void settle(Settlement settlement) {
        BigDecimal paid = position.multiply(settlement.price).multiply(settlement.rate).setScale(8,
                RoundingMode.HALF_EVEN);
        cash = cash.subtract(paid);
        running.funding = running.funding.subtract(paid);
    }

    private void open(Bar bar, boolean isFresh) {
        if (isPaused || !hasWanted) {
            return;
        }
        BigDecimal left = down(bar.volume.multiply(terms.share), terms.step);
        boolean turns = position.signum() * wanted.signum() <= 0;
        BigDecimal target = turns ? BigDecimal.ZERO : wanted;
        if (position.signum() != 0 && target.abs().compareTo(position.abs()) < 0) {
            BigDecimal quantity = position.subtract(target).abs().min(left);
            left = left.subtract(quantity);
            take(bar, position.signum() < 0, quantity);
        }
        boolean isThere = position.signum() * wanted.signum() >= 0;
        if (isFresh && isThere && wanted.abs().compareTo(position.abs()) > 0) {
            boolean wasFlat = position.signum() == 0;
            BigDecimal quantity = wanted.subtract(position).abs().min(left);
            take(bar, wanted.signum() > 0, quantity);
            if (wasFlat && quantity.signum() > 0) {
                stop = wantedStop;
            }
        }
    }

    private void take(Bar bar, boolean isBuy, BigDecimal quantity) {
        if (quantity.signum() == 0) {
            return;
        }
        execute(bar.openMillis, isBuy, quantity, taken(bar.open, isBuy), false);
    }

    private BigDecimal taken(BigDecimal price, boolean isBuy) {
        BigDecimal slip = BigDecimal.valueOf(isBuy ? terms.slippageBps : -terms.slippageBps, 4);
        BigDecimal slipped = price.add(price.multiply(slip));
        return isBuy ? up(slipped, terms.tick) : down(slipped, terms.tick);
    }

    private void inside(Bar bar) {
        if (stop == null || position.signum() == 0) {
            return;
        }
        boolean isLong = position.signum() > 0;
        BigDecimal worst = isLong ? bar.low : bar.high;
        if (isLong ? worst.compareTo(stop) > 0 : worst.compareTo(stop) < 0) {
            return;
        }
        BigDecimal price = isLong ? bar.open.min(stop) : bar.open.max(stop);
        execute(bar.closeMillis - 1, !isLong, position.abs(), taken(price, !isLong), true);
        isPaused = true;
    }

    private void execute(long millis, boolean isBuy, BigDecimal quantity, BigDecimal price, boolean isStop) {
        BigDecimal fee = quantity.multiply(price).multiply(terms.takerFee);
        executions.add(new Execution(millis, isBuy, quantity, price, fee, isStop));
        BigDecimal change = isBuy ? quantity : quantity.negate();
        cash = cash.subtract(change.multiply(price)).subtract(fee);
        if (position.signum() == 0) {
            running = new Closed(millis, isBuy);
        }
        running.fees = running.fees.add(fee);
        if (isBuy == running.isLong) {
            running.opened = running.opened.add(quantity);
            running.openedValue = running.openedValue.add(quantity.multiply(price));
            running.held = running.held.add(quantity);
            running.cost = running.cost.add(quantity.multiply(price));
        } else {
            BigDecimal cost = running.cost.multiply(quantity).divide(running.held, EXACTLY_ENOUGH);
            running.cost = running.cost.subtract(cost);
            running.held = running.held.subtract(quantity);
            BigDecimal value = quantity.multiply(price);
            running.gross = running.gross.add(running.isLong ? value.subtract(cost) : cost.subtract(value));
        }
        position = position.add(change);
        if (position.signum() == 0) {
            running.leftMillis = millis;
            trades.add(running);
            stop = null;
        }
    }

    private static BigDecimal down(BigDecimal value, BigDecimal grid) {
        return value.divide(grid, 0, RoundingMode.FLOOR).multiply(grid);
    }

    private static BigDecimal up(BigDecimal value, BigDecimal grid) {
        return value.divide(grid, 0, RoundingMode.CEILING).multiply(grid);
    }
}
