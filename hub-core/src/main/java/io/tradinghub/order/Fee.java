package io.tradinghub.order;

import java.math.BigDecimal;

/// What an execution cost: positive is paid, negative is a rebate. On spot a buy pays in the base coin it receives.
///
/// @param quoteValue what the fee is worth in quote coin at the moment of the execution
public record Fee(BigDecimal amount, String coin, Asset asset, BigDecimal quoteValue) {

    public static Fee inQuote(BigDecimal amount, String coin) {
        return new Fee(amount, coin, Asset.QUOTE, amount);
    }

    /// A fee paid in the base coin.
    ///
    /// @param price the execution's price, by which the fee is valued
    public static Fee inBase(BigDecimal amount, String coin, BigDecimal price) {
        return new Fee(amount, coin, Asset.BASE, amount.multiply(price));
    }

    /// A fee in a third coin, for example MNT.
    ///
    /// @param quoteValue what the adapter says it is worth in quote coin
    public static Fee inOther(BigDecimal amount, String coin, BigDecimal quoteValue) {
        return new Fee(amount, coin, Asset.OTHER, quoteValue);
    }

    /// Which side of the pair the fee coin is.
    public enum Asset {
        BASE, QUOTE,
        /// A third coin: it does not change the position.
        OTHER
    }
}
