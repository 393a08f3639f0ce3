package io.tradinghub.local.kill;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;

import io.tradinghub.market.InstrumentId;

/// What is traded, and how: each coin has a price of its own that moves by whole levels of 0.2 %.
enum Coin {
    /// The pair against the perpetual, as one unit.
    HEDGED("BTCUSDT", "60000", "0.1"),
    /// The perpetual alone, both ways.
    PERPETUAL("ETHUSDT", "3000", "2"),
    /// The pair alone.
    SPOT("SOLUSDT", "150", "20");

    private static final double LEVEL = 0.002;
    private final String symbol;
    private final double price;
    private final double largest;

    Coin(String symbol, String price, String largest) {
        this.symbol = symbol;
        this.price = Double.parseDouble(price);
        this.largest = Double.parseDouble(largest);
    }

    String symbol() {
        return symbol;
    }

    /// The largest position, in base coin.
    double largest() {
        return largest;
    }

    /// Of a hedge the spot leg first.
    List<InstrumentId> instruments() {
        return switch (this) {
            case HEDGED -> List.of(InstrumentId.spot(symbol), InstrumentId.linear(symbol));
            case PERPETUAL -> List.of(InstrumentId.linear(symbol));
            case SPOT -> List.of(InstrumentId.spot(symbol));
        };
    }

    static Coin of(InstrumentId instrument) {
        return Arrays.stream(values()).filter(coin -> coin.symbol.equals(instrument.symbol().name())).findAny()
                .orElseThrow(() -> new IllegalArgumentException("%s is not traded here".formatted(instrument)));
    }

    double priceAt(int level) {
        return price * (1 + LEVEL * level);
    }

    int levelOf(double midPrice) {
        return (int) Math.round((midPrice / price - 1) / LEVEL);
    }

    /// A price with one decimal, which is on every grid here.
    static BigDecimal rounded(double price) {
        return BigDecimal.valueOf(price).setScale(1, RoundingMode.HALF_EVEN);
    }
}
