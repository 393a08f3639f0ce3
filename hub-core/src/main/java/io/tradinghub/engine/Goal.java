package io.tradinghub.engine;

import java.util.Optional;
import java.util.OptionalDouble;

import io.tradinghub.bot.Target;
import io.tradinghub.market.Instrument;
import org.jspecify.annotations.Nullable;

/// What the strategy wants of one instrument, since when, and whether the engine has to do anything about it.
final class Goal {
    private @Nullable Target target;
    private @Nullable Target replayed;
    private @Nullable Instrument rules;
    private long lots;
    /// What [#wantedLots] were counted of.
    private double countedQuantity = Double.NaN;
    private long wantedLots;
    private long decidedAtMillis = Long.MIN_VALUE;
    private boolean settled = true;
    private boolean awaitsDecision;
    private double awaitedPrice = Double.POSITIVE_INFINITY;
    private boolean stopped;

    Optional<Target> target() {
        return Optional.ofNullable(target);
    }

    /// Where the strategy wants the stop of a position on this side. The stop of one on the other side is none: while
    /// what is held is still being closed it would close it at the wrong price.
    OptionalDouble stopOf(boolean isLong) {
        return target == null || (isLong ? target.quantity() < 0 : target.quantity() > 0)
                ? OptionalDouble.empty()
                : target.stopPrice();
    }

    /// Whether it is known what is wanted: the strategy has said it, or a stop was passed.
    boolean isKnown() {
        return target != null || stopped;
    }

    /// What is wanted, in base coin; not a number while it is not known.
    double quantity() {
        if (stopped) {
            return 0;
        }
        return target == null ? Double.NaN : target.quantity();
    }

    /// How to get there.
    Target.Pricing pricing() {
        return stopped || target == null ? Target.Pricing.Cross.INSTANCE : target.pricing();
    }

    /// The wanted position in lots; 0 while target or rules are not known.
    long lots() {
        return lots;
    }

    void publish(Instrument instrument) {
        rules = instrument;
        countedQuantity = Double.NaN;
        countLots();
        unsettle();
    }

    /// Takes what the strategy answered to a replayed candle: nothing is traded for it, but wanting the same from now
    /// on is not wanting something else.
    void replayed(Target answered) {
        replayed = answered;
    }

    /// Takes what is wanted from now on, decided on data of this moment; the same again only renews its age. Whether
    /// it is another exposure than before.
    boolean want(Target wanted, long decidedMillis) {
        if (!wanted.equals(target)) {
            Target before = target == null ? replayed : target;
            boolean isOther = before != null && wanted.quantity() != before.quantity();
            target = wanted;
            stopped &= !isOther || wanted.quantity() == 0;
            decidedAtMillis = decidedMillis;
            countLots();
            unsettle();
            return isOther;
        }
        if (decidedMillis > decidedAtMillis) {
            decidedAtMillis = decidedMillis;
            if (awaitsDecision) {
                unsettle();
            }
        }
        return false;
    }

    /// The position is to be closed at the market, however the strategy wants to leave it: nothing is wanted until the
    /// strategy wants another exposure.
    void stop() {
        stopped = true;
        countLots();
        unsettle();
    }

    /// Whether the price has passed the stop of what is wanted, so that holding it makes no sense.
    boolean isStopPassed(double price) {
        if (target == null || target.stopPrice().isEmpty() || target.quantity() == 0) {
            return false;
        }
        double stop = target.stopPrice().getAsDouble();
        return target.quantity() > 0 ? price <= stop : price >= stop;
    }

    boolean isFresh(long wallMillis, long maxAgeMillis) {
        return wallMillis - decidedAtMillis <= maxAgeMillis;
    }

    boolean isSettled() {
        return settled;
    }

    void settle() {
        settled = true;
    }

    /// Settles until the strategy says anew what it wants.
    void settleUntilDecision() {
        settled = true;
        awaitsDecision = true;
    }

    /// Settles until the price has risen to this one.
    void settleUntilPrice(double price) {
        settled = true;
        awaitedPrice = price;
    }

    void priced(double price) {
        if (price >= awaitedPrice) {
            unsettle();
        }
    }

    void unsettle() {
        settled = false;
        awaitsDecision = false;
        awaitedPrice = Double.POSITIVE_INFINITY;
    }

    private void countLots() {
        if (target == null || rules == null) {
            return;
        }
        if (target.quantity() != countedQuantity) {
            countedQuantity = target.quantity();
            wantedLots = rules.lots(countedQuantity);
        }
        lots = stopped ? 0 : wantedLots;
    }
}
