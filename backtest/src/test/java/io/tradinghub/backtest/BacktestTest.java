package io.tradinghub.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.bot.BotId;
import io.tradinghub.bot.Hedge;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.engine.EngineSettings;
import io.tradinghub.exchange.paper.PaperSettings;
import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.Category;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.SettledFunding;
import io.tradinghub.order.Fill;
import io.tradinghub.order.Origin;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;

/// In which order things happen in a run.
final class BacktestTest {
    private static final InstrumentId BTC = InstrumentId.linear("BTCUSDT");
    private static final InstrumentId ETH = InstrumentId.linear("ETHUSDT");
    private static final SeriesId BTC_5 = new SeriesId(BTC, Interval.M5);
    private static final SeriesId BTC_60 = new SeriesId(BTC, Interval.H1);
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private final Map<SeriesId, CandleColumns> candles = new HashMap<>();
    private final Map<InstrumentId, List<SettledFunding>> funding = new HashMap<>();
    private final Map<InstrumentId, CandleColumns> marks = new HashMap<>();

    /// Rows of open, high, low, close from the start on, with plenty of volume.
    private static CandleColumns columns(SeriesId series, double[]... rows) {
        return columns(series, 1_000, rows);
    }

    private static CandleColumns columns(SeriesId series, double volume, double[]... rows) {
        return CandleColumns.read(series, visitor -> {
            CandleBlock block = new CandleBlock(series, rows.length);
            long time = START.toEpochMilli();
            for (double[] row : rows) {
                block.append(time, row[0], row[1], row[2], row[3], volume, 0);
                time += series.interval().millis();
            }
            visitor.accept(block);
        });
    }

    private static double[] flat(double price) {
        return new double[]{price, price, price, price};
    }

    private static double[][] flat(double price, int count) {
        double[][] rows = new double[count][];
        Arrays.setAll(rows, _ -> flat(price));
        return rows;
    }

    private MarketHistory history() {
        Map<InstrumentId, Instrument> rules = new HashMap<>();
        candles.keySet().forEach(series -> rules.put(series.instrument(), rules(series.instrument())));
        return new MarketHistory(rules, candles, marks, funding);
    }

    private static Instrument rules(InstrumentId id) {
        return new Instrument(id, id.symbol().name().replace("USDT", ""), "USDT", new BigDecimal("0.1"),
                new BigDecimal("0.001"), new BigDecimal("0.001"), new BigDecimal("5"), new BigDecimal("1000"),
                new BigDecimal("1000"),
                id.category() == Category.LINEAR ? Optional.of(Duration.ofHours(8)) : Optional.empty());
    }

    private static BacktestSettings settings(RiskLimits limits) {
        PaperSettings costs = PaperSettings.DEFAULTS;
        return new BacktestSettings(new BotId("tested"), EngineSettings.DEFAULTS, limits,
                new PaperSettings(costs.linearTakerFee(), costs.linearMakerFee(), costs.spotTakerFee(),
                        costs.spotMakerFee(), costs.levels(), costs.levelSpacingBps(), 0, 1),
                1);
    }

    private static Subscription watching(SeriesId... series) {
        return new Subscription(List.of(series),
                Arrays.stream(series).map(SeriesId::instrument).distinct().toList(), List.of(), 0);
    }

    private static TestPeriod period(int minutes) {
        return new TestPeriod(START, START.plus(Duration.ofMinutes(minutes)));
    }

    private BacktestResult run(ScriptedBot bot, int minutes) {
        return Backtest.run(bot, settings(RiskLimits.DEFAULTS), history(), period(minutes));
    }

    private static List<String> trades(BacktestResult result) {
        return result.fills().stream().map(fill -> "%s %s %s at %s".formatted(
                Duration.between(START, fill.executedAt()).toSeconds(), fill.side(),
                fill.quantity().stripTrailingZeros().toPlainString(),
                fill.price().stripTrailingZeros().toPlainString())).toList();
    }

    /// Wants these quantities, one a candle.
    private static ScriptedBot wanting(SeriesId series, double... wanted) {
        List<Double> left = new ArrayList<>(Arrays.stream(wanted).boxed().toList());
        return new ScriptedBot(watching(series), (_, _) -> left.isEmpty()
                ? Targets.unchanged()
                : Targets.of(Target.now(series.instrument(), left.removeFirst())));
    }

    @Test
    void whatIsDecidedAtACloseFillsAtTheNextOpenWhichIsNotThatClose() {
        candles.put(BTC_5, columns(BTC_5, flat(50_000), new double[]{50_010, 50_020, 50_000, 50_015}, flat(50_020)));
        assertThat(trades(run(wanting(BTC_5, 0.1), 15))).containsExactly("300 BUY 0.1 at 50010");
    }

    @Test
    void aPositionTurnsAtOneOpenWithTheDefaultLimits() {
        candles.put(BTC_5, columns(BTC_5, flat(50_000, 5)));
        assertThat(trades(run(wanting(BTC_5, 0.1, -0.1), 25))).containsExactly("300 BUY 0.1 at 50000",
                "600 SELL 0.1 at 50000", "600 SELL 0.1 at 50000");
    }

