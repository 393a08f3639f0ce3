package io.tradinghub.sim.market;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Rounds sums of doubles to the eight decimals that Bybit has at most, which removes their rounding errors.
final class EightDecimals {
    private static final int SCALE = 8;

    private EightDecimals() {}

    static double round(double sum) {
        return BigDecimal.valueOf(sum).setScale(SCALE, RoundingMode.HALF_UP).doubleValue();
    }
}
