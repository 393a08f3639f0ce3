package io.tradinghub.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.SplittableRandom;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Lots and ticks are counted as exact decimals count them, also where doubles are used because they are quicker.
class InstrumentCountsTest {
    private static final int TRIES = 60_000;

    @ParameterizedTest
    @ValueSource(strings = {"0.1", "0.5", "0.001", "0.00000001", "1", "5", "0.25"})
    void lots(String step) {
        Instrument instrument = instrument(step);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < TRIES; i++) {
            double quantity = number(random, i, Double.parseDouble(step));
            BigDecimal steps = BigDecimal.valueOf(quantity).divide(new BigDecimal(step), 6, RoundingMode.HALF_EVEN)
                    .setScale(0, RoundingMode.DOWN);
            assertThat(instrument.lots(quantity)).as("lots of %s", quantity).isEqualTo(steps.longValueExact());
            assertThat(instrument.lots(-quantity)).as("lots of -%s", quantity).isEqualTo(-steps.longValueExact());
            assertThat(instrument.roundQuantityDown(quantity)).isEqualByComparingTo(
                    steps.multiply(new BigDecimal(step)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.1", "0.5", "0.001", "0.00000001", "1", "5", "0.25"})
    void ticks(String tick) {
        Instrument instrument = instrument(tick);
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < TRIES; i++) {
            double price = number(random, i, Double.parseDouble(tick));
            for (RoundingMode mode : RoundingMode.values()) {
                if (mode != RoundingMode.UNNECESSARY) {
                    long exact = BigDecimal.valueOf(price).divide(new BigDecimal(tick), 0, mode).longValueExact();
                    assertThat(instrument.ticks(price, mode)).as("ticks of %s, %s", price, mode).isEqualTo(exact);
                }
            }
        }
    }

    /// Anything, whole and half counts, and what is a little less or more than those.
    private static double number(SplittableRandom random, int i, double step) {
        double counted = random.nextInt(200_000) * step / 2;
        return switch (i % 5) {
            case 0 -> random.nextDouble() * Math.pow(10, random.nextInt(9)) * step;
            case 1 -> counted;
            case 2 -> Math.nextUp(counted);
            case 3 -> Math.abs(Math.nextDown(counted));
            default -> Math.abs(counted + random.nextDouble(-2, 2) * Math.pow(10, -random.nextInt(4, 9)) * step);
        };
    }

    private static Instrument instrument(String step) {
        return new Instrument(InstrumentId.linear("BTCUSDT"), "BTC", "USDT", new BigDecimal(step),
                new BigDecimal(step), BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.TEN, BigDecimal.TEN,
                Optional.empty());
    }
}
