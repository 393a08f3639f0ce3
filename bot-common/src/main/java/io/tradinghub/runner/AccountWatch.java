package io.tradinghub.runner;

import java.util.function.Consumer;

import io.tradinghub.preflight.AccountChecks;
import io.tradinghub.preflight.PreflightReport;

/// Checks the account at the start and once a day, on a thread of its own: the exchange may hang, the bot may not. What
/// failed or was not answered is asked again soon.
final class AccountWatch implements Runnable {
    private final RunnerThreads threads;
    private final AccountChecks checks;
    private final Consumer<PreflightReport> bot;

    AccountWatch(RunnerThreads threads, AccountChecks checks, Consumer<PreflightReport> bot) {
        this.threads = threads;
        this.checks = checks;
        this.bot = bot;
    }

    @Override
    public void run() {
        try {
            while (true) {
                PreflightReport report = checks.check();
                bot.accept(report);
                threads.sleep(checks.pauseAfter(report));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
