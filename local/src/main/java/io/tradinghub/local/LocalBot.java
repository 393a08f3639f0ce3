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

/// One bot of the demo on a thread of its own, with its own connections and under its own role. Closing stops it and waits for its end.
final class LocalBot implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalBot.class);
    private static final Duration STOP = Duration.ofSeconds(8);
    private final Thread thread;
    private final Stopper stopper;

    private LocalBot(BotSettings settings, Bot bot, InstantSource clock) {
        BotId id = settings.runner().bot();
        this.thread = Thread.ofPlatform().name(id.value()).unstarted(() -> run(settings, bot, clock));
        this.stopper = new Stopper(thread);
    }

    /// Starts the bot; it waits by itself for what it needs.
    static LocalBot start(BotSettings settings, Bot bot, InstantSource clock) {
        LocalBot local = new LocalBot(settings, bot, clock);
        local.thread.start();
        return local;
    }

    @Override
    public void close() {
        stopper.stop();
        try {
            if (!thread.join(STOP)) {
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void run(BotSettings settings, Bot bot, InstantSource clock) {
        try {
            BotProgram.trade(settings, bot, clock, stopper);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("bot", settings.runner().bot()).setCause(e).log("bot failed");
        }
    }
}
