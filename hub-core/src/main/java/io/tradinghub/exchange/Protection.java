package io.tradinghub.exchange;

import java.math.BigDecimal;
import java.util.Optional;

/// What guards a perpetual position at the exchange while the bot is gone.
///
/// @param stopPrice where the exchange closes the whole position at the market; empty takes the stop away
public record Protection(Optional<BigDecimal> stopPrice) {

    /// Fixes the scale, so that one price is equal however many zeros an exchange writes behind it.
    public Protection {
        if (stopPrice.isPresent() && stopPrice.get().scale() != 0) {
            BigDecimal price = stopPrice.get().stripTrailingZeros();
            stopPrice = Optional.of(price.scale() < 0 ? price.setScale(0) : price);
        }
    }

    public static Protection stopAt(BigDecimal price) {
        return new Protection(Optional.of(price));
    }

    public static Protection none() {
        return new Protection(Optional.empty());
    }
}
