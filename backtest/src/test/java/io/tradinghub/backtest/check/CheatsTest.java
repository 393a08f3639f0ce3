package io.tradinghub.backtest.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Function;

import io.tradinghub.backtest.BacktestSettings;
import io.tradinghub.backtest.CandleColumns;
import io.tradinghub.backtest.MarketHistory;
import io.tradinghub.backtest.TestPeriod;
import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.BotId;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.indicator.Ema;
import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import org.junit.jupiter.api.Test;

/// Bots that cheat are caught, each by the question that is meant for it, and an honest one is not.
final class CheatsTest {
    private static final InstrumentId BTC = InstrumentId.linear("BTCUSDT");
    private static final SeriesId SERIES = new SeriesId(BTC, Interval.M5);
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private static final int CANDLES = 3_000;
    private static final int BEFORE = 1_200;
    private static final int SLOW = 30;
    private final MarketHistory history = history();

    /// A price that wanders.
    private static MarketHistory history() {
        Random random = new Random(7);
        CandleColumns candles = CandleColumns.read(SERIES, visitor -> {
            CandleBlock block = new CandleBlock(SERIES, CANDLES);
            double price = 50_000;
            for (int row = 0; row < CANDLES; row++) {
                double open = tenths(price);
                double close = tenths(price * Math.exp(random.nextGaussian() * 0.001));
                block.append(START.toEpochMilli() + row * SERIES.interval().millis(), open,
                        tenths(Math.max(open, close) * 1.0005), tenths(Math.min(open, close) * 0.9995), close, 1_000,
                        0);
                price = close;
            }
            visitor.accept(block);
        });
        Instrument rules = new Instrument(BTC, "BTC", "USDT", new BigDecimal("0.1"), new BigDecimal("0.001"),
                new BigDecimal("0.001"), new BigDecimal("5"), new BigDecimal("1000"), new BigDecimal("1000"),
                Optional.of(Duration.ofHours(8)));
        return new MarketHistory(Map.of(BTC, rules), Map.of(SERIES, candles), Map.of(), Map.of());
    }

    private static double tenths(double price) {
        return Math.round(price * 10) / 10.0;
    }

    private Verdict ask(Question question, Function<MarketHistory, Bot> bots) {
        Instant from = START.plus(SERIES.interval().length().multipliedBy(BEFORE));
        return question.ask(new Trial(bots, BacktestSettings.defaults(new BotId("asked")), history,
                new TestPeriod(from, START.plus(SERIES.interval().length().multipliedBy(CANDLES)))));
    }

    /// Long while a fast average is above a slow one.
    private static class Crossing implements Bot {
        private final int warmUp;
        private final Ema fast = Ema.ofLength(10);
        private final Ema slow = Ema.ofLength(SLOW);

        Crossing(int warmUp) {
            this.warmUp = warmUp;
        }

        @Override
        public Subscription subscription() {
            return new Subscription(List.of(SERIES), List.of(BTC), List.of(), warmUp);
        }

        @Override
        public Targets onCandle(Candle closed, AccountView account) {
            double spread = fast.update(closed.close()) - slow.update(closed.close());
            return Double.isNaN(spread) ? Targets.unchanged() : Targets.of(Target.now(BTC, spread > 0 ? 0.02 : 0));
        }
    }

    private static Crossing honest() {
        return new Crossing(Ema.ofLength(SLOW).settlesAfter());
    }

    @Test
    void anHonestBotPasses() {
        for (Question question : Question.values()) {
            Verdict verdict = ask(question, _ -> honest());
            assertThat(verdict.isPassed()).as("%s: %s", question, verdict.detail()).isTrue();
        }
    }

    /// Buys where the next candle rises; once a week only, when hardly anyone looks.
    private static final class Peeking extends Crossing {
        private final CandleColumns candles;
        private final int each;

        Peeking(MarketHistory history, int each) {
            super(Ema.ofLength(SLOW).settlesAfter());
            this.candles = history.finest(BTC).orElseThrow();
            this.each = each;
        }

        @Override
        public Targets onCandle(Candle closed, AccountView account) {
            Targets honest = super.onCandle(closed, account);
            int next = candles.firstFrom(closed.closeTimeMillis());
            boolean peeks = next % each == 0 && next < candles.size();
            return peeks && candles.close(next) > closed.close() ? Targets.of(Target.now(BTC, 0.03)) : honest;
        }
    }

    @Test
    void aBotThatPeeksIsCaught() {
        Verdict verdict = ask(Question.LOOK_AHEAD, peeked -> new Peeking(peeked, 1));
        assertThat(verdict.isPassed()).isFalse();
        assertThat(verdict.detail()).contains("it decides otherwise before: ", "quantity=0.03");
    }

