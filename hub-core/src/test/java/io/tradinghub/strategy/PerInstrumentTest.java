package io.tradinghub.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.Quote;
import io.tradinghub.market.SeriesId;
import io.tradinghub.testing.FakeAccount;
import org.junit.jupiter.api.Test;

final class PerInstrumentTest {
    private static final InstrumentId BTC = InstrumentId.linear("BTCUSDT");
    private static final InstrumentId ETH = InstrumentId.linear("ETHUSDT");
    private static final InstrumentId SOL = InstrumentId.linear("SOLUSDT");

    private final FakeAccount account = new FakeAccount(10_000);
    private final PerInstrument both = new PerInstrument(List.of(BTC, ETH), Interval.M5, Echo::new);

    @Test
    void needsTheCandlesOfTheInstrumentThatNeedsMost() {
        assertThat(both.subscription())
                .isEqualTo(new Subscription(List.of(new SeriesId(BTC, Interval.M5), new SeriesId(ETH, Interval.M5)),
                        List.of(BTC, ETH), List.of(), 20));
    }

    @Test
    void asksTheInstrumentItHearsOf() {
        assertThat(both.onCandle(candle(ETH, Interval.M5), account)).isEqualTo(Targets.of(Target.now(ETH, 1)));
        assertThat(both.onQuote(quote(BTC), account)).isEqualTo(Targets.of(Target.now(BTC, 2)));
    }

    @Test
    void changesNothingOnOtherInstrumentsAndIntervals() {
        assertThat(both.onCandle(candle(SOL, Interval.M5), account)).isEqualTo(Targets.unchanged());
        assertThat(both.onCandle(candle(BTC, Interval.M1), account)).isEqualTo(Targets.unchanged());
        assertThat(both.onQuote(quote(SOL), account)).isEqualTo(Targets.unchanged());
    }

    private static Candle candle(InstrumentId instrument, Interval interval) {
        return new Candle(new SeriesId(instrument, interval), 0, 1, 1, 1, 1, 1, 1);
    }

    private static Quote quote(InstrumentId instrument) {
        return new Quote(instrument, 1, 1, 1, 1, Instant.EPOCH);
    }

    /// Wants 1 at a candle and 2 at a quote.
    private record Echo(InstrumentId instrument) implements PerInstrument.Decisions {

        @Override
        public int warmUp() {
            return instrument.equals(ETH) ? 20 : 10;
        }

        @Override
        public Targets onCandle(Candle closed, AccountView account) {
            return Targets.of(Target.now(instrument, 1));
        }

        @Override
        public Targets onQuote(Quote quote, AccountView account) {
            return Targets.of(Target.now(instrument, 2));
        }
    }
}
