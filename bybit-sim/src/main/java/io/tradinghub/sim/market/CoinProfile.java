package io.tradinghub.sim.market;

import java.util.List;

import io.tradinghub.market.Symbol;

/// The parameters of one coin of the synthetic market.
///
/// @param number selects the coin's random numbers
/// @param price the level around which the price moves
/// @param dailyVolatility standard deviation of a day's log return
/// @param beta exposure to the moves that all coins share
/// @param tradeValue typical value of a trade, in quote coin
record CoinProfile(String symbol, int number, double price, double dailyVolatility, double beta, double tradeValue) {

    private static final List<CoinProfile> KNOWN = List.of(new CoinProfile("BTCUSDT", 1, 65_000, 0.024, 1.0, 9_000),
            new CoinProfile("ETHUSDT", 2, 2_500, 0.030, 1.2, 7_000),
            new CoinProfile("SOLUSDT", 3, 150, 0.038, 1.4, 3_500),
            new CoinProfile("BNBUSDT", 4, 650, 0.022, 0.8, 1_500),
            new CoinProfile("XRPUSDT", 5, 2.2, 0.034, 1.1, 2_500),
            new CoinProfile("DOGEUSDT", 6, 0.18, 0.042, 1.3, 1_800));

    /// The profile of a coin; an unknown coin gets one derived from its name.
    static CoinProfile of(Symbol symbol) {
        return KNOWN.stream().filter(coin -> coin.symbol.equals(symbol.name())).findFirst()
                .orElseGet(() -> generated(symbol.name()));
    }

    private static CoinProfile generated(String symbol) {
        int number = 1_000 + Math.floorMod(symbol.hashCode(), 1_000_000);
        HashRandom random = HashRandom.of(number, 0, 0);
        double price = StrictMath.pow(10, random.nextBetween(-2, 2));
        return new CoinProfile(symbol, number, price, random.nextBetween(0.03, 0.05), random.nextBetween(0.8, 1.4),
                random.nextBetween(800, 2_000));
    }

    /// The first of the coin's 10,000 random streams.
    long stream() {
        return 10_000L * number;
    }
}
