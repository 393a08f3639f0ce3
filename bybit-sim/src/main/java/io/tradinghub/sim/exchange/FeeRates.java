package io.tradinghub.sim.exchange;

import java.math.BigDecimal;

import io.tradinghub.market.Category;

/// The fee rates of an account, as fractions of the value; a negative one is a rebate.
public record FeeRates(BigDecimal linearMaker, BigDecimal linearTaker, BigDecimal spotMaker, BigDecimal spotTaker) {

    /// The rates of an account without VIP level.
    public static final FeeRates STANDARD = new FeeRates(new BigDecimal("0.0002"), new BigDecimal("0.00055"),
            new BigDecimal("0.001"), new BigDecimal("0.001"));

    public BigDecimal maker(Category category) {
        return switch (category) {
            case LINEAR -> linearMaker;
            case SPOT -> spotMaker;
        };
    }

    public BigDecimal taker(Category category) {
        return switch (category) {
            case LINEAR -> linearTaker;
            case SPOT -> spotTaker;
        };
    }
}
