package io.tradinghub.local;

import java.time.Duration;
import java.time.InstantSource;

import io.tradinghub.bot.Bot;
import io.tradinghub.bot.BotId;
import io.tradinghub.runner.BotProgram;
import io.tradinghub.runner.BotSettings;
import io.tradinghub.runner.Stopper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one bot of the demo on its own thread, with its own connections and its own PostgreSQL role.
final class BotThread {
    private static final Logger LOG = LoggerFactory.getLogger(BotThread.class);
    private static final Duration INTERRUPT_GRACE = Duration.ofSeconds(1);
    private final BotId id;
    private final Thread thread;
    private final Stopper stopper;
    private volatile boolean failed;

    private BotThread(BotId id, Work work) {
        this.id = id;
        this.thread = Thread.ofPlatform().name(id.value()).unstarted(() -> run(work));
        this.stopper = new Stopper(thread);
    }

    /// Starts the bot, which waits for its stores itself.
    static BotThread start(BotSettings settings, Bot bot, InstantSource clock) {
        return start(settings.runner().bot(), stopper -> BotProgram.trade(settings, bot, clock, stopper));
    }

    static BotThread start(BotId id, Work work) {
        BotThread bot = new BotThread(id, work);
        bot.thread.start();
        return bot;
    }

    /// The work of a bot on its thread; returns when the stopper is used or the thread is interrupted.
    @FunctionalInterface
    interface Work {
        void run(Stopper stopper) throws InterruptedException;
    }

    BotId id() {
        return id;
    }

    /// Whether the bot ended with an exception.
    boolean hasFailed() {
        return failed;
    }

    /// Requests the bot to stop; does not wait.
    void stop() {
        stopper.stop();
    }

    /// Waits for the bot to end, and interrupts it at the timeout.
    void awaitEnd(Duration atMost) throws InterruptedException {
        if (!thread.join(atMost)) {
            thread.interrupt();
            thread.join(INTERRUPT_GRACE);
        }
    }

    private void run(Work work) {
        try {
            work.run(stopper);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failed = true;
            LOG.atError().addKeyValue("bot", id).setCause(e).log("bot failed");
        }
    }
}
