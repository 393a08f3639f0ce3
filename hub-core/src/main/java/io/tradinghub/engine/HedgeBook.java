package io.tradinghub.engine;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.tradinghub.bot.Hedge;
import io.tradinghub.bot.Target;
import io.tradinghub.order.LedgerEntry.RiskEvent;

/// Keeps the two legs of every hedge equal: what stands alone for longer than the limit is unwound to what is matched.
final class HedgeBook {
    /// A spot fee is paid in the coin bought, so that the legs of a complete hedge differ by it.
    private static final double FEE_TOLERANCE = 0.003;

    private final EngineSettings settings;
    private final EngineTime time;
    private final CommandSink commands;
    private final Legs[] hedges;

    HedgeBook(List<Hedge> hedges, Account account, EngineSettings settings, EngineTime time, CommandSink commands) {
        this.settings = settings;
        this.time = time;
        this.commands = commands;
        this.hedges = hedges.stream()
                .map(hedge -> new Legs(Objects.requireNonNull(account.desk(hedge.one())),
                        Objects.requireNonNull(account.desk(hedge.other()))))
                .toArray(Legs[]::new);
    }

    Optional<Legs> legsOf(InstrumentState desk) {
        for (Legs legs : hedges) {
            if (legs.one == desk || legs.other == desk) {
                return Optional.of(legs);
            }
        }
        return Optional.empty();
    }

    /// Looks after every hedge once; cheap when nothing stands alone.
    void watch() {
        long nowMillis = time.steadyMillis();
        for (Legs legs : hedges) {
            if (!legs.isNaked()) {
                legs.becomeWhole();
            } else if (legs.nakedSinceMillis == Long.MAX_VALUE) {
                legs.nakedSinceMillis = nowMillis;
            } else if (legs.mustUnwind || nowMillis - legs.nakedSinceMillis >= settings.maxNakedTime().toMillis()) {
                unwind(legs);
            }
        }
    }

    private void unwind(Legs legs) {
        double one = legs.one.held();
        double other = legs.other.held();
        double matched = one * other < 0 ? Math.min(Math.abs(one), Math.abs(other)) : 0;
        legs.one.want(Target.now(legs.one.id(), Math.copySign(matched, one)), time.wallMillis());
        legs.other.want(Target.now(legs.other.id(), Math.copySign(matched, other)), time.wallMillis());
        legs.mustUnwind = false;
        legs.notBeforeMillis = time.steadyMillis() + settings.hedgeCooldown().toMillis();
        if (!legs.toldOfUnwinding) {
            legs.toldOfUnwinding = true;
            commands.accept(new EngineCommand.Announce(new RiskEvent(time.wall(), "HEDGE_UNWOUND",
                    "%s %s against %s %s: one leg stood alone, going back to %s".formatted(legs.one.id(), one,
                            legs.other.id(),
                            other, matched),
                    Optional.of(BigDecimal.valueOf(one + other)))));
        }
    }

    /// The two legs of one hedge and how long one has stood alone.
    static final class Legs {
        private final InstrumentState one;
        private final InstrumentState other;
        private long nakedSinceMillis = Long.MAX_VALUE;
        private long notBeforeMillis = Long.MIN_VALUE;
        private boolean mustUnwind;
        private boolean toldOfUnwinding;

        private Legs(InstrumentState one, InstrumentState other) {
            this.one = one;
            this.other = other;
        }

        private void becomeWhole() {
            nakedSinceMillis = Long.MAX_VALUE;
            mustUnwind = false;
            toldOfUnwinding = false;
        }

        InstrumentState siblingOf(InstrumentState desk) {
            return desk == one ? other : one;
        }

        /// Before this moment the hedge may not be enlarged.
        long notBeforeMillis() {
            return notBeforeMillis;
        }

        /// Whether this difference is no more than the fee that a leg paid in its own coin, which is not bought again.
        boolean isFee(BigDecimal difference) {
            return Math.abs(difference.doubleValue()) <= FEE_TOLERANCE
                    * Math.max(Math.abs(one.held()), Math.abs(other.held()));
        }

        boolean areTargetsOpposed() {
            if (one.target().isEmpty() || other.target().isEmpty()) {
                return false;
            }
            double first = one.target().get().quantity();
            double second = other.target().get().quantity();
            return Math.abs(first + second) <= FEE_TOLERANCE * Math.max(Math.abs(first), Math.abs(second));
        }

        /// The missing leg may not be entered: unwind the one that stands, without waiting for the limit.
        void giveUpCompleting() {
            mustUnwind = isNaked();
        }

        boolean isNaked() {
            double first = one.held();
            double second = other.held();
            double alone = Math.abs(first + second);
            if (alone == 0) {
                return false;
            }
            double tolerance = FEE_TOLERANCE * Math.max(Math.abs(first), Math.abs(second));
            if (one.rules().isPresent() && other.rules().isPresent()) {
                tolerance += Math.max(one.smallestQuantity(), other.smallestQuantity());
            }
            return alone > tolerance;
        }
    }
}
