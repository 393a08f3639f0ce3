package io.tradinghub.engine;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.tradinghub.bot.Hedge;
import io.tradinghub.bot.Target;
import io.tradinghub.risk.RiskRule;

/// Keeps the two legs of every hedge equal: what stands alone for longer than the limit is closed down to what is
/// matched.
final class HedgeBook {
    /// A spot fee is paid in the coin bought, so that the legs of a complete hedge differ by it.
    private static final double FEE_TOLERANCE = 0.003;
    /// A bot that is about to end does not wait for the limit.
    private static final long STOPPING_NAKED_MILLIS = 1_500;
    /// A hedge that was unwound as often without once becoming whole is not tried again: every try costs the spread.
    private static final int MOST_UNWOUND = 3;
    private final EngineTime time;
    private final Announcer announcer;
    private final Legs[] hedges;
    private final long cooldownMillis;
    private long maxNakedMillis;

    HedgeBook(List<Hedge> hedges, Account account, EngineSettings.Timing timing, EngineTime time,
            Announcer announcer) {
        this.time = time;
        this.announcer = announcer;
        this.maxNakedMillis = timing.maxNakedTime().toMillis();
        this.cooldownMillis = timing.hedgeCooldown().toMillis();
        this.hedges = hedges.stream().map(hedge -> new Legs(Objects.requireNonNull(account.find(hedge.one())),
                Objects.requireNonNull(account.find(hedge.other())))).toArray(Legs[]::new);
    }

    Optional<Legs> legsOf(InstrumentState state) {
        for (Legs legs : hedges) {
            if (legs.one == state || legs.other == state) {
                return Optional.of(legs);
            }
        }
        return Optional.empty();
    }

    /// The process is about to end: what stands alone is completed or closed soon.
    void stopping() {
        maxNakedMillis = Math.min(maxNakedMillis, STOPPING_NAKED_MILLIS);
    }

    /// Whether a leg stands alone anywhere.
    boolean isNaked() {
        for (Legs legs : hedges) {
            if (legs.isNaked()) {
                return true;
            }
        }
        return false;
    }

    /// Looks after every hedge once; cheap when nothing stands alone.
    void watch() {
        long nowMillis = time.steadyMillis();
        for (Legs legs : hedges) {
            if (!legs.isNaked()) {
                legs.becomeWhole();
                continue;
            }
            legs.nakedSinceMillis = Math.min(legs.nakedSinceMillis, nowMillis);
            if (legs.mustUnwind || nowMillis - legs.nakedSinceMillis >= maxNakedMillis) {
                unwind(legs);
            }
        }
    }

    private void unwind(Legs legs) {
        double one = legs.one.holding().held();
        double other = legs.other.holding().held();
        double matched = one * other < 0 ? Math.min(Math.abs(one), Math.abs(other)) : 0;
        closeDown(legs.one, Math.copySign(matched, one));
        closeDown(legs.other, Math.copySign(matched, other));
        legs.mustUnwind = false;
        if (!legs.announced && time.steadyMillis() >= legs.notBeforeMillis && !legs.isForeign()) {
            legs.unwound++;
        }
        legs.notBeforeMillis = time.steadyMillis() + cooldownMillis;
        if (legs.unwound == MOST_UNWOUND) {
            legs.unwound = 0;
            legs.refuseForGood("one leg alone was taken %d times in a row".formatted(MOST_UNWOUND));
            announcer.announce(RiskRule.ENTRY_REFUSED,
                    "%s against %s is not tried again: one leg alone was taken %d times in a row; resume the bot to try"
                            .formatted(legs.one.id(), legs.other.id(), MOST_UNWOUND));
        }
        if (!legs.announced) {
            legs.announced = true;
            announcer.announce(RiskRule.HEDGE_UNWOUND,
                    "%s %s against %s %s: one leg stood alone, closing down to %s".formatted(legs.one.id(), one,
                            legs.other.id(), other, matched),
                    legs.one.holding().position().quantity().add(legs.other.holding().position().quantity()));
        }
    }

    /// A strategy that wants even less of the leg has its way.
    private void closeDown(InstrumentState leg, double matched) {
        double wanted = leg.goal().target().map(Target::quantity).orElse(matched);
        double least = wanted * matched <= 0
                ? 0
                : Math.copySign(Math.min(Math.abs(wanted), Math.abs(matched)), matched);
        leg.want(Target.now(leg.id(), least), time.wallMillis());
    }

    /// The two legs of one hedge and how long one has stood alone.
    static final class Legs {
        private final InstrumentState one;
        private final InstrumentState other;
        private long nakedSinceMillis = Long.MAX_VALUE;
        private long notBeforeMillis = Long.MIN_VALUE;
        private boolean mustUnwind;
        private boolean announced;
        private int unwound;

        private Legs(InstrumentState one, InstrumentState other) {
            this.one = one;
            this.other = other;
        }

        private void becomeWhole() {
            if (!one.holding().isFlat() && !other.holding().isFlat()) {
                unwound = 0;
            }
            nakedSinceMillis = Long.MAX_VALUE;
            mustUnwind = false;
            announced = false;
        }

        InstrumentState siblingOf(InstrumentState state) {
            return state == one ? other : one;
        }

        /// Whether a leg is not, or not only, what the bot's own orders made it.
        boolean isForeign() {
            return one.holding().isForeign() || other.holding().isForeign();
        }

        /// Before this moment the hedge may not be enlarged.
        long notBeforeMillis() {
            return notBeforeMillis;
        }

        /// Whether these lots are no more than the fee that a leg paid in its own coin, which is not bought again.
        boolean isFee(InstrumentState leg, long lots) {
            double quantity = leg.rules().quantity(Math.abs(lots)).doubleValue();
            return quantity <= FEE_TOLERANCE * Math.max(Math.abs(one.holding().held()),
                    Math.abs(other.holding().held()));
        }

        boolean areTargetsOpposed() {
            Optional<Target> first = one.goal().target();
            Optional<Target> second = other.goal().target();
            if (first.isEmpty() || second.isEmpty()) {
                return false;
            }
            double sum = first.get().quantity() + second.get().quantity();
            return Math.abs(sum) <= FEE_TOLERANCE
                    * Math.max(Math.abs(first.get().quantity()), Math.abs(second.get().quantity()));
        }

        /// The missing leg may not be entered: close the one that stands, without waiting for the limit.
        void giveUpCompleting() {
            mustUnwind = isNaked();
        }

        /// The exchange will never take an entry in one of the legs, so none is tried in either.
        void refuseForGood(String reason) {
            one.refuseForGood(reason);
            other.refuseForGood(reason);
            giveUpCompleting();
        }

        boolean isNaked() {
            double first = one.holding().held();
            double second = other.holding().held();
            double alone = Math.abs(first + second);
            if (alone == 0) {
                return false;
            }
            double tolerance = FEE_TOLERANCE * Math.max(Math.abs(first), Math.abs(second));
            if (one.rules().areKnown() && other.rules().areKnown()) {
                tolerance += Math.max(one.smallestQuantity(), other.smallestQuantity());
            }
            return alone > tolerance;
        }
    }
}
