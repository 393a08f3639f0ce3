package io.tradinghub.backtest.command;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.tradinghub.backtest.BacktestException;
import io.tradinghub.backtest.CandleColumns;
import io.tradinghub.backtest.MarketHistory;
import io.tradinghub.backtest.TestPeriod;
import io.tradinghub.backtest.market.MarketData;
import io.tradinghub.backtest.market.Remedy;
import io.tradinghub.bot.Subscription;
import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.SettledFunding;
import io.tradinghub.order.LedgerEntry.FundingPayment;

/// Over which period a bot can be tested on the candles that are there, and what is missing in them.
///
/// @param holes in the period and its warm-up
/// @param withoutFunding perpetuals whose funding is not known and left out
public record BacktestPlan(TestPeriod period, MarketHistory history, List<Hole> holes,
        List<InstrumentId> withoutFunding) {
    private static final int MOST_NAMED = 5;
    private static final Duration LONGEST_FUNDING_PERIOD = Duration.ofHours(8);

    /// Plans a run.
    ///
    /// @throws BacktestException if candles, warm-up or funding do not cover what was asked for
    public static BacktestPlan of(Subscription subscription, MarketData market, BacktestOptions options) {
        MarketHistory history = market.history();
        List<CandleColumns> series = new ArrayList<>();
        subscription.series().forEach(id -> series.add(candles(market, id)));
        for (InstrumentId instrument : subscription.instruments()) {
            CandleColumns finest = history.finest(instrument).orElseThrow(
                    () -> missing(market, new SeriesId(instrument, Interval.M1)));
            if (!series.contains(finest)) {
                series.add(finest);
            }
        }
        TestPeriod period = period(subscription, series, options, market.remedy());
        List<Hole> holes = holes(subscription, series, period);
        if (!holes.isEmpty() && options.holes() == BacktestOptions.Holes.REFUSED) {
            throw new BacktestException("candles are missing: %s%s; %s, or test without them (--allow-holes)"
                    .formatted(holes.stream().limit(MOST_NAMED).map(Hole::toString).collect(Collectors.joining(", ")),
                            holes.size() > MOST_NAMED
                                    ? ", and %d more times".formatted(holes.size() - MOST_NAMED)
                                    : "",
                            market.remedy().ofCandles(holes.getFirst().series())));
        }
        List<InstrumentId> unfunded = subscription.instruments().stream()
                .filter(id -> id.category() == Category.LINEAR)
                .filter(id -> options.funding() == BacktestOptions.Funding.IGNORED || !isFunded(history, id, period))
                .toList();
        if (options.funding() == BacktestOptions.Funding.REQUIRED && !unfunded.isEmpty()) {
            throw new BacktestException(
                    "the funding rates of %s do not cover %s to %s; %s, or test without funding (--no-funding)"
                            .formatted(
                                    unfunded, period.from(), period.to(),
                                    market.remedy().ofFunding(unfunded.getFirst())));
        }
        return new BacktestPlan(period, unfunded.isEmpty() ? history : without(history, unfunded), holes, unfunded);
    }

    /// Whether a candle of the mark price opens at the payment's settlement.
    boolean isMarked(FundingPayment payment) {
        CandleColumns marks = history.marks().get(payment.instrument());
        long settled = payment.settledAt().toEpochMilli();
        return marks != null && marks.firstFrom(settled) < marks.firstFrom(settled + 1);
    }

    private static CandleColumns candles(MarketData market, SeriesId id) {
        return Optional.ofNullable(market.history().candles().get(id)).orElseThrow(() -> missing(market, id));
    }

    private static BacktestException missing(MarketData market, SeriesId id) {
        return new BacktestException("there are no candles of %s, only of %s; %s".formatted(id,
                new TreeSet<>(market.history().candles().keySet()), market.remedy().ofCandles(id)));
    }

    // ---- the period

    private static TestPeriod period(Subscription subscription, List<CandleColumns> series, BacktestOptions options,
            Remedy remedy) {
        long earliest = series.stream().mapToLong(columns -> earliest(subscription, columns)).max().orElseThrow();
        long longest = series.stream().mapToLong(columns -> columns.series().interval().millis()).max().orElseThrow();
        Instant first = Instant.ofEpochMilli(Math.ceilDiv(earliest, longest) * longest);
        Instant last = Instant.ofEpochMilli(series.stream()
                .mapToLong(columns -> columns.closeTimeMillis(columns.size() - 1)).min().orElseThrow());
        Instant from = options.from().orElse(first);
        Instant to = options.to().orElse(last);
        if (from.isBefore(first)) {
            throw new BacktestException(
                    "--from %s is too early: the first candle is of %s, and the bot needs %d before the first that it trades on; the first possible is %s; %s"
                            .formatted(from, Instant.ofEpochMilli(series.stream()
                                    .mapToLong(columns -> columns.openTimeMillis(0)).max().orElseThrow()),
                                    subscription.warmUpCandles(), first,
                                    remedy.ofCandles(series.getFirst().series())));
        }
        if (to.isAfter(last)) {
            throw new BacktestException("--to %s is too late: the last candle closes at %s; %s".formatted(to, last,
                    remedy.ofCandles(series.getFirst().series())));
        }
        if (!from.isBefore(to)) {
            throw new BacktestException("nothing to test: the period must end after it begins, got %s to %s"
                    .formatted(from, to));
        }
        if (from.toEpochMilli() % longest != 0) {
            throw new BacktestException("--from must be where a candle of %d minutes begins, got %s"
                    .formatted(longest / 60_000, from));
        }
        return new TestPeriod(from, to);
    }

    /// The first moment before which a series has its warm-up; longer than the file, it is past its end.
    private static long earliest(Subscription subscription, CandleColumns columns) {
        if (!subscription.series().contains(columns.series())) {
            return columns.openTimeMillis(0);
        }
        return columns.openTimeMillis(0) + subscription.warmUpCandles() * columns.series().interval().millis();
    }

    // ---- what is missing

    private static List<Hole> holes(Subscription subscription, List<CandleColumns> series, TestPeriod period) {
        List<Hole> holes = new ArrayList<>();
        for (CandleColumns columns : series) {
            boolean decides = subscription.series().contains(columns.series());
            long warmUp = decides ? subscription.warmUpCandles() * columns.series().interval().millis() : 0;
            holes.addAll(Hole.in(columns, period.from().minusMillis(warmUp), period.to()));
        }
        return holes;
    }

    /// Whether settlements are known all through the period, with no longer pause than Bybit makes between two; one at
    /// the end itself is not paid.
    private static boolean isFunded(MarketHistory history, InstrumentId perpetual, TestPeriod period) {
        Instant covered = period.from();
        for (SettledFunding settled : history.funding().getOrDefault(perpetual, List.of())) {
            if (settled.settledAt().isAfter(covered.plus(LONGEST_FUNDING_PERIOD))) {
                return false;
            }
            covered = settled.settledAt().isAfter(covered) ? settled.settledAt() : covered;
            if (!covered.isBefore(period.to())) {
                return true;
            }
        }
        return !covered.isBefore(period.to().minus(LONGEST_FUNDING_PERIOD));
    }

    private static MarketHistory without(MarketHistory history, List<InstrumentId> perpetuals) {
        return new MarketHistory(history.rules(), history.candles(), history.marks(),
                history.funding().entrySet().stream().filter(entry -> !perpetuals.contains(entry.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }
}
