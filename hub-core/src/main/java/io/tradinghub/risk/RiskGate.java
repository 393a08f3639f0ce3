package io.tradinghub.risk;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import io.tradinghub.market.Instrument;
import io.tradinghub.risk.RiskDecision.Allowed;
import io.tradinghub.risk.RiskDecision.Refused;
import io.tradinghub.risk.RiskDecision.Rule;

/// Says whether an order that opens or enlarges a position may leave, and how much of it. What makes a position smaller
/// never asks.
///
/// Pure: time and prices come with the question. One thread.
public final class RiskGate {
    private static final long MINUTE_MILLIS = 60_000;

    private final RiskLimits limits;
    private final EquityGuard equity;
    private final Deque<Long> entryTimes = new ArrayDeque<>();
    private HaltState halt = HaltState.UNREADABLE;

    /// @param recentEntries when entries were sent within the last minute, so that a restart does not reset the rate
    public RiskGate(RiskLimits limits, EquityGuard equity, List<Long> recentEntries) {
        this.limits = limits;
        this.equity = equity;
        entryTimes.addAll(recentEntries);
    }

    /// Until told otherwise the switch counts as unreadable.
    public void halt(HaltState state) {
        halt = state;
    }

    public HaltState halt() {
        return halt;
    }

    public EquityGuard equity() {
        return equity;
    }

    /// How old data may be at most for an entry.
    public Duration maxDataAge() {
        return limits.maxDataAge();
    }

    /// Judges an entry of `quantity` (positive, base coin) at `price` on top of a position of magnitude `held` on the
    /// same side, which leaves as one of so many `orders` at once.
    public RiskDecision judge(Instrument instrument, BigDecimal quantity, BigDecimal price, BigDecimal held, int orders,
            long nowMillis) {
        Optional<Refused> stopped = stopped();
        if (stopped.isPresent()) {
            return stopped.get();
        }
        forgetLongAgo(nowMillis);
        if (entryTimes.size() + orders > limits.maxOrdersPerMinute()) {
            return new Refused(Rule.ORDER_RATE, "%d orders within a minute".formatted(entryTimes.size()));
        }
        BigDecimal room = upTo(limits.maxPositionNotional(), price, held.add(quantity)).subtract(held);
        BigDecimal perOrder = upTo(limits.maxOrderNotional(), price, quantity);
        BigDecimal allowed = instrument.roundQuantityDown(room.min(perOrder).max(BigDecimal.ZERO));
        if (allowed.signum() == 0) {
            return new Refused(Rule.POSITION_LIMIT,
                    "position of %s at %s leaves no room below %s".formatted(held, price,
                            limits.maxPositionNotional()));
        }
        return new Allowed(allowed);
    }

    /// Counts an entry that was sent.
    public void sent(long nowMillis) {
        entryTimes.addLast(nowMillis);
    }

    /// Why no entry may be sent at all now, if so; resting entries are taken back then.
    public Optional<Refused> stopped() {
        Optional<Rule> tripped = equity.tripped();
        if (tripped.isPresent()) {
            return Optional.of(new Refused(tripped.get(), "entries ended by this limit"));
        }
        return switch (halt) {
            case RUNNING -> Optional.empty();
            case HALTED -> Optional.of(new Refused(Rule.HALTED, "the halt switch is set"));
            case UNREADABLE -> Optional.of(new Refused(Rule.HALT_SWITCH_UNREADABLE, "the halt switch cannot be read"));
        };
    }

    /// `quantity`, or what is worth the limit where that is less.
    private static BigDecimal upTo(BigDecimal limit, BigDecimal price, BigDecimal quantity) {
        return quantity.multiply(price).compareTo(limit) <= 0 ? quantity : limit.divide(price, 18, RoundingMode.DOWN);
    }

    /// A moment still to come was told by a clock that has been put back since.
    private void forgetLongAgo(long nowMillis) {
        entryTimes.removeIf(at -> at <= nowMillis - MINUTE_MILLIS || at > nowMillis);
    }
}