    @Test
    void theLastCloseOfThePeriodCountsAndNothingFillsAtIt() {
        candles.put(BTC_5, columns(BTC_5, flat(50_000, 5)));
        BacktestResult result = run(wanting(BTC_5, 0, 0.1), 10);
        assertThat(result.fills()).isEmpty();
        assertThat(result.equity().size()).isEqualTo(2);
        assertThat(result.equity().closeMillis(1)).isEqualTo(START.plusSeconds(600).toEpochMilli());
        assertThat(result.candles()).isEqualTo(2);
    }

    @Test
    void longerIntervalsCloseFirstAndAllPricesAreKnownBeforeTheBotIsAsked() {
        SeriesId eth = new SeriesId(ETH, Interval.M5);
        candles.put(BTC_5, columns(BTC_5, flat(50_000, 12)));
        candles.put(BTC_60, columns(BTC_60, flat(50_000)));
        candles.put(eth, columns(eth, flat(2_000, 12)));
        ScriptedBot bot = new ScriptedBot(watching(BTC_5, eth, BTC_60), (_, _) -> Targets.unchanged());
        run(bot, 60);
        assertThat(bot.told.subList(bot.told.size() - 3, bot.told.size())).containsExactly(
                "linear:BTCUSDT:60 2025-01-01T01:00:00Z", "linear:BTCUSDT:5 2025-01-01T01:00:00Z",
                "linear:ETHUSDT:5 2025-01-01T01:00:00Z");
    }

    @Test
    void equityAtACloseCountsEveryInstrumentAtThatClose() {
        SeriesId eth = new SeriesId(ETH, Interval.M5);
        candles.put(BTC_5, columns(BTC_5, flat(50_000), flat(50_000), flat(50_000)));
        candles.put(eth, columns(eth, flat(2_000), flat(2_000), new double[]{2_000, 2_010, 2_000, 2_010}));
        List<Double> seen = new ArrayList<>();
        ScriptedBot bot = new ScriptedBot(watching(BTC_5, eth), (candle, account) -> {
            if (candle.instrument().equals(BTC)) {
                seen.add(account.equity());
            }
            return Targets.of(Target.now(ETH, 1));
        });
        run(bot, 15);
        assertThat(seen.getLast()).isCloseTo(10_000 + 10 - 2_000 * 0.00055, within(1e-9));
    }

    @Test
    void fundingIsPaidBeforeTheOpenOnWhatWasHeldAtTheMarkPriceAndTheNextRateIsNotKnownBefore() {
        candles.put(BTC_5, columns(BTC_5, flat(50_000, 4)));
        SeriesId hourly = new SeriesId(BTC, Interval.M5);
        marks.put(BTC, columns(hourly, flat(49_000), flat(49_000), flat(49_900)));
        funding.put(BTC, List.of(new SettledFunding(BTC, 0.0007, START.minusSeconds(300)),
                new SettledFunding(BTC, 0.001, START.plusSeconds(600)),
                new SettledFunding(BTC, 0.002, START.plusSeconds(900))));
        ScriptedBot bot = wanting(BTC_5, 0.1, 0);
        BacktestResult result = run(bot, 20);
        assertThat(result.funding()).singleElement()
                .satisfies(payment -> assertThat(payment.amount()).isEqualByComparingTo("-4.99"));
        assertThat(trades(result)).containsExactly("300 BUY 0.1 at 50000", "600 SELL 0.1 at 50000");
        assertThat(result.trades().closed()).singleElement()
                .satisfies(trade -> assertThat(trade.funding()).isEqualByComparingTo("-4.99"));
        assertThat(bot.told).contains("7.0E-4 at 2025-01-01T00:10:00Z", "0.001 at 2025-01-01T00:15:00Z");
    }

    @Test
    void withoutMarkCandlesASettlementPaysByTheOpen() {
        candles.put(BTC_5, columns(BTC_5, flat(50_000), flat(50_000), flat(50_100)));
        funding.put(BTC, List.of(new SettledFunding(BTC, 0.001, START.plusSeconds(600))));
        assertThat(run(wanting(BTC_5, 0.1), 15).funding()).singleElement()
                .satisfies(payment -> assertThat(payment.amount()).isEqualByComparingTo("-5.01"));
    }

    @Test
    void aStopInsideACandleTradesBeforeItsClose() {
        candles.put(BTC_5, columns(BTC_5, flat(50_000), flat(50_000), new double[]{50_000, 50_000, 49_000, 50_000},
                flat(50_000)));
        ScriptedBot bot = new ScriptedBot(watching(BTC_5),
                (_, _) -> Targets.of(Target.now(BTC, 0.1).stoppedAt(49_500)));
        BacktestResult result = run(bot, 20);
        assertThat(result.fills().get(1)).satisfies(fill -> {
            assertThat(fill.origin()).isEqualTo(Origin.STOP);
            assertThat(fill.price()).isEqualByComparingTo("49500");
            assertThat(fill.executedAt()).isBefore(START.plusSeconds(900));
        });
        assertThat(result.positions().get(BTC)).isEqualByComparingTo("0");
    }

