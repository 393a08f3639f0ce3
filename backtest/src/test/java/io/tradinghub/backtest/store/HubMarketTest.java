package io.tradinghub.backtest.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.tradinghub.backtest.BacktestException;
import io.tradinghub.backtest.CandleColumns;
import io.tradinghub.backtest.market.MarketData;
import io.tradinghub.bot.Subscription;
import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.CoverageStore.DayCoverage;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.SettledFunding;
import io.tradinghub.testing.MemoryCandles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a hub has recorded is what a back-test gets, from the hub or from what was kept of it.
final class HubMarketTest {
    private static final InstrumentId BTC = InstrumentId.linear("BTCUSDT");
    private static final SeriesId QUARTERS = new SeriesId(BTC, Interval.M15);
    private static final SeriesId MINUTES = new SeriesId(BTC, Interval.M1);
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private static final Subscription BOT = new Subscription(List.of(QUARTERS), List.of(BTC), List.of(), 10);
    private static final Instrument RULES = new Instrument(BTC, "BTC", "USDT", new BigDecimal("0.10"),
            new BigDecimal("0.001"), new BigDecimal("0.001"), new BigDecimal(5), new BigDecimal(500),
            new BigDecimal(100), Optional.of(Duration.ofHours(8)));
    @TempDir
    private Path folder = Path.of("");
    private final MemoryCandles stored = new MemoryCandles();
    private final List<DayCoverage> coverage = new ArrayList<>();
    private final List<SettledFunding> funding = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /// Tells what the hub is asked for.
    private final CandleHistory history = new CandleHistory() {
        @Override
        public void read(SeriesId series, Instant from, Instant to, Consumer<CandleBlock> visitor) {
            if (from.isBefore(to)) {
                asked.add("%s %s %s".formatted(series.interval().wireName(), from, to));
                stored.read(series, from, to, visitor);
            }
        }

        @Override
        public Optional<Instant> newest(SeriesId series) {
            return stored.newest(series);
        }

        @Override
        public void close() {}
    };

    private static Instant day(int day) {
        return START.plus(Duration.ofDays(day));
    }

    private static List<Candle> candles(SeriesId series, Instant from, Instant to) {
        return LongStream
                .iterate(from.toEpochMilli(), at -> at < to.toEpochMilli(), at -> at + series.interval().millis())
                .mapToObj(at -> new Candle(series, at, 100, 101, 99, 100 + at / 60_000 % 7 / 10.0, 3, 300)).toList();
    }

    /// The hub records, and counts what it has of each day.
    private void records(SeriesId series, Instant from, Instant to) {
        stored.add(candles(series, from, to));
        counts(series, from, to);
    }

    private void counts(SeriesId series, Instant from, Instant to) {
        for (Instant day = from; day.isBefore(to); day = day.plus(Duration.ofDays(1))) {
            LocalDate date = LocalDate.ofInstant(day, ZoneOffset.UTC);
            int[] count = {0};
            stored.read(series, day, day.plus(Duration.ofDays(1)), block -> count[0] += block.size());
            coverage.removeIf(known -> known.series().equals(series) && known.day().equals(date));
            coverage.add(new DayCoverage(series, date, count[0], count[0], 0));
        }
    }

    private HubMarket hub() {
        return HubMarket.of(new MarketPorts(history, (series, from, to) -> coverage.stream()
                .filter(day -> day.series().equals(series) && !day.day().isBefore(from) && !day.day().isAfter(to))
                .toList(),
                (perpetual, after, until) -> funding.stream().filter(settled -> settled.settledAt().isAfter(after)
                        && !settled.settledAt().isAfter(until)).toList(),
                id -> Optional.of(RULES).filter(rules -> rules.id().equals(id))), kept(), notes::add);
    }

    private KeptMarket kept() {
        return new KeptMarket(folder, notes::add);
    }

    private static MarketData read(HubMarket market, Instant from, Instant to) {
        return market.read(BOT, Optional.of(from), Optional.of(to));
    }

    private static List<Candle> all(MarketData market, SeriesId series) {
        CandleColumns columns = market.history().candles().get(series);
        return columns == null ? List.of() : IntStream.range(0, columns.size()).mapToObj(columns::candle).toList();
    }

