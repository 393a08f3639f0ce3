package io.tradinghub.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import io.tradinghub.backtest.NaiveTrading.Bar;
import io.tradinghub.backtest.NaiveTrading.Closed;
import io.tradinghub.backtest.NaiveTrading.Execution;
import io.tradinghub.backtest.NaiveTrading.Settlement;
import io.tradinghub.backtest.NaiveTrading.Terms;
import io.tradinghub.backtest.NaiveTrading.Wish;
import io.tradinghub.backtest.files.CandleFiles;
import io.tradinghub.bot.BotId;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.engine.EngineSettings;
import io.tradinghub.exchange.paper.PaperSettings;
import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.SettledFunding;
import io.tradinghub.order.Fill;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.testing.StoredMarket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/// The engine over stored candles trades as [NaiveTrading] says: every execution, every trade, the equity at every
/// close.
final class AgainstNaiveTradingTest {
    private static final InstrumentId BTC = InstrumentId.linear("BTCUSDT");
    private static final SeriesId DECIDED = new SeriesId(BTC, Interval.M5);
    private static final SeriesId DETAIL = new SeriesId(BTC, Interval.M1);
    private static final long START = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();
    private static final Instrument RULES = new Instrument(BTC, "BTC", "USDT", new BigDecimal("0.1"),
            new BigDecimal("0.001"), new BigDecimal("0.001"), new BigDecimal("5"), new BigDecimal("1000"),
            new BigDecimal("1000"), Optional.of(Duration.ofHours(8)));
    private static final RiskLimits NO_LIMITS = new RiskLimits(new BigDecimal("1e12"), new BigDecimal("1e12"),
            1_000_000, RiskLimits.DEFAULTS.maxDataAge(), new BigDecimal("1e12"), 1);
    private static final BigDecimal CAPITAL = new BigDecimal("1000000");
    private static final int SEEDS = 300;
    private static final int DECISIONS = 120;
    private static final double GIVES_AN_ANSWER = 0.5;
    private static final double WANTS_THE_SAME = 0.2;
    private static final double HAS_A_STOP = 0.6;