    @Test
    void aLimitOfEquityEndsEntriesAndIsAnnounced() {
        candles.put(BTC_5, columns(BTC_5, flat(50_000), flat(50_000), new double[]{50_000, 50_000, 46_000, 46_000},
                flat(46_000), flat(46_000), flat(46_000)));
        BacktestResult result = run(wanting(BTC_5, 0.1, 0.1, 0, 0.1), 30);
        assertThat(result.events()).extracting(event -> event.rule()).contains(RiskRule.DAILY_LOSS);
        assertThat(result.refusals()).containsKey(RiskRule.DAILY_LOSS);
        assertThat(result.fills()).extracting(Fill::side).hasSize(2);
    }

    @Test
    void theWarmUpIsSeenBeforeThePeriodAndNotTradedOn() {
        candles.put(BTC_5, columns(BTC_5, flat(50_000, 6)));
        ScriptedBot bot = new ScriptedBot(new Subscription(List.of(BTC_5), List.of(BTC), List.of(), 2),
                (_, _) -> Targets.of(Target.now(BTC, 0.1)));
        BacktestResult result = Backtest.run(bot, settings(RiskLimits.DEFAULTS), history(),
                new TestPeriod(START.plusSeconds(900), START.plusSeconds(1_800)));
        assertThat(bot.told).containsExactly("linear:BTCUSDT:5 2025-01-01T00:10:00Z",
                "linear:BTCUSDT:5 2025-01-01T00:15:00Z", "linear:BTCUSDT:5 2025-01-01T00:20:00Z",
                "linear:BTCUSDT:5 2025-01-01T00:25:00Z", "linear:BTCUSDT:5 2025-01-01T00:30:00Z");
        assertThat(trades(result)).containsExactly("1200 BUY 0.1 at 50000");
        assertThat(result.candles()).isEqualTo(3);
    }

    @Test
    void shorterCandlesOfTheSameInstrumentTellWhatHappensInside() {
        SeriesId minutes = new SeriesId(BTC, Interval.M1);
        double[][] rows = flat(50_000, 15);
        rows[7] = new double[]{50_000, 50_000, 49_400, 50_000};
        rows[8] = new double[]{50_000, 50_600, 50_000, 50_000};
        candles.put(BTC_5, columns(BTC_5, flat(50_000), new double[]{50_000, 50_600, 49_400, 50_000}, flat(50_000)));
        candles.put(minutes, columns(minutes, rows));
        ScriptedBot bot = new ScriptedBot(watching(BTC_5),
                (_, _) -> Targets.of(Target.now(BTC, 0.1).stoppedAt(49_500)));
        BacktestResult result = run(bot, 15);
        assertThat(result.fills().get(1).executedAt())
                .isBetween(START.plusSeconds(7 * 60), START.plusSeconds(8 * 60));
    }

    @Test
    void aLegThatStandsAloneIsUnwoundWithinItsTimeAndNotACandleLater() {
        InstrumentId spot = InstrumentId.spot("BTCUSDT");
        SeriesId spots = new SeriesId(spot, Interval.M5);
        candles.put(spots, columns(spots, flat(50_000, 4)));
        candles.put(BTC_5, columns(BTC_5, 0, flat(50_000, 4)));
        boolean[] wanted = {false};
        ScriptedBot bot = new ScriptedBot(new Subscription(List.of(BTC_5, spots), List.of(spot, BTC),
                List.of(new Hedge(spot, BTC)), 0), (_, _) -> {
                    boolean first = !wanted[0];
                    wanted[0] = true;
                    return first
                            ? Targets.of(Target.now(spot, 0.1), Target.now(BTC, -0.1))
                            : Targets.unchanged();
                });
        BacktestResult result = run(bot, 20);
        assertThat(trades(result)).hasSize(2).first().asString().startsWith("300 BUY 0.1");
        assertThat(result.fills().getLast().executedAt()).isEqualTo(START.plusSeconds(300));
        assertThat(result.events()).extracting(event -> event.rule()).contains(RiskRule.HEDGE_UNWOUND);
    }

    @Test
    void aHistoryThatLacksWhatTheBotNeedsIsRefused() {
        candles.put(BTC_5, columns(BTC_5, flat(50_000, 4)));
        assertThatThrownBy(() -> run(wanting(BTC_60, 0.1), 20)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the history has no candles of linear:BTCUSDT:60");
        assertThatThrownBy(() -> Backtest.run(wanting(BTC_5), settings(RiskLimits.DEFAULTS), history(),
                new TestPeriod(START.plusSeconds(60), START.plusSeconds(600))))
                .hasMessageContaining("must begin where a candle of linear:BTCUSDT:5 does");
    }
}
