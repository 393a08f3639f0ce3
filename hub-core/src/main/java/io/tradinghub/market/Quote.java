package io.tradinghub.market;

import java.time.Instant;

/// Best bid and ask of one instrument as the exchange knew them at `exchangeTime`. Prices in quote coin, sizes in base
/// coin.
public record Quote(InstrumentId instrument, double bidPrice, double bidSize, double askPrice, double askSize,
        Instant exchangeTime) {

    public Quote {
        if (!(bidPrice > 0 && askPrice >= bidPrice && askPrice < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "quote %s needs 0 < bid <= ask, got bid %s and ask %s".formatted(instrument, bidPrice, askPrice));
        }
        if (!(bidSize >= 0 && askSize >= 0)) {
            throw new IllegalArgumentException(
                    "quote %s needs sizes of 0 or more, got %s and %s".formatted(instrument, bidSize, askSize));
        }
    }

    public double midPrice() {
        return (bidPrice + askPrice) / 2;
    }
}
