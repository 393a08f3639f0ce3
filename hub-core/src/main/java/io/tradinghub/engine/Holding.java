package io.tradinghub.engine;

import java.math.BigDecimal;
import java.util.Optional;

import io.tradinghub.ledger.LedgerSnapshot.ForeignExecution;
import io.tradinghub.market.Instrument;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry.LateExecution;
import io.tradinghub.order.Origin;
import io.tradinghub.position.Position;
import org.jspecify.annotations.Nullable;

/// What is held of one instrument, as decimals and, once its rules are known, in lots.
///
/// After an execution that the bot did not order, `foreign` says what it was, until the bot or a person has settled it.
final class Holding {
    private Position position;
    private double held;
    private double entryPrice;
    private double netRealised;
    private long openedAtMillis;
    private @Nullable Instrument rules;
    private Lots all = Lots.NONE;
    private Lots own = Lots.NONE;
    private @Nullable ForeignExecution foreign;
    private long lastFillMillis = Long.MIN_VALUE;

    Holding(Position position, @Nullable ForeignExecution foreign) {
        this.position = position;
        this.foreign = foreign;
        cache();
    }

    Position position() {
        return position;
    }

    boolean isFlat() {
        return held == 0;
    }

    double held() {
        return held;
    }

    double entryPrice() {
        return entryPrice;
    }

    /// Realised profit less fees, in quote coin.
    double netRealised() {
        return netRealised;
    }

    /// When the position was last flat or on the other side, in epoch milliseconds.
    long openedAtMillis() {
        return openedAtMillis;
    }

    /// When the last execution of this start happened, by the exchange's clock.
    long lastFillMillis() {
        return lastFillMillis;
    }

    void publish(Instrument instrument) {
        rules = instrument;
        countLots();
    }

    void book(Fill fill) {
        position = position.apply(fill);
        lastFillMillis = Math.max(lastFillMillis, fill.executedAt().toEpochMilli());
        if (fill.origin().isForeign()) {
            foreign = new ForeignExecution(fill.origin(), fill.executedAt());
        }
        cache();
    }

    /// It happened before the account was seen, and so is no news to what the account says.
    void book(LateExecution late) {
        position = position.apply(late);
        cache();
    }

    /// The last execution that the bot did not order, until it is settled.
    Optional<ForeignExecution> foreign() {
        return Optional.ofNullable(foreign);
    }

    boolean isForeign() {
        return foreign != null;
    }

    boolean isStopped() {
        return foreign != null && foreign.origin() == Origin.STOP;
    }

    /// Whether the bot itself opened all that is held.
    boolean isAllOwn() {
        return position.ownQuantity().compareTo(position.quantity()) == 0;
    }

    void settleForeign() {
        foreign = null;
    }

    /// Everything held is the bot's own from now on.
    void adopt() {
        foreign = null;
        position = position.adopted();
        cache();
    }

    /// Lots to trade from what is held to `wanted` lots, on the step grid and never past it.
    long lotsTo(long wanted) {
        return all.to(wanted);
    }

    /// The same from the part that the bot itself opened.
    long ownLotsTo(long wanted) {
        return own.to(wanted);
    }

    /// Whole lots of the part that the bot itself opened.
    long ownLots() {
        return own.whole();
    }

    long heldLots() {
        return all.whole();
    }

    /// Whether a part of what is held is smaller than one lot.
    boolean hasFraction() {
        return all.fraction() != 0;
    }

    private void cache() {
        held = position.quantity().doubleValue();
        entryPrice = position.entryPrice().doubleValue();
        netRealised = position.realisedPnl().subtract(position.fees()).doubleValue();
        openedAtMillis = position.openedAt().toEpochMilli();
        countLots();
    }

    private void countLots() {
        if (rules != null) {
            all = Lots.of(position.quantity(), rules);
            own = isAllOwn() ? all : Lots.of(position.ownQuantity(), rules);
        }
    }

    /// A signed quantity as whole lots and the sign of what is left of it.
    private record Lots(long whole, int fraction) {
        private static final Lots NONE = new Lots(0, 0);

        private static Lots of(BigDecimal quantity, Instrument rules) {
            if (quantity.signum() == 0) {
                return NONE;
            }
            long whole = rules.lots(quantity);
            return new Lots(whole, quantity.subtract(rules.quantityOf(whole)).signum());
        }

        private long to(long wanted) {
            long difference = wanted - whole;
            if (difference > 0 && fraction > 0) {
                return difference - 1;
            }
            return difference < 0 && fraction < 0 ? difference + 1 : difference;
        }
    }
}
