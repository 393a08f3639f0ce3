package io.tradinghub.simulation;

import java.util.ArrayList;
import java.util.List;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.Hedge;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.market.Candle;
import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Quote;

/// Wants something else every so often, by the moment of what it sees alone, so that every process of the bot wants the
/// same. Across the spread or resting, with a stop or without, long, short or nothing.
final class SwingBot implements Bot {
    private static final long LONGEST_WISH_MILLIS = 40 * 60_000;
    private static final double STOP_GRID = 1_000;
    private final long seed;
    private final List<InstrumentId> instruments;
    private final List<Hedge> hedges;
    private final double largest;

    SwingBot(long seed, List<InstrumentId> instruments, List<Hedge> hedges, double largest) {
        this.seed = seed;
        this.instruments = instruments;
        this.hedges = hedges;
        this.largest = largest;
    }

    @Override
    public Subscription subscription() {
        return new Subscription(List.of(), instruments, hedges, 0);
    }

    @Override
    public Targets onCandle(Candle closed, AccountView account) {
        return Targets.unchanged();
    }

    @Override
    public Targets onQuote(Quote quote, AccountView account) {
        long millis = quote.exchangeTime().toEpochMilli();
        if (!hedges.isEmpty()) {
            Hedge hedge = hedges.getFirst();
            return Targets.of(Target.now(hedge.one(), wanted(hedge.one(), millis)),
                    Target.now(hedge.other(), wanted(hedge.other(), millis)));
        }
        List<Target> targets = new ArrayList<>(1);
        double wanted = wanted(quote.instrument(), millis);
        long draw = draw(quote.instrument(), millis);
        Target target = draw % 5 == 0
                ? Target.at(quote.instrument(), wanted,
                        wanted > 0 ? quote.bidPrice() * 0.999 : quote.askPrice() * 1.001)
                : Target.now(quote.instrument(), wanted);
        targets.add(draw % 3 == 0 && wanted != 0 ? target.stoppedAt(stop(wanted, quote.midPrice())) : target);
        return new Targets(targets);
    }

    /// What it wants of an instrument at a moment, in base coin.
    double wanted(InstrumentId instrument, long millis) {
        if (hedges.isEmpty()) {
            return drawn(instrument, millis);
        }
        double size = drawn(hedges.getFirst().one(), millis);
        return instrument.equals(hedges.getFirst().one()) ? size : -size;
    }

    private double drawn(InstrumentId instrument, long millis) {
        long draw = draw(instrument, millis);
        if (draw % 4 == 0) {
            return 0;
        }
        double size = (draw >>> 8) % 1_000 / 1_000.0 * largest;
        boolean isShort = instrument.category() == Category.LINEAR && (draw >>> 4) % 2 == 0;
        return isShort ? -size : size;
    }

    /// Whether it wants that at the market, so that it can be held to a bound.
    boolean isAtTheMarket(InstrumentId instrument, long millis) {
        return !hedges.isEmpty() || draw(instrument, millis) % 5 != 0;
    }

    private long draw(InstrumentId instrument, long millis) {
        long number = Math.floorDiv(millis, LONGEST_WISH_MILLIS);
        long mixed = (seed ^ number * 0x9E3779B97F4A7C15L)
                + (instrument.category() == Category.SPOT ? 0xC2B2AE3D27D4EB4FL : 0);
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return (mixed ^ (mixed >>> 31)) >>> 1;
    }

    private static double stop(double wanted, double price) {
        return wanted > 0
                ? Math.floor(price * 0.98 / STOP_GRID) * STOP_GRID
                : Math.ceil(price * 1.02 / STOP_GRID) * STOP_GRID;
    }
}
