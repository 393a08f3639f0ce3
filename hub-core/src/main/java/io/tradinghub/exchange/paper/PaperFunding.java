package io.tradinghub.exchange.paper;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.tradinghub.market.FundingRate;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.SettledFunding;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.LedgerEntry.FundingPayment;

/// When which perpetual pays funding.
final class PaperFunding {
    /// How far our clock may be behind the exchange's; one that differs more keeps a bot from trading.
    private static final Duration CLOCK_BEHIND = Duration.ofMinutes(1);
    /// Sorted, so that payments due at one moment come in the same order in every process.
    private final SortedMap<InstrumentId, FundingRate> announced = new TreeMap<>();
    private final Map<InstrumentId, Instant> settled = new HashMap<>();

    /// Takes an announcement; answers the settlement that has passed, if this proves one has: once a later one is
    /// announced, one whose time has all but come by our clock is over, and any other was moved.
    List<FundingRate> announce(FundingRate rate, Instant now) {
        FundingRate before = announced.get(rate.instrument());
        boolean isOver = before != null && rate.settlesAt().isAfter(before.settlesAt())
                && !now.isBefore(before.settlesAt().minus(CLOCK_BEHIND));
        if (rate.settlesAt().isAfter(settled.getOrDefault(rate.instrument(), Instant.MIN))) {
            announced.put(rate.instrument(), rate);
        }
        return isOver ? List.of(before) : List.of();
    }

    /// The settlements whose time has come.
    List<FundingRate> due(Instant now) {
        if (announced.isEmpty()) {
            return List.of();
        }
        List<FundingRate> due = new ArrayList<>(0);
        for (FundingRate rate : announced.values()) {
            if (!now.isBefore(rate.settlesAt())) {
                due.add(rate);
            }
        }
        return due;
    }

    /// Longs pay shorts when the rate is positive: position x mark price x rate, taken from what is held at the
    /// settlement.
    static FundingPayment payment(SettledFunding rate, BigDecimal held, BigDecimal price) {
        BigDecimal fraction = BigDecimal.valueOf(rate.rate());
        BigDecimal amount = held.multiply(price).multiply(fraction).negate().setScale(8, RoundingMode.HALF_EVEN);
        return new FundingPayment(
                new ExecutionId(
                        "paper-funding-%s-%d".formatted(rate.instrument(), rate.settledAt().toEpochMilli())),
                rate.instrument(), amount, fraction, held, rate.settledAt());
    }

    /// From now on this settlement is over: it is not announced again.
    void settle(FundingRate rate) {
        announced.remove(rate.instrument(), rate);
        settled.put(rate.instrument(), rate.settlesAt());
    }
}
