package io.tradinghub.runner;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

import io.tradinghub.preflight.PreflightReport;
import io.tradinghub.settings.SettingsException;
import io.tradinghub.settings.SettingsFault;
import io.tradinghub.status.Health;
import io.tradinghub.status.Health.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets a bot at its account, before the exchange is opened for trading. The bot's thread only.
///
/// Nothing is sent to an account before it is known to be the bot's: by its uid or, while the exchange does not answer,
/// by a key that the ledger knows. So a position is looked after at once unless the key is new.
final class AccountGate {
    private static final Logger LOG = LoggerFactory.getLogger(AccountGate.class);
    /// How long a bot that holds nothing waits for its checks, so that one that may not trade does not begin.
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration BEAT = Duration.ofSeconds(1);
    private final RunnerThreads threads;
    private final BlockingQueue<PreflightReport> reports;
    private final Consumer<Health> health;

    /// @param health shown once a second while it waits
    AccountGate(RunnerThreads threads, BlockingQueue<PreflightReport> reports, Consumer<Health> health) {
        this.threads = threads;
        this.reports = reports;
        this.health = health;
    }

    /// What the bot comes with.
    ///
    /// @param isKeyKnown whether the ledger knows the key as one of the bot's account
    /// @param mustGoOn whether the bot has a position or an order to look after
    /// @param flattenWithin set when it only closes everything
    record Entrant(boolean isKeyKnown, boolean mustGoOn, Optional<Duration> flattenWithin) {}

    /// Returns when the bot may use its account.
    ///
    /// @throws SettingsException when it may not: the account is another's, or a check failed and nothing is held
    /// @throws IllegalStateException when a bot that only closes everything hears nothing in time
    void pass(Entrant bot) throws InterruptedException {
        boolean isWanted = bot.mustGoOn || bot.flattenWithin.isPresent();
        if (bot.isKeyKnown && isWanted) {
            return;
        }
        Duration patience = bot.isKeyKnown ? PATIENCE : bot.flattenWithin.orElse(RunnerThreads.FOREVER);
        long beganNanos = threads.nanoTime();
        String reason = "the account: Bybit has not said whose it is";
        while (threads.nanoTime() - beganNanos < patience.toNanos()) {
            health.accept(new Health(Work.WAITING, reason));
            PreflightReport report = threads.poll(reports, BEAT);
            if (report != null) {
                refuse(report, isWanted);
                if (report.isOwn()) {
                    return;
                }
                reason = "the account: " + PreflightReport.line(report.failed().isEmpty()
                        ? report.unanswered()
                        : report.failed());
                LOG.atWarn().addKeyValue("reason", reason).log("nothing is sent before the account is known");
            }
        }
        if (!bot.isKeyKnown) {
            throw new IllegalStateException(reason + "; nothing was sent to it");
        }
    }

    private static void refuse(PreflightReport report, boolean isWanted) {
        if (report.isForeign() || !(report.failed().isEmpty() || isWanted || report.isHolding())) {
            throw refusal(report);
        }
    }

    /// Ends the program with one line for each check that failed.
    static SettingsException refusal(PreflightReport report) {
        return new SettingsException(new SettingsFault("account", PreflightReport.lines(report.failed())));
    }
}
