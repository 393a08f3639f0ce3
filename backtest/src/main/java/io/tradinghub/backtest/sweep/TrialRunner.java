package io.tradinghub.backtest.sweep;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/// Runs trials on several threads at once and hands each result to the thread that called, the moment it is there.
final class TrialRunner implements AutoCloseable {
    private static final long LOOK_MILLIS = 100;
    private static final ThreadFactory WORKERS = Thread.ofPlatform().daemon().name("trial-", 0).factory();
    private final int jobs;
    private final ExecutorService workers;
    private final BooleanSupplier isStopped;

    /// Starts as many threads.
    ///
    /// @param isStopped asked again and again; once it holds, no further trial begins
    TrialRunner(int jobs, BooleanSupplier isStopped) {
        this.jobs = jobs;
        this.workers = Executors.newFixedThreadPool(jobs, WORKERS);
        this.isStopped = isStopped;
    }

    /// Runs all of them; no more are under way at once than there are threads. Answers whether all were run: where it
    /// is stopped, those under way are given up.
    boolean run(List<Trial> trials, Function<Trial, TrialRow> work, Consumer<TrialRow> done) {
        CompletionService<TrialRow> completion = new ExecutorCompletionService<>(workers);
        Queue<Trial> left = new ArrayDeque<>(trials);
        int underWay = 0;
        while (!left.isEmpty() || underWay > 0) {
            while (!left.isEmpty() && underWay < jobs) {
                Trial next = left.remove();
                Future<TrialRow> _ = completion.submit(() -> work.apply(next));
                underWay++;
            }
            TrialRow row = next(completion);
            if (row == null) {
                return false;
            }
            underWay--;
            done.accept(row);
        }
        return true;
    }

    private @Nullable TrialRow next(CompletionService<TrialRow> completion) {
        try {
            while (!isStopped.getAsBoolean()) {
                Future<TrialRow> ended = completion.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (ended != null) {
                    return ended.get();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a trial ends with a row, whatever happens in it", e);
        }
        return null;
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
