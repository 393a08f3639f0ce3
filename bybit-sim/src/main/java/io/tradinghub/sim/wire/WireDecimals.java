package io.tradinghub.sim.wire;

import java.math.BigDecimal;
import java.math.RoundingMode;

import io.tradinghub.market.Category;
import io.tradinghub.sim.market.Listing;

/// Formats the numbers of one instrument as Bybit writes them (captured on 2026-08-09).
///
/// Linear prices and sizes keep the decimals of tick and step (`86723.40`), spot strips trailing zeros (`83805`), and
/// candles strip them in both categories.
public final class WireDecimals {
    private final boolean keepsZeros;
    private final int priceScale;
    private final int sizeScale;

    public WireDecimals(Listing listing) {
        this.keepsZeros = listing.id().category() == Category.LINEAR;
        this.priceScale = listing.tickSize().scale();
        this.sizeScale = listing.quantityStep().scale();
    }

    /// Formats a price of a trade, a book or a ticker.
    public String price(double price) {
        return keepsZeros ? fixed(price, priceScale) : plain(price);
    }

    /// Formats a size of a trade, a book or a ticker.
    public String size(double size) {
        return keepsZeros ? fixed(size, sizeScale) : plain(size);
    }

    /// Formats a price that is not on the tick grid, such as an index: at least two decimals.
    public String finePrice(double price) {
        return keepsZeros ? fixed(price, Math.max(2, priceScale)) : plain(rounded(price, Math.max(6, priceScale)));
    }

    /// Formats a sum over a day: four decimals on linear.
    public String daySum(double sum) {
        return keepsZeros ? fixed(sum, 4) : plain(rounded(sum, 8));
    }

    /// Formats with the fewest digits that parse back to the same double, without an exponent.
    public static String plain(double value) {
        if (value == 0) {
            return "0";
        }
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /// Formats an amount of an order or a wallet: without trailing zeros and without an exponent.
    public static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    /// Formats a fraction with at most this many decimals.
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
