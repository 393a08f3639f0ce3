package io.tradinghub.sim.wire;

import java.math.BigDecimal;
import java.math.RoundingMode;

import io.tradinghub.market.Category;
import io.tradinghub.sim.market.Listing;

/// The exchange's way to write the numbers of one instrument.
///
/// Linear prices and sizes keep the decimals of tick and step (`86723.40`), spot drops trailing zeros (`83805`), and
/// candles drop them in both. As captured on 2026-08-09.
public final class WireDecimals {
    private final boolean keepsZeros;
    private final int priceScale;
    private final int sizeScale;

    public WireDecimals(Listing listing) {
        this.keepsZeros = listing.id().category() == Category.LINEAR;
        this.priceScale = listing.tickSize().scale();
        this.sizeScale = listing.quantityStep().scale();
    }

    /// A price of a trade, a book or a ticker.
    public String price(double price) {
        return keepsZeros ? fixed(price, priceScale) : plain(price);
    }

    /// A size of a trade, a book or a ticker.
    public String size(double size) {
        return keepsZeros ? fixed(size, sizeScale) : plain(size);
    }

    /// A price between the ticks, such as an index: at least two decimals.
    public String finePrice(double price) {
        return keepsZeros ? fixed(price, Math.max(2, priceScale)) : plain(rounded(price, Math.max(6, priceScale)));
    }

    /// A sum over a day: four decimals on linear.
    public String daySum(double sum) {
        return keepsZeros ? fixed(sum, 4) : plain(rounded(sum, 8));
    }

    /// The shortest digits that give back this double, without an exponent.
    public static String plain(double value) {
        if (value == 0) {
            return "0";
        }
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /// A fraction with at most this many decimals.
    public static String fraction(double value, int decimals) {
        return plain(rounded(value, decimals));
    }

    public static String fixed(double value, int scale) {
        return BigDecimal.valueOf(value).setScale(scale, RoundingMode.HALF_UP).toPlainString();
    }

    private static double rounded(double value, int scale) {
        return BigDecimal.valueOf(value).setScale(scale, RoundingMode.HALF_UP).doubleValue();
    }
}
