package io.tradinghub.runner;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

import io.tradinghub.engine.EngineDriver;
import io.tradinghub.ledger.Ledger;
import io.tradinghub.ledger.LedgerQueue;
import io.tradinghub.ledger.LedgerReply;
import io.tradinghub.ledger.LedgerTask;

/// Does the ledger's work on a thread of its own, and tries again every second while the ledger is away.
final class LedgerThread implements EngineDriver.TaskSink, Runnable {
    private static final Duration RETRY = Duration.ofSeconds(1);
    private final RunnerThreads threads;
    private final LedgerQueue queue;
    /// One for each task that the thread has not begun.
    private final Semaphore tasks = new Semaphore(0);

    LedgerThread(RunnerThreads threads, Ledger ledger, Consumer<LedgerReply> replies) {
        this.threads = threads;
        this.queue = new LedgerQueue(ledger, replies);
    }

    @Override
    public void submit(LedgerTask task) {
        queue.submit(task);
        tasks.release();
    }

    /// How many tasks have no reply yet.
    int size() {
        return queue.size();
    }

    @Override
    public void run() {
        try {
            while (threads.acquire(tasks, RunnerThreads.FOREVER)) {
                while (!queue.work()) {
                    threads.sleep(RETRY);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