    @Test
    void randomBotsOnRandomCandlesTradeAsTheNaiveOneDoes() {
        long executions = 0;
        long stops = 0;
        long partial = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            RandomCase random = new RandomCase(seed);
            NaiveTrading naive = compare("seed " + seed, random.terms, random.bars, random.wishes, random.settlements,
                    random.history(), random.decided);
            executions += naive.executions().size();
            stops += naive.executions().stream().filter(Execution::isStop).count();
            partial += naive.executions().size() - naive.trades().size() * 2L;
        }
        assertThat(executions).isGreaterThan(20L * SEEDS);
        assertThat(stops).isGreaterThan(SEEDS);
        assertThat(partial).isGreaterThan(SEEDS);
    }

    /// Bybit's open is always the close before; Binance's is not, so that a fill at the wrong one of the two is seen.
    @Test
    @EnabledIfEnvironmentVariable(named = "HUB_DATA", matches = ".+", disabledReason = "HUB_DATA names no folder of candle files")
    void fillsHaveTheOpenAfterTheDecisionAndNotTheCloseBefore() {
        CandleColumns columns = CandleFiles.read(StoredMarket.files("binance-linear-BTCUSDT-5m-")).history().finest(BTC)
                .orElseThrow();
        List<Bar> bars = new ArrayList<>();
        Map<Long, Wish> wishes = new HashMap<>();
        Random random = new Random(1);
        for (int row = 0; row < columns.size(); row++) {
            bars.add(bar(columns.candle(row)));
            if (random.nextInt(20) == 0) {
                wishes.put(columns.closeTimeMillis(row), new Wish(BigDecimal.valueOf(random.nextInt(3) - 1), null));
            }
        }
        Terms terms = new Terms(CAPITAL, RULES.tickSize(), RULES.quantityStep(), new BigDecimal("0.00055"), 0,
                BigDecimal.ONE);
        NaiveTrading naive = compare("binance", terms, bars, wishes, Map.of(),
                new MarketHistory(Map.of(BTC, RULES), Map.of(DECIDED, columns), Map.of(), Map.of()), DECIDED);
        Map<Long, BigDecimal> closes = new HashMap<>();
        bars.forEach(bar -> closes.put(bar.closeMillis(), bar.close()));
        assertThat(naive.executions().stream()
                .filter(execution -> execution.price().compareTo(closes.get(execution.millis())) != 0).count())
                .isGreaterThan(500);
    }

    private static NaiveTrading compare(String name, Terms terms, List<Bar> bars, Map<Long, Wish> wishes,
            Map<Long, Settlement> settlements, MarketHistory history, SeriesId decided) {
        NaiveTrading naive = new NaiveTrading(terms);
        naive.run(bars, wishes, settlements);
        ScriptedBot bot = new ScriptedBot(new Subscription(List.of(decided), List.of(BTC), List.of(), 0),
                (candle, _) -> Optional.ofNullable(wishes.get(candle.closeTimeMillis()))
                        .map(AgainstNaiveTradingTest::targets).orElse(Targets.unchanged()));
        PaperSettings free = PaperSettings.DEFAULTS;
        BacktestResult result = Backtest.run(bot, new BacktestSettings(new BotId("random"),
                new EngineSettings(terms.capital(), "USDT", 1_000, 0.99, EngineSettings.Timing.DEFAULTS), NO_LIMITS,
                new PaperSettings(terms.takerFee(), free.linearMakerFee(), free.spotTakerFee(), free.spotMakerFee(),
                        free.levels(), free.levelSpacingBps(), terms.slippageBps(), terms.share().doubleValue()),
                1), history,
                new TestPeriod(Instant.ofEpochMilli(bars.getFirst().openMillis()),
                        Instant.ofEpochMilli(bars.getLast().closeMillis())));
        assertSame(name, naive, result);
        return naive;
    }

    private static Targets targets(Wish wish) {
        Target target = Target.now(BTC, wish.quantity().doubleValue());
        return Targets.of(wish.stop() == null ? target : target.stoppedAt(wish.stop().doubleValue()));
    }

    private static void assertSame(String name, NaiveTrading naive, BacktestResult result) {
        List<Fill> fills = result.fills();
        for (int at = 0; at < Math.min(fills.size(), naive.executions().size()); at++) {
            Execution expected = naive.executions().get(at);
            Fill fill = fills.get(at);
            String what = "%s, fill %d: %s".formatted(name, at, expected);
            assertThat(fill.executedAt().toEpochMilli()).as(what).isEqualTo(expected.millis());
            assertThat(fill.side() == Side.BUY).as(what).isEqualTo(expected.isBuy());
            assertThat(fill.quantity()).as(what).isEqualByComparingTo(expected.quantity());
            assertThat(fill.price()).as(what).isEqualByComparingTo(expected.price());
            assertThat(fill.fee().amount()).as(what).isEqualByComparingTo(expected.fee());
            assertThat(fill.origin()).as(what).isEqualTo(expected.isStop() ? Origin.STOP : Origin.ORDER);
        }
        assertThat(fills).as(name).hasSameSizeAs(naive.executions());
        assertThat(result.positions().get(BTC)).as(name).isEqualByComparingTo(naive.position());
        List<Trade> trades = result.trades().closed();
        assertThat(trades).as(name).hasSameSizeAs(naive.trades());
        for (int at = 0; at < trades.size(); at++) {
            assertSame("%s, trade %d".formatted(name, at), naive.trades().get(at), trades.get(at));
        }
        assertThat(result.equity().size()).as(name).isEqualTo(naive.equity().size());
        for (int at = 0; at < naive.equity().size(); at++) {
            assertThat(result.equity().value(at)).as("%s, equity %d", name, at)
                    .isCloseTo(naive.equity().get(at).doubleValue(), within(1e-6));
        }
    }

    private static void assertSame(String what, Closed expected, Trade trade) {
        BigDecimal none = new BigDecimal("1e-12");
        assertThat(trade.enteredAt().toEpochMilli()).as(what).isEqualTo(expected.enteredMillis);
        assertThat(trade.exitAt().orElseThrow().toEpochMilli()).as(what).isEqualTo(expected.leftMillis);
        assertThat(trade.isLong()).as(what).isEqualTo(expected.isLong);
        assertThat(trade.quantity()).as(what).isEqualByComparingTo(expected.opened);
        assertThat(trade.entryPrice().multiply(trade.quantity())).as(what).isCloseTo(expected.openedValue,
                within(new BigDecimal("1e-6")));
        assertThat(trade.gross()).as(what).isCloseTo(expected.gross, within(none));
        assertThat(trade.fees()).as(what).isCloseTo(expected.fees, within(none));
        assertThat(trade.funding()).as(what).isEqualByComparingTo(expected.funding);
    }

    private static Bar bar(Candle candle) {
        return new Bar(candle.openTimeMillis(), candle.closeTimeMillis(), decimal(candle.open()),
                decimal(candle.high()), decimal(candle.low()), decimal(candle.close()), decimal(candle.volume()));
    }

    private static BigDecimal decimal(double value) {
        return BigDecimal.valueOf(value);
    }

    /// Candles that gap and are thin at times, a bot that wants this and that, funding now and then: all of a seed.
    private static final class RandomCase {
        private final Random random;
        private final Terms terms;
        private final SeriesId decided = DECIDED;
        private final SeriesId filled;
        private final List<Bar> bars = new ArrayList<>();
        private final Map<Long, Wish> wishes = new HashMap<>();
        private final Map<Long, Settlement> settlements = new HashMap<>();
        private final List<SettledFunding> funding = new ArrayList<>();
        private final boolean hasMarks;

        RandomCase(long seed) {
            this.random = new Random(seed);
            this.filled = random.nextBoolean() ? DETAIL : DECIDED;
            this.hasMarks = random.nextBoolean();
            this.terms = new Terms(CAPITAL, RULES.tickSize(), RULES.quantityStep(),
                    BigDecimal.valueOf(random.nextInt(11), 4), random.nextInt(8),
                    BigDecimal.valueOf(1 + random.nextInt(10), 1));
            long length = filled.interval().millis();
            double price = 10_000 + random.nextInt(60_000);
            long perDecision = DECIDED.interval().millis() / length;
            for (long at = 0; at < DECISIONS * perDecision; at++) {
                double open = price * (1 + 0.003 * (random.nextDouble() - 0.5));
                double close = open * (1 + 0.006 * random.nextGaussian());
                double high = Math.max(open, close) * (1 + 0.004 * random.nextDouble());
                double low = Math.min(open, close) * (1 - 0.004 * random.nextDouble());
                double volume = random.nextInt(4) == 0 ? random.nextDouble() : 10 * random.nextDouble();
                bars.add(new Bar(START + at * length, START + (at + 1) * length, cents(open), cents(high), cents(low),
                        cents(close), BigDecimal.valueOf(Math.round(volume * 1_000), 3)));
                price = close;
            }
            BigDecimal wanted = BigDecimal.ZERO;
            for (Bar bar : bars) {
                if ((bar.closeMillis() - START) % DECIDED.interval().millis() == 0) {
                    wanted = decide(bar, wanted);
                }
                if (random.nextInt(15) == 0) {
                    settle(bar);
                }
            }
        }

        private static BigDecimal cents(double price) {
            return BigDecimal.valueOf(Math.round(price * 100), 2);
        }

        private BigDecimal decide(Bar bar, BigDecimal before) {
            if (random.nextDouble() > GIVES_AN_ANSWER) {
                return before;
            }
            BigDecimal wanted = random.nextDouble() < WANTS_THE_SAME
                    ? before
                    : BigDecimal.valueOf(random.nextInt(5) == 0 ? 0 : random.nextInt(4_001) - 2_000, 3);
            BigDecimal stop = null;
            if (wanted.signum() != 0 && random.nextDouble() < HAS_A_STOP) {
                BigDecimal away = BigDecimal.valueOf(-wanted.signum() * (10L + random.nextInt(30)), 3);
                stop = bar.close().add(bar.close().multiply(away)).setScale(1, RoundingMode.HALF_EVEN);
            }
            wishes.put(bar.closeMillis(), new Wish(wanted, stop));
            return wanted;
        }

        /// At the open of the bar, which pays by its open or by a mark price of its own.
        private void settle(Bar bar) {
            BigDecimal rate = BigDecimal.valueOf(random.nextInt(41) - 20, 4);
            BigDecimal price = hasMarks ? mark(bar) : bar.open();
            settlements.put(bar.openMillis(), new Settlement(rate, price));
            funding.add(new SettledFunding(BTC, rate.doubleValue(), Instant.ofEpochMilli(bar.openMillis())));
        }

        private static BigDecimal mark(Bar bar) {
            return bar.open().add(BigDecimal.ONE);
        }

        MarketHistory history() {
            Map<SeriesId, CandleColumns> candles = new HashMap<>();
            candles.put(filled, columns(filled, bars));
            candles.put(DECIDED, filled.equals(DECIDED) ? columns(DECIDED, bars) : columns(DECIDED, whole()));
            Map<InstrumentId, CandleColumns> marks = new HashMap<>();
            if (hasMarks) {
                marks.put(BTC, columns(filled, bars.stream().map(bar -> new Bar(bar.openMillis(), bar.closeMillis(),
                        mark(bar), mark(bar), mark(bar), mark(bar), BigDecimal.ZERO)).toList()));
            }
            return new MarketHistory(Map.of(BTC, RULES), candles, marks, Map.of(BTC, funding));
        }

        private List<Bar> whole() {
            List<Bar> whole = new ArrayList<>();
            int count = (int) (DECIDED.interval().millis() / filled.interval().millis());
            for (int first = 0; first < bars.size(); first += count) {
                List<Bar> part = bars.subList(first, first + count);
                whole.add(new Bar(part.getFirst().openMillis(), part.getLast().closeMillis(), part.getFirst().open(),
                        part.stream().map(Bar::high).reduce(BigDecimal::max).orElseThrow(),
                        part.stream().map(Bar::low).reduce(BigDecimal::min).orElseThrow(), part.getLast().close(),
                        part.stream().map(Bar::volume).reduce(BigDecimal::add).orElseThrow()));
            }
            return whole;
        }

        private static CandleColumns columns(SeriesId series, List<Bar> bars) {
            return CandleColumns.read(series, visitor -> {
                CandleBlock block = new CandleBlock(series, bars.size());
                bars.forEach(bar -> block.append(bar.openMillis(), bar.open().doubleValue(), bar.high().doubleValue(),
                        bar.low().doubleValue(), bar.close().doubleValue(), bar.volume().doubleValue(), 0));
                visitor.accept(block);
            });
        }
    }
}
