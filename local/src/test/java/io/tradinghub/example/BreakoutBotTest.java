package io.tradinghub.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.market.Candle;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.SeriesId;
import org.junit.jupiter.api.Test;

class BreakoutBotTest {
    private static final InstrumentId BTC = InstrumentId.linear("BTCUSDT");
    private final BreakoutBot bot = new BreakoutBot();
    private final SeriesId series = bot.subscription().series().getFirst();
    private int candles;

    @Test
    void goesLongWhenTheCloseLeavesTheChannelUpwards() {
        twentyCandlesAt(100);
        assertThat(closesAt(105)).isEqualTo(Targets.of(Target.now(BTC, 0.2 * 10_000 / 105)));
    }

    @Test
    void goesFlatWhenTheCloseLeavesTheChannelDownwards() {
        twentyCandlesAt(100);
        assertThat(closesAt(95)).isEqualTo(Targets.of(Target.now(BTC, 0)));
    }

    @Test
    void changesNothingInsideTheChannelAndDuringWarmUp() {
        assertThat(closesAt(500).isUnchanged()).isTrue();
        twentyCandlesAt(100);
        assertThat(closesAt(100).isUnchanged()).isTrue();
    }

    private void twentyCandlesAt(double price) {
        for (int i = 0; i < 20; i++) {
            closesAt(price);
        }
    }

    private Targets closesAt(double price) {
        return bot.onCandle(
                new Candle(series, candles++ * series.interval().millis(), price, price, price, price, 1, price),
                new TenThousandAndFlat());
    }

    private static final class TenThousandAndFlat implements AccountView {

        @Override
        public double position(InstrumentId instrument) {
            return 0;
        }

        @Override
        public double entryPrice(InstrumentId instrument) {
            return Double.NaN;
        }

        @Override
        public long openedAtMillis(InstrumentId instrument) {
            return Long.MIN_VALUE;
        }

        @Override
        public double equity() {
            return 10_000;
        }

        @Override
        public Optional<Instrument> rules(InstrumentId instrument) {
            return Optional.empty();
        }
    }
}