    @Test
    void aBotThatPeeksNowAndThenIsCaught() {
        assertThat(ask(Question.LOOK_AHEAD, peeked -> new Peeking(peeked, 50)).isPassed()).isFalse();
    }

    @Test
    void aBotWithTooShortAWarmUpIsCaughtAndToldWhichWouldDo() {
        Verdict verdict = ask(Question.WARM_UP, _ -> new Crossing(SLOW + 1));
        assertThat(verdict.isPassed()).isFalse();
        assertThat(verdict.detail()).startsWith("31 candles are too few: with 62 it decides ");
        int enough = Integer.parseInt(verdict.detail().replaceAll(".*; (\\d+) would do", "$1"));
        assertThat(enough).isBetween(SLOW + 2, Ema.ofLength(SLOW).settlesAfter());
        assertThat(ask(Question.WARM_UP, _ -> new Crossing(enough)).isPassed()).isTrue();
        assertThat(ask(Question.WARM_UP, _ -> new Crossing(enough - 1)).isPassed()).isFalse();
    }

    @Test
    void aBotWithoutAWarmUpIsCaught() {
        assertThat(ask(Question.WARM_UP, _ -> new Crossing(0)).isPassed()).isFalse();
    }

    /// Buys at every seventh candle that it sees.
    @Test
    void aBotThatNeverForgetsIsToldThatNoWarmUpWouldDo() {
        Verdict verdict = ask(Question.WARM_UP, _ -> new Crossing(20) {
            private int count;

            @Override
            public Targets onCandle(Candle closed, AccountView account) {
                count++;
                return Targets.of(Target.now(BTC, count % 7 == 0 ? 0.02 : 0));
            }
        });
        assertThat(verdict.isPassed()).isFalse();
        assertThat(verdict.detail()).endsWith("half of the 1200 candles before the period would not do either");
    }

    /// Trades less after each third purchase, which it counts itself.
    private static final class Counting extends Crossing {
        private int purchases;
        private boolean held;

        Counting() {
            super(Ema.ofLength(SLOW).settlesAfter());
        }

        @Override
        public Targets onCandle(Candle closed, AccountView account) {
            boolean holds = account.position(BTC) > 0;
            purchases += holds && !held ? 1 : 0;
            held = holds;
            Targets honest = super.onCandle(closed, account);
            return purchases % 3 == 2 ? Targets.of(Target.now(BTC, 0)) : honest;
        }
    }

    @Test
    void aBotThatRemembersWhatARestartForgetsIsCaught() {
        Verdict verdict = ask(Question.RESTART, _ -> new Counting());
        assertThat(verdict.isPassed()).isFalse();
        assertThat(verdict.detail()).contains(" instead of ", "it had been killed ");
    }

    /// Sees one candle too few of an average, so that another process has another average.
    @Test
    void aBotWhoseWarmUpIsTooShortForARestartIsCaught() {
        assertThat(ask(Question.RESTART, _ -> new Crossing(SLOW + 1)).isPassed()).isFalse();
    }

    @Test
    void aBotThatDoesNothingShowsNothing() {
        for (Question question : Question.values()) {
            assertThat(ask(question, _ -> new Crossing(5) {
                @Override
                public Targets onCandle(Candle closed, AccountView account) {
                    return Targets.unchanged();
                }
            }).detail()).isEqualTo("it did nothing in the period, which shows nothing; choose another period");
        }
    }

    @Test
    void whatIsOverByAMomentStaysAndWhatComesAfterChanges() {
        long moment = START.plus(Duration.ofMinutes(500)).toEpochMilli();
        CandleColumns known = history.finest(BTC).orElseThrow();
        CandleColumns changed = new ChangedFuture(moment).of(history).finest(BTC).orElseThrow();
        for (int row = 0; row < known.size(); row++) {
            boolean isOver = known.closeTimeMillis(row) <= moment;
            assertThat(changed.candle(row).equals(known.candle(row))).as("row %d", row).isEqualTo(isOver);
        }
        assertThat(new Trial(_ -> honest(), BacktestSettings.defaults(new BotId("asked")), history,
                new TestPeriod(START.plus(Duration.ofDays(1)), START.plus(Duration.ofDays(2))))
                .run(history, new TestPeriod(START.plus(Duration.ofDays(1)), START.plus(Duration.ofDays(2))),
                        OptionalInt.empty())
                .decisions()).allSatisfy(decision -> assertThat(decision.source()).isEqualTo(Decision.Source.CANDLE));
    }
}
