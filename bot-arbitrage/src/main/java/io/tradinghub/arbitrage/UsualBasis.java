package io.tradinghub.arbitrage;

import io.tradinghub.indicator.Sma;
import io.tradinghub.market.Candle;
import io.tradinghub.market.Category;

/// The average distance of the perpetual from spot, as a fraction of the spot price, over candles of the same open time.
final class UsualBasis {
    private static final long NONE = Long.MIN_VALUE;

    private final Sma average;
    private long spotTime = NONE;
    private long perpetualTime = NONE;
    private double spotClose;
    private double perpetualClose;

    UsualBasis(int length) {
        this.average = new Sma(length);
    }

    void update(Candle candle) {
        if (candle.instrument().category() == Category.SPOT) {
            spotTime = candle.openTimeMillis();
            spotClose = candle.close();
        } else {
            perpetualTime = candle.openTimeMillis();
            perpetualClose = candle.close();
        }
        if (spotTime == perpetualTime) {
            average.update(perpetualClose / spotClose - 1);
        }
    }

    boolean isKnown() {
        return average.isReady();
    }

    double value() {
        return average.value();
    }
}
