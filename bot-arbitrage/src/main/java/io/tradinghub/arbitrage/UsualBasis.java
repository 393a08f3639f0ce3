package io.tradinghub.arbitrage;

import java.util.Arrays;

import io.tradinghub.indicator.Sma;
import io.tradinghub.market.Candle;
import io.tradinghub.market.Category;

/// The average distance of the perpetual from spot, as a fraction of the spot price, over candles of the same open
/// time.
///
/// One leg may be ahead of the other by as many candles as are averaged: after a gap those of one leg can come before
/// those of the other.
final class UsualBasis {
    private final Sma average;
    private final Leg spot;
    private final Leg perpetual;

    UsualBasis(int length) {
        this.average = new Sma(length);
        this.spot = new Leg(length);
        this.perpetual = new Leg(length);
    }

    void update(Candle candle) {
        int slot = (int) (candle.openTimeMillis() / candle.series().interval().millis() % spot.closes.length);
        Leg leg = candle.instrument().category() == Category.SPOT ? spot : perpetual;
        leg.openTimes[slot] = candle.openTimeMillis();
        leg.closes[slot] = candle.close();
        if (spot.openTimes[slot] == perpetual.openTimes[slot]) {
            average.update(perpetual.closes[slot] / spot.closes[slot] - 1);
        }
    }

    boolean isKnown() {
        return average.isReady();
    }

    double value() {
        return average.value();
    }

    /// The newest candles of a leg, each in the slot that its open time says.
    private static final class Leg {
        private static final long NONE = Long.MIN_VALUE;

        private final long[] openTimes;
        private final double[] closes;

        Leg(int length) {
            this.openTimes = new long[length];
            this.closes = new double[length];
            Arrays.fill(openTimes, NONE);
        }
    }
}
