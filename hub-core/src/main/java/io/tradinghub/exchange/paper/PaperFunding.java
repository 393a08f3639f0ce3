package io.tradinghub.exchange.paper;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.tradinghub.market.FundingRate;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.LedgerEntry.FundingPayment;

/// When which perpetual pays funding.
final class PaperFunding {
    /// Sorted, so that payments due at one moment come in the same order in every process.
    private final SortedMap<InstrumentId, FundingRate> announced = new TreeMap<>();
    private final Map<InstrumentId, Instant> settled = new HashMap<>();

    /// Takes an announcement; answers the settlement that has passed, if this proves one has: a later settlement is
    /// only announced when the one before is over, whatever our clock says.
    List<FundingRate> announce(FundingRate rate) {
        List<FundingRate> due = new ArrayList<>(1);
        FundingRate before = announced.get(rate.instrument());
        boolean isNext = before != null && before.settlesAt().plus(before.period().dividedBy(2))
                .isBefore(rate.settlesAt());
        if (isNext) {
            due.add(before);
        }
        if (rate.settlesAt().isAfter(settled.getOrDefault(rate.instrument(), Instant.MIN))) {
            announced.put(rate.instrument(), rate);
        }
        return due;
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
    FundingPayment payment(FundingRate rate, BigDecimal held, BigDecimal price) {
        BigDecimal fraction = BigDecimal.valueOf(rate.rate());
        BigDecimal amount = held.multiply(price).multiply(fraction).negate().setScale(8, RoundingMode.HALF_EVEN);
        return new FundingPayment(
                new ExecutionId(
                        "paper-funding-%s-%d".formatted(rate.instrument(), rate.settlesAt().toEpochMilli())),
                rate.instrument(), amount, fraction, held, rate.settlesAt());
    }

    /// From now on this settlement is over: it is not announced again.
    void settle(FundingRate rate) {
        announced.remove(rate.instrument(), rate);
        settled.put(rate.instrument(), rate.settlesAt());
    }
}
