package io.tradinghub.market.csv;

import java.math.BigDecimal;

/// Finds the power of ten that divides the numbers of a file, which tells the tick or the quantity step that they were
/// traded in. Not thread-safe.
///
/// Ignores decimals that fewer than one number in a hundred has, and all beyond the eighth: some files contain rounding
/// errors of double sums.
public final class DecimalStep {
    private static final int MAX_DECIMALS = 8;
    private final long[] withDecimals = new long[MAX_DECIMALS + 1];
    private long all;

    public void add(double value) {
        withDecimals[decimals(value)]++;
        all++;
    }

    /// How many numbers had no decimal, one, two, and so on: what another one goes on from.
    public long[] counts() {
        return withDecimals.clone();
    }

    /// Adds the numbers that another one counted.
    public void add(long[] counts) {
        for (int decimals = 0; decimals <= MAX_DECIMALS; decimals++) {
            withDecimals[decimals] += counts[decimals];
            all += counts[decimals];
        }
    }

    /// The step of the numbers so far; 1 before the first.
    public BigDecimal step() {
        int decimals = MAX_DECIMALS;
        long above = 0;
        while (decimals > 0 && (above + withDecimals[decimals]) * 100 < all) {
            above += withDecimals[decimals];
            decimals--;
        }
        return all == 0 ? BigDecimal.ONE : BigDecimal.ONE.movePointLeft(decimals);
    }

    private static int decimals(double value) {
        if (value == 0) {
            return 0;
        }
        return Math.clamp(BigDecimal.valueOf(value).stripTrailingZeros().scale(), 0, MAX_DECIMALS);
    }
}
