package io.tradinghub.runner;

import java.time.Duration;
import java.util.function.Consumer;

import io.tradinghub.engine.EngineDriver;
import io.tradinghub.ledger.Ledger;
import io.tradinghub.ledger.LedgerQueue;
import io.tradinghub.ledger.LedgerReply;
import io.tradinghub.ledger.LedgerTask;

/// Does the ledger's work on a thread of its own, and tries again every second while the ledger is away.
final class LedgerThread implements EngineDriver.TaskSink, Runnable {
    private static final Duration RETRY = Duration.ofSeconds(1);
    private final LedgerQueue queue;

    LedgerThread(Ledger ledger, Consumer<LedgerReply> replies) {
        this.queue = new LedgerQueue(ledger, replies);
    }

    @Override
    public void submit(LedgerTask task) {
        queue.submit(task);
    }

    /// How many tasks have no reply yet.
    int size() {
        return queue.size();
    }

    @Override
    public void run() {
        try {
            while (true) {
                queue.awaitTask();
                if (!queue.work()) {
                    Thread.sleep(RETRY);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
