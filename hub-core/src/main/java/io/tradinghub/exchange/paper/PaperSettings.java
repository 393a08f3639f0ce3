package io.tradinghub.exchange.paper;

import java.math.BigDecimal;

import io.tradinghub.market.Category;
import io.tradinghub.order.Fill.Liquidity;

/// What trading on paper costs.
///
/// Fees are fractions of the traded value; the defaults are Bybit's for a new account. The book behind the touch is not
/// known, so each further level is taken to hold as much as the touch, `levelSpacingBps` farther away, `levels` levels
/// deep. Where only candles are known an order that takes fills at the next candle's open, `candleSlippageBps` worse,
/// and a resting one gets at most `candleShare` of the volume of a candle that trades through it.
public record PaperSettings(BigDecimal linearTakerFee, BigDecimal linearMakerFee, BigDecimal spotTakerFee,
        BigDecimal spotMakerFee,
        int levels, int levelSpacingBps, int candleSlippageBps, double candleShare) {

    public static final PaperSettings DEFAULTS = new PaperSettings(new BigDecimal("0.00055"), new BigDecimal("0.0002"),
            new BigDecimal("0.001"), new BigDecimal("0.001"), 10, 1, 2, 0.1);

    public PaperSettings {
        if (levels < 1 || levelSpacingBps < 0 || candleSlippageBps < 0) {
            throw new IllegalArgumentException(
                    "needs at least 1 level and slippages of 0 or more, got %d, %d, %d".formatted(levels,
                            levelSpacingBps, candleSlippageBps));
        }
        if (!(candleShare > 0 && candleShare <= 1)) {
            throw new IllegalArgumentException("candle share must be in (0, 1], got %s".formatted(candleShare));
        }
    }

    BigDecimal feeRate(Category category, Liquidity liquidity) {
        return switch (category) {
            case LINEAR -> liquidity == Liquidity.MAKER ? linearMakerFee : linearTakerFee;
            case SPOT -> liquidity == Liquidity.MAKER ? spotMakerFee : spotTakerFee;
        };
    }
}
