package io.tradinghub.sim.market;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Symbol;

/// A synthetic market without an end: each coin trades as a spot pair and as a perpetual with a varying basis and
/// funding every eight hours.
///
/// A pure function of the seed: the candles and trades of a given time do not depend on when or in which order they are
/// requested. The coins are correlated. Thread-safe.
public final class SyntheticMarket implements Market {
    /// Open time of every instrument's first candle.
    public static final Instant LISTED = Instant.parse("2023-01-01T00:00:00Z");
    private static final long MINUTE = 60_000;

    private final List<Tape> tapes;
    private final Map<InstrumentId, Premium> premiums;
    private final Instant start;

    private SyntheticMarket(List<Tape> tapes, Map<InstrumentId, Premium> premiums, Instant start) {
        this.tapes = List.copyOf(tapes);
        this.premiums = Map.copyOf(premiums);
        this.start = start;
    }

    /// Creates a market of these symbols, known or not; [#start()] will return `start`.
    public static SyntheticMarket of(long seed, List<String> symbols, Instant start) {
        if (symbols.isEmpty()) {
            throw new IllegalArgumentException("the synthetic market needs at least one symbol");
        }
        ListingTable table = new ListingTable();
        List<Tape> tapes = new ArrayList<>();
        Map<InstrumentId, Premium> premiums = new HashMap<>();
        for (Symbol symbol : symbols.stream().map(Symbol::new).distinct().toList()) {
            CoinProfile coin = CoinProfile.of(symbol);
            PriceWalk walk = new PriceWalk(seed, coin);
            Premium premium = new Premium(seed, coin);
            long first = LISTED.toEpochMilli();
            InstrumentId linear = InstrumentId.linear(symbol.name());
            InstrumentId spot = InstrumentId.spot(symbol.name());
            tapes.add(new SyntheticTape(seed, table.at(linear, coin.price()), coin, walk, premium::at, first));
            tapes.add(new SyntheticTape(seed, table.at(spot, coin.price()), coin, walk, minute -> 0, first));
            premiums.put(linear, premium);
        }
        return new SyntheticMarket(tapes, premiums, start);
    }

    @Override
    public List<Tape> tapes() {
        return tapes;
    }

    @Override
    public Instant start() {
        return start;
    }

    @Override
    public Optional<Instant> end() {
        return Optional.empty();
    }

    @Override
    public Optional<Double> fundingRate(InstrumentId perpetual, long settlesAtMillis, long nowMillis) {
        Premium premium = premiums.get(perpetual);
        if (premium == null || perpetual.category() != Category.LINEAR || settlesAtMillis <= LISTED.toEpochMilli()) {
            return Optional.empty();
        }
        return Optional.of(premium.fundingRate(settlesAtMillis / MINUTE, nowMillis / MINUTE));
    }
}
