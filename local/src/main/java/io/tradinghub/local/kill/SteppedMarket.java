package io.tradinghub.local.kill;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.sim.exchange.Venue;
import io.tradinghub.sim.market.Book;
import io.tradinghub.sim.market.Listing;
import io.tradinghub.sim.market.Market;
import io.tradinghub.sim.market.Tape;
import io.tradinghub.sim.market.Trade;

/// A market whose prices move by whole levels when told to, with so thin a book that most orders fill in parts.
/// Thread-safe.
final class SteppedMarket implements Venue {
    private static final int FURTHEST_LEVEL = 15;
    private static final int LONGEST_STEP = 3;
    private static final int BEYOND_STOPS = 10;
    /// While it is steered, one step in so many is at random.
    private static final int STEPS_AT_RANDOM = 4;
    private static final int DEPTH = 5;
    private static final double GAP = 0.0001;
    private static final BigDecimal OFFERED_SHARE = new BigDecimal("0.1");
    /// A hedge of which one leg alone is taken again and again is given up, so that its book offers more.
    private static final BigDecimal OFFERED_TO_HEDGE = new BigDecimal("0.22");
    private static final long TRADE_MILLIS = 250;
    private static final double TRADE_DISTANCE = 0.0006;
    private final List<Listing> listings;
    private final Map<Coin, List<Since>> levels = new EnumMap<>(Coin.class);
    private boolean isStill;
    private Optional<Steering> steering = Optional.empty();
    private long steps;

    /// The level from this moment on.
    private record Since(long millis, int level) {}

    /// @param market has the rules of the instruments
    SteppedMarket(Market market, long nowMillis) {
        this.listings = market.tapes().stream().map(Tape::listing).toList();
        for (Coin coin : Coin.values()) {
            levels.put(coin, new ArrayList<>(List.of(new Since(nowMillis, 0))));
        }
    }

    /// Moves one coin: at random, or most of the time where it is steered to.
    synchronized void step(RandomGenerator random, long nowMillis) {
        if (isStill) {
            return;
        }
        if (steering.isPresent() && random.nextInt(STEPS_AT_RANDOM) != 0) {
            Coin coin = steering.get().coin(random);
            move(coin, steering.get().next(coin, level(coin), FURTHEST_LEVEL, random), nowMillis);
            return;
        }
        List<Coin> coins = List.of(Coin.values());
        Coin coin = coins.get(random.nextInt(coins.size()));
        int by = (1 + random.nextInt(LONGEST_STEP)) * (random.nextBoolean() ? 1 : -1);
        int level = level(coin);
        move(coin, Math.abs(level + by) > FURTHEST_LEVEL ? level - by : level + by, nowMillis);
    }

    private void move(Coin coin, int level, long nowMillis) {
        known(coin).add(new Since(nowMillis, level));
        steps++;
    }

    /// Moves the perpetual's coin through every stop that the strategy gives to a position of this sign.
    synchronized void moveThroughStops(int sign, long nowMillis) {
        move(Coin.PERPETUAL, level(Coin.PERPETUAL) - sign * BEYOND_STOPS, nowMillis);
    }

    /// Goes on at random, or where this leads.
    synchronized void steer(Optional<Steering> next) {
        steering = next;
    }

    /// While it stands still no price moves and nobody trades but the accounts.
    synchronized void standStill(boolean still) {
        isStill = still;
    }

    synchronized int level(Coin coin) {
        return known(coin).getLast().level;
    }

    private List<Since> known(Coin coin) {
        return levels.getOrDefault(coin, List.of());
    }

    /// The largest position that the strategy wanted on one side between two moments, 0 or more.
    synchronized double mostWanted(InstrumentId instrument, int sign, long fromMillis, long toMillis) {
        double most = 0;
        List<Since> known = known(Coin.of(instrument));
        for (int i = 0; i < known.size(); i++) {
            long end = i + 1 < known.size() ? known.get(i + 1).millis : Long.MAX_VALUE;
            if (end >= fromMillis && known.get(i).millis <= toMillis) {
                most = Math.max(most, LevelBot.wanted(instrument, known.get(i).level) * sign);
            }
        }
        return most;
    }

    double price(InstrumentId instrument) {
        Coin coin = Coin.of(instrument);
        return coin.priceAt(level(coin));
    }

    double bid(InstrumentId instrument) {
        return offered(price(instrument), -1);
    }

    double ask(InstrumentId instrument) {
        return offered(price(instrument), 1);
    }

    /// The size at each price.
    double offeredSize(Listing listing) {
        Coin coin = Coin.of(listing.id());
        BigDecimal wanted = BigDecimal.valueOf(coin.largest())
                .multiply(coin == Coin.HEDGED ? OFFERED_TO_HEDGE : OFFERED_SHARE);
        return wanted.divide(listing.quantityStep(), 0, RoundingMode.UP).multiply(listing.quantityStep())
                .doubleValue();
    }

    private static double offered(double price, int steps) {
        return Coin.rounded(price * (1 + GAP * steps)).doubleValue();
    }

    @Override
    public Collection<Listing> listings() {
        return listings;
    }

    @Override
    public synchronized Optional<Prices> prices(Listing listing, long nowMillis) {
        BigDecimal price = Coin.rounded(price(listing.id()));
        return Optional.of(new Prices(price, price, price, steps + nowMillis / TRADE_MILLIS));
    }

    @Override
    public Optional<Book> book(Listing listing, long nowMillis, int depth) {
        double price = price(listing.id());
        double size = offeredSize(listing);
        List<Book.Level> bids = new ArrayList<>();
        List<Book.Level> asks = new ArrayList<>();
        for (int step = 1; step <= DEPTH; step++) {
            bids.add(new Book.Level(offered(price, -step), size));
            asks.add(new Book.Level(offered(price, step), size));
        }
        return Optional.of(new Book(bids, asks));
    }

    @Override
    public synchronized List<Trade> trades(Listing listing, long fromMillis, long toMillis) {
        List<Trade> trades = new ArrayList<>();
        if (isStill) {
            return trades;
        }
        for (long at = (fromMillis / TRADE_MILLIS + 1) * TRADE_MILLIS; at <= toMillis; at += TRADE_MILLIS) {
            boolean sells = at / TRADE_MILLIS % 2 == 0;
            double price = price(listing.id()) * (sells ? 1 - TRADE_DISTANCE : 1 + TRADE_DISTANCE);
            trades.add(new Trade(at, Coin.rounded(price).doubleValue(), offeredSize(listing),
                    sells ? Trade.Taker.SELL : Trade.Taker.BUY, 0));
        }
        return trades;
    }

    @Override
    public BigDecimal fundingRate(Listing perpetual, long settlesAtMillis) {
        return new BigDecimal("0.0001");
    }
}
