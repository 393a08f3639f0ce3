package io.tradinghub.sim.market;

import java.util.List;
import java.util.Optional;

/// What sets one coin of the synthetic market apart: a price to start from, how much it moves in a day, how it follows the others,
/// and how much is traded at once (in quote coin).
record CoinCharacter(String symbol, int number, double price, double dailyVolatility, double beta, double tradeValue) {

    private static final List<CoinCharacter> KNOWN = List.of(new CoinCharacter("BTCUSDT", 1, 65_000, 0.024, 1.0, 9_000),
            new CoinCharacter("ETHUSDT", 2, 2_500, 0.030, 1.2, 7_000), new CoinCharacter("SOLUSDT", 3, 150, 0.038, 1.4, 3_500),
            new CoinCharacter("BNBUSDT", 4, 650, 0.022, 0.8, 1_500), new CoinCharacter("XRPUSDT", 5, 2.2, 0.034, 1.1, 2_500),
            new CoinCharacter("DOGEUSDT", 6, 0.18, 0.042, 1.3, 1_800));

    static Optional<CoinCharacter> find(String symbol) {
        return KNOWN.stream().filter(coin -> coin.symbol.equals(symbol)).findFirst();
    }

    static List<String> symbols() {
        return KNOWN.stream().map(CoinCharacter::symbol).toList();
    }

    /// Where this coin's random numbers begin; a thousand streams of its own.
    long stream() {
        return 10_000L * number;
    }
}
