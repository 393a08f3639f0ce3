package io.tradinghub.sim.market;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Sums of doubles without the noise that adding leaves behind: the exchange has at most eight decimals.
final class EightDecimals {
    private static final int SCALE = 8;

    private EightDecimals() {}

    static double tidy(double sum) {
        return BigDecimal.valueOf(sum).setScale(SCALE, RoundingMode.HALF_UP).doubleValue();
    }
}
