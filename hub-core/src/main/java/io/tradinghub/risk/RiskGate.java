package io.tradinghub.risk;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.tradinghub.market.Instrument;
import io.tradinghub.risk.RiskDecision.Allowed;
import io.tradinghub.risk.RiskDecision.Refused;

/// Says whether an order that opens or enlarges a position may leave, and how much of it. What makes a position smaller
/// never asks.
///
/// Pure: time and prices come with the question. One thread.
public final class RiskGate {
    private static final long MINUTE_MILLIS = 60_000;

    private final RiskLimits limits;
    private final EquityGuard equity;
    private final Deque<Long> entryTimes = new ArrayDeque<>();
    private final Map<RiskRule, String> blocks = new EnumMap<>(RiskRule.class);
    private HaltState halt = HaltState.UNREADABLE;

    public RiskGate(RiskLimits limits, EquityGuard equity) {
        this.limits = limits;
        this.equity = equity;
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
        forgetLongAgo(nowMillis);
        if (entryTimes.size() + orders > limits.maxOrdersPerMinute()) {
            return new Refused(RiskRule.ORDER_RATE, "%d orders within a minute".formatted(entryTimes.size()));
        }
        BigDecimal room = upTo(limits.maxPositionNotional(), price, held.add(quantity)).subtract(held);
        BigDecimal perOrder = upTo(limits.maxOrderNotional(), price, quantity);
        BigDecimal allowed = instrument.roundQuantityDown(room.min(perOrder).max(BigDecimal.ZERO));
        if (allowed.signum() == 0) {
            return new Refused(RiskRule.POSITION_LIMIT,
                    "position of %s at %s leaves no room below %s".formatted(held, price,
                            limits.maxPositionNotional()));
        }
        return new Allowed(allowed);
    }

    /// Counts an entry that was sent at this moment, also one of before a restart, so that the rate goes on.
    public void sent(long nowMillis) {
        entryTimes.addLast(nowMillis);
    }

    /// Ends entries for this reason until [#unblock]; says nothing of exits.
    public void block(RiskRule rule, String reason) {
        blocks.put(rule, reason);
    }

    public void unblock(RiskRule rule) {
        blocks.remove(rule);
    }

    public boolean isBlocked(RiskRule rule) {
        return blocks.containsKey(rule);
    }

    /// Why no entry may be sent at all now, if so; resting entries are taken back then.
    public Optional<Refused> stopped() {
        Optional<Refused> tripped = tripped();
        if (tripped.isPresent()) {
            return tripped;
        }
        if (blocks.isEmpty()) {
            return halted();
        }
        return Optional.of(refused(blocks.entrySet().iterator().next()));
    }

    /// Why the missing leg of a hedge may not be entered, if so: the reason that has the other leg closed at once, if
    /// there is one.
    public Optional<Refused> completingStopped() {
        List<Refused> reasons = Stream.of(tripped().stream(), blocks.entrySet().stream().map(RiskGate::refused),
                halted().stream()).flatMap(reason -> reason)
                .filter(reason -> HedgeCompletion.under(reason.rule()) != HedgeCompletion.GOES_ON).toList();
        return reasons.stream().filter(reason -> HedgeCompletion.under(reason.rule()) == HedgeCompletion.UNWINDS)
                .findFirst().or(() -> reasons.stream().findFirst());
    }

    private Optional<Refused> tripped() {
        return equity.tripped().map(limit -> new Refused(limit.rule(), "entries ended by this limit"));
    }

    private static Refused refused(Map.Entry<RiskRule, String> block) {
        return new Refused(block.getKey(), block.getValue());
    }

    private Optional<Refused> halted() {
        return switch (halt) {
            case RUNNING -> Optional.empty();
            case HALTED -> Optional.of(new Refused(RiskRule.HALTED, "the halt switch is set"));
            case FLATTENING -> Optional.of(new Refused(RiskRule.FLATTENING, "everything is being closed"));
            case UNREADABLE ->
                Optional.of(new Refused(RiskRule.HALT_SWITCH_UNREADABLE, "the halt switch cannot be read"));
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