    @Test
    void aBotGetsItsPeriodWithItsWarmUpTheMinutesTheFundingAndTheRules() {
        records(QUARTERS, day(0), day(4));
        records(MINUTES, day(0), day(4));
        IntStream.range(0, 12).forEach(at -> funding.add(new SettledFunding(BTC, at / 10_000.0,
                START.plus(Duration.ofHours(8L * at)))));
        Instant from = day(1).plus(Duration.ofHours(6));
        Instant to = day(3).plus(Duration.ofHours(5));
        MarketData market = read(hub(), from, to);
        assertThat(all(market, QUARTERS)).isEqualTo(candles(QUARTERS, from.minus(Duration.ofMinutes(150)), to));
        assertThat(all(market, MINUTES)).isEqualTo(candles(MINUTES, from, to));
        assertThat(market.history().rules()).containsEntry(BTC, RULES);
        assertThat(market.history().funding().get(BTC)).extracting(SettledFunding::settledAt)
                .first().isEqualTo(day(1));
        assertThat(market.history().funding().get(BTC)).extracting(SettledFunding::settledAt)
                .last().isEqualTo(day(3));
        assertThat(market.notes()).isEmpty();
    }

    @Test
    void theSecondRunAsksTheHubForTheUnfinishedDayOnly() {
        records(QUARTERS, day(0), day(4));
        records(MINUTES, day(0), day(4));
        Instant to = day(3).plus(Duration.ofHours(5));
        MarketData first = read(hub(), day(1), to);
        asked.clear();
        MarketData second = read(hub(), day(1), to);
        assertThat(asked).containsExactly("15 2025-01-04T00:00:00Z 2025-01-04T05:00:00Z",
                "1 2025-01-04T00:00:00Z 2025-01-04T05:00:00Z");
        assertThat(all(second, QUARTERS)).isEqualTo(all(first, QUARTERS));
        assertThat(second.digests()).isEqualTo(first.digests());
    }

    @Test
    void aLongerPeriodReadsWhatItLacksOnly() {
        records(QUARTERS, day(0), day(9));
        read(hub(), day(3), day(5));
        asked.clear();
        assertThat(all(read(hub(), day(2), day(7)), QUARTERS))
                .isEqualTo(candles(QUARTERS, day(2).minus(Duration.ofMinutes(150)), day(7)));
        assertThat(asked).filteredOn(question -> question.startsWith("15 "))
                .containsExactly("15 2025-01-02T00:00:00Z 2025-01-03T00:00:00Z",
                        "15 2025-01-06T00:00:00Z 2025-01-08T00:00:00Z");
    }

    @Test
    void aDayThatTheRecorderRepairedIsReadAgain() {
        records(QUARTERS, day(0), day(2).minus(Duration.ofHours(3)));
        records(QUARTERS, day(2), day(4));
        assertThat(all(read(hub(), day(1), day(4)), QUARTERS)).hasSize(10 + 3 * 96 - 12);
        records(QUARTERS, day(1), day(2));
        assertThat(all(read(hub(), day(1), day(4)), QUARTERS)).hasSize(10 + 3 * 96);
    }

    @Test
    void whatWasKeptStaysWhenTheHubForgetsIt() {
        records(QUARTERS, day(0), day(2).minus(Duration.ofHours(3)));
        records(QUARTERS, day(2), day(4));
        funding.add(new SettledFunding(BTC, 0.0001, day(1)));
        MarketData before = read(hub(), day(1), day(4));
        stored.clear();
        coverage.clear();
        funding.clear();
        stored.add(candles(QUARTERS, day(2).minus(Duration.ofHours(1)), day(3)));
        MarketData after = read(hub(), day(1), day(3));
        assertThat(all(after, QUARTERS)).hasSize(10 + 2 * 96 - 8)
                .containsAll(all(before, QUARTERS).stream().filter(candle -> candle.closeTimeMillis() <= day(3)
                        .toEpochMilli()).toList());
        assertThat(after.history().funding()).isEqualTo(before.history().funding());
    }

