package io.tradinghub.local.kill;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

import io.tradinghub.market.Instrument;
import io.tradinghub.market.MarketPublisher;
import io.tradinghub.market.Quote;
import io.tradinghub.sim.market.Listing;

/// Moves a market from time to time, and publishes its best prices and rules as the recorder does.
final class QuoteTicker implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final int SHORTEST_TICKS = 3;
    private static final int MORE_TICKS = 8;
    private static final int TICKS_PER_RULES = 20;
    private final SteppedMarket market;
    private final MarketPublisher publisher;
    private final List<Instrument> instruments;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Thread thread;

    private QuoteTicker(SteppedMarket market, MarketPublisher publisher, List<Instrument> instruments,
            InstantSource clock, RandomGenerator random) {
        this.market = market;
        this.publisher = publisher;
        this.instruments = List.copyOf(instruments);
        this.clock = clock;
        this.random = random;
        this.thread = Thread.ofPlatform().daemon().name("ticker").unstarted(this::run);
    }

    /// Starts; the publisher stays its owner's.
    static QuoteTicker start(SteppedMarket market, MarketPublisher publisher, List<Instrument> instruments,
            InstantSource clock, RandomGenerator random) {
        QuoteTicker ticker = new QuoteTicker(market, publisher, instruments, clock, random);
        ticker.thread.start();
        return ticker;
    }

    private void run() {
        int untilStep = SHORTEST_TICKS;
        int untilRules = 0;
        try {
            while (true) {
                if (untilStep-- == 0) {
                    untilStep = SHORTEST_TICKS + random.nextInt(MORE_TICKS);
                    market.step(random, clock.millis());
                }
                if (untilRules-- == 0) {
                    untilRules = TICKS_PER_RULES;
                    publisher.publish(instruments);
                }
                market.listings().forEach(this::quote);
                Thread.sleep(TICK);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void quote(Listing listing) {
        if (instruments.stream().anyMatch(instrument -> instrument.id().equals(listing.id()))) {
            double size = market.offeredSize(listing);
            publisher.publish(new Quote(listing.id(), market.bid(listing.id()), size, market.ask(listing.id()), size,
                    clock.instant()));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
