package io.tradinghub.backtest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.tradinghub.market.FundingRate;
import io.tradinghub.market.SettledFunding;
import org.jspecify.annotations.Nullable;

/// The settlements of one perpetual as a run meets them. One thread.
final class FundingSchedule {
    private final List<SettledFunding> settlements;
    private final @Nullable CandleColumns marks;
    private int next;

    /// Starts with the first settlement after this moment.
    FundingSchedule(List<SettledFunding> settlements, @Nullable CandleColumns marks, long afterMillis) {
        this.settlements = settlements;
        this.marks = marks;
        while (next < settlements.size() && settlements.get(next).settledAt().toEpochMilli() <= afterMillis) {
            next++;
        }
    }

    /// `Long.MAX_VALUE` after the last.
    long dueMillis() {
        return next < settlements.size() ? settlements.get(next).settledAt().toEpochMilli() : Long.MAX_VALUE;
    }

    SettledFunding take() {
        SettledFunding due = settlements.get(next);
        next++;
        return due;
    }

    /// What a bot is told before the next settlement: its time, and the rate of the one before, since its own is not
    /// known yet. Empty before the first and after the last settlement.
    Optional<FundingRate> announced() {
        if (next == 0 || next == settlements.size()) {
            return Optional.empty();
        }
        SettledFunding last = settlements.get(next - 1);
        Instant settlesAt = settlements.get(next).settledAt();
        return Optional.of(new FundingRate(last.instrument(), last.rate(), settlesAt,
                Duration.between(last.settledAt(), settlesAt)));
    }

    /// The mark price at this moment: the open of the mark candle that opens then. NaN where there is none.
    double markPrice(Instant at) {
        if (marks == null) {
            return Double.NaN;
        }
        int row = marks.firstFrom(at.toEpochMilli());
        return row < marks.size() && marks.openTimeMillis(row) == at.toEpochMilli() ? marks.open(row) : Double.NaN;
    }
}
