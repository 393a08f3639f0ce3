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

/// One bot of the demo on a thread of its own, with its own connections and under its own role.
final class BotThread {
    private static final Logger LOG = LoggerFactory.getLogger(BotThread.class);
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);
    private final BotId id;
    private final Thread thread;
    private final Stopper stopper;
    private volatile boolean failed;

    private BotThread(BotId id, Work work) {
        this.id = id;
        this.thread = Thread.ofPlatform().name(id.value()).unstarted(() -> run(work));
        this.stopper = new Stopper(thread);
    }

    /// Starts the bot; it waits by itself for what it needs.
    static BotThread start(BotSettings settings, Bot bot, InstantSource clock) {
        return start(settings.runner().bot(), stopper -> BotProgram.trade(settings, bot, clock, stopper));
    }

    static BotThread start(BotId id, Work work) {
        BotThread local = new BotThread(id, work);
        local.thread.start();
        return local;
    }

    /// What a bot does on its thread, until the stopper is used or the thread is interrupted.
    @FunctionalInterface
    interface Work {
        void run(Stopper stopper) throws InterruptedException;
    }

    BotId id() {
        return id;
    }

    /// Whether it ended by a fault of its own.
    boolean hasFailed() {
        return failed;
    }

    /// Asks it to end; does not wait.
    void stop() {
        stopper.stop();
    }

    /// Waits for its end, and interrupts it when that takes longer than allowed.
    void awaitEnd(Duration atMost) throws InterruptedException {
        if (!thread.join(atMost)) {
            thread.interrupt();
            thread.join(AFTER_INTERRUPT);
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
