package io.tradinghub.runner;

import java.time.Duration;
import java.util.function.Consumer;

import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.MarketFeed;
import io.tradinghub.market.StoreUnavailableException;

/// Carries market events to the bot's thread. A feed that is away is asked again; it goes on where it was.
final class FeedPump implements Runnable {
    private static final Duration WAIT = Duration.ofMillis(250);

    private final RunnerThreads threads;
    private final MarketFeed feed;
    private final Consumer<MarketEvent> bot;

    FeedPump(RunnerThreads threads, MarketFeed feed, Consumer<MarketEvent> bot) {
        this.threads = threads;
        this.feed = feed;
        this.bot = bot;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                carry();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void carry() throws InterruptedException {
        try {
            threads.poll(feed, WAIT).forEach(bot);
        } catch (StoreUnavailableException _) {
            threads.sleep(WAIT);
        }
    }
}
