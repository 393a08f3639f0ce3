package io.tradinghub.arbitrage;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

import io.tradinghub.market.Instrument;

/// The smallest quantity that is a whole number of lot steps on both legs: the least common multiple of the two steps.
record LegSteps(BigDecimal common) {

    static LegSteps of(Instrument one, Instrument other) {
        int scale = Math.max(one.quantityStep().scale(), other.quantityStep().scale());
        BigInteger first = one.quantityStep().setScale(scale, RoundingMode.UNNECESSARY).unscaledValue();
        BigInteger second = other.quantityStep().setScale(scale, RoundingMode.UNNECESSARY).unscaledValue();
        return new LegSteps(new BigDecimal(first.divide(first.gcd(second)).multiply(second), scale));
    }

    /// The largest multiple not above the quantity.
    BigDecimal roundDown(double quantity) {
        return BigDecimal.valueOf(quantity).divide(common, 0, RoundingMode.DOWN).multiply(common);
    }
}
