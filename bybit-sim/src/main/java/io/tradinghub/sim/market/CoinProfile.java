package io.tradinghub.sim.market;

import java.util.List;

import io.tradinghub.market.Symbol;

/// What sets one coin of the synthetic market apart: a price to start from, how much it moves in a day, how it follows
/// the others, and how much is traded at once (in quote coin).
record CoinProfile(String symbol, int number, double price, double dailyVolatility, double beta, double tradeValue) {

    private static final List<CoinProfile> KNOWN = List.of(new CoinProfile("BTCUSDT", 1, 65_000, 0.024, 1.0, 9_000),
            new CoinProfile("ETHUSDT", 2, 2_500, 0.030, 1.2, 7_000),
            new CoinProfile("SOLUSDT", 3, 150, 0.038, 1.4, 3_500),
            new CoinProfile("BNBUSDT", 4, 650, 0.022, 0.8, 1_500),
            new CoinProfile("XRPUSDT", 5, 2.2, 0.034, 1.1, 2_500),
            new CoinProfile("DOGEUSDT", 6, 0.18, 0.042, 1.3, 1_800));

    /// The character of a coin; one that nobody described gets its own from its name, always the same.
    static CoinProfile of(Symbol symbol) {
        return KNOWN.stream().filter(coin -> coin.symbol.equals(symbol.name())).findFirst()
                .orElseGet(() -> invented(symbol.name()));
    }

    private static CoinProfile invented(String symbol) {
        int number = 1_000 + Math.floorMod(symbol.hashCode(), 1_000_000);
        HashRandom random = HashRandom.of(number, 0, 0);
        double price = StrictMath.pow(10, random.nextBetween(-2, 2));
        return new CoinProfile(symbol, number, price, random.nextBetween(0.03, 0.05), random.nextBetween(0.8, 1.4),
                random.nextBetween(800, 2_000));
    }

    /// Where this coin's random numbers begin; a thousand streams of its own.
    long stream() {
        return 10_000L * number;
    }
}