    @Test
    void anInstrumentThatWasDownloadedNeedsNoHub() {
        records(QUARTERS, day(0), day(4));
        read(hub(), day(1), day(3));
        stored.clear();
        HubMarket forgetful = HubMarket.of(new MarketPorts(history, (_, _, _) -> List.of(), (_, _, _) -> List.of(),
                _ -> Optional.empty()), kept(), notes::add);
        MarketData market = forgetful.read(BOT, Optional.of(day(1)), Optional.empty());
        assertThat(all(market, QUARTERS)).hasSize(10 + 2 * 96);
        assertThat(market.history().rules()).containsEntry(BTC, RULES);
    }

    @Test
    void theHubsCandlesAreThereWhenTheHubIsNot() {
        records(QUARTERS, day(0), day(4));
        records(MINUTES, day(0), day(4));
        IntStream.range(0, 12).forEach(at -> funding.add(new SettledFunding(BTC, at / 10_000.0,
                START.plus(Duration.ofHours(8L * at)))));
        MarketData before = read(hub(), day(1), day(3));
        MarketData after = read(HubMarket.kept(kept()), day(1), day(3));
        assertThat(all(after, QUARTERS)).isEqualTo(all(before, QUARTERS));
        assertThat(after.digests()).isEqualTo(before.digests());
        assertThat(after.history().rules()).isEqualTo(before.history().rules());
        assertThat(after.history().funding()).isEqualTo(before.history().funding());
        assertThat(HubMarket.kept(kept()).read(BOT, Optional.of(day(1)), Optional.empty()).digests())
                .isEqualTo(before.digests());
    }

    @Test
    void whereNothingWasKeptItSaysWhatToDo() {
        for (Optional<Instant> to : List.of(Optional.of(day(2)), Optional.<Instant>empty())) {
            assertThatThrownBy(() -> HubMarket.kept(kept()).read(BOT, Optional.of(day(1)), to))
                    .isInstanceOf(BacktestException.class)
                    .hasMessage(
                            "there are no candles of linear:BTCUSDT:15 in %s, and the hub does not run; fetch them: "
                                    + "./hub download --symbols linear:BTCUSDT --from 2025-01-01 --intervals 15",
                            folder);
        }
        assertThatThrownBy(() -> hub().read(BOT, Optional.empty(), Optional.empty()))
                .hasMessageStartingWith("--from is missing");
    }

    @Test
    void minutesWithAHoleAreLeftOutAndSaid() {
        records(QUARTERS, day(0), day(4));
        records(MINUTES, day(0), day(2));
        records(MINUTES, day(2).plus(Duration.ofMinutes(1)), day(4));
        MarketData market = read(hub(), day(1), day(3));
        assertThat(market.history().candles()).containsOnlyKeys(QUARTERS);
        assertThat(market.notes()).containsExactly(
                "one-minute candles of linear:BTCUSDT lack, so stops and fills go by longer ones");
    }

    @Test
    void anInstrumentThatTheHubDoesNotKnowIsNamed() {
        SeriesId other = new SeriesId(InstrumentId.linear("ETHUSDT"), Interval.M15);
        stored.add(candles(other, day(0), day(2)));
        Subscription bot = new Subscription(List.of(other), List.of(other.instrument()), List.of(), 10);
        assertThatThrownBy(() -> hub().read(bot, Optional.of(day(1)), Optional.of(day(2))))
                .hasMessage("the trading rules of linear:ETHUSDT are not in the hub's stores; fetch them: "
                        + "./hub download --symbols linear:ETHUSDT --from 2025-01-01");
    }

    @Test
    void aDamagedListingIsSaidAndReadFromTheHubAgain() throws IOException {
        records(QUARTERS, day(0), day(4));
        read(hub(), day(1), day(3));
        Files.writeString(folder.resolve("linear-BTCUSDT.json"), "{\"rules\": 7");
        notes.clear();
        assertThat(read(hub(), day(1), day(3)).history().rules()).containsEntry(BTC, RULES);
        assertThat(notes).anyMatch(note -> note.startsWith(folder.resolve("linear-BTCUSDT.json") + " cannot be used"));
        notes.clear();
        read(hub(), day(1), day(3));
        assertThat(notes).noneMatch(note -> note.contains("cannot be used"));
    }
}
