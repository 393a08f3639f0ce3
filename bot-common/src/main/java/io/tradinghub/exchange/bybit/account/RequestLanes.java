package io.tradinghub.exchange.bybit.account;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.LongSupplier;

import io.tradinghub.exchange.bybit.Lane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends requests on threads of its own, the important ones first: what makes a position smaller never waits behind
/// what makes one larger, nor behind questions. History that has waited for long goes before look-ups and entries on
/// the one thread that does it: a bot that never gets to read its account neither trades nor sets stops. Any thread
/// may call.
final class RequestLanes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RequestLanes.class);
    /// The least important lane that each thread works for. Two threads are free for exits whatever else hangs, and one
    /// that is busy with history leaves two to the rest.
    private static final List<Lane> WORKERS = List.of(Lane.EXIT, Lane.EXIT, Lane.ENTRY, Lane.ENTRY, Lane.HISTORY);
    private static final long HISTORY_PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();
    private final LongSupplier nanoTime;
    private final List<Thread> threads = new ArrayList<>();
    // Guarded by this; keyed by what a request is about.
    private final Map<Lane, SequencedMap<Object, Waiting>> waiting = new EnumMap<>(Lane.class);
    private int running;
    private boolean closed;

    /// @param sinceNanos when it was first asked for
    private record Waiting(Runnable request, long sinceNanos) {}

    private RequestLanes(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    static RequestLanes open(LongSupplier nanoTime) {
        RequestLanes lanes = new RequestLanes(nanoTime);
        for (Lane least : WORKERS) {
            lanes.threads.add(Thread.ofVirtual().name("bybit-" + least).start(() -> lanes.work(least)));
        }
        return lanes;
    }

    /// Sends a request that is like no other.
    void submit(Lane lane, Runnable request) {
        submit(lane, new Object(), request);
    }

    /// Sends a request, in place of the one about the same thing that still waits in the lane, if one does.
    synchronized void submit(Lane lane, Object about, Runnable request) {
        if (!closed) {
            waiting(lane).merge(about, new Waiting(request, nanoTime.getAsLong()),
                    (before, newest) -> new Waiting(newest.request(), before.sinceNanos()));
            notifyAll();
        }
    }

    private SequencedMap<Object, Waiting> waiting(Lane lane) {
        return waiting.computeIfAbsent(lane, _ -> new LinkedHashMap<>());
    }

    private void work(Lane least) {
        try {
            while (true) {
                Optional<Runnable> next = take(least);
                if (next.isEmpty()) {
                    return;
                }
                try {
                    run(next.get());
                } finally {
                    ended();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(Runnable request) {
        try {
            request.run();
        } catch (RuntimeException | Error e) {
            // Nothing that goes wrong in one request may end the thread that exits need.
            LOG.atError().setCause(e).log("request to the exchange failed");
        }
    }

    private synchronized void ended() {
        running--;
    }

    /// Whether nothing waits and nothing is being sent.
    synchronized boolean isIdle() {
        return running == 0 && waiting.values().stream().allMatch(Map::isEmpty);
    }

    /// Empty when closed.
    private synchronized Optional<Runnable> take(Lane least) throws InterruptedException {
        while (!closed) {
            for (Lane lane : order(least)) {
                Map.Entry<Object, Waiting> first = waiting(lane).pollFirstEntry();
                if (first != null) {
                    running++;
                    return Optional.of(first.getValue().request());
                }
            }
            wait();
        }
        return Optional.empty();
    }

    /// In which order the lanes have their turn on a thread that works down to this one.
    private List<Lane> order(Lane least) {
        List<Lane> lanes = new ArrayList<>(EnumSet.range(Lane.EXIT, least));
        Map.Entry<Object, Waiting> oldest = waiting(Lane.HISTORY).firstEntry();
        if (least == Lane.HISTORY && oldest != null
                && nanoTime.getAsLong() - oldest.getValue().sinceNanos() > HISTORY_PATIENCE_NANOS) {
            lanes.remove(Lane.HISTORY);
            lanes.add(lanes.indexOf(Lane.EXIT) + 1, Lane.HISTORY);
        }
        return lanes;
    }

    /// Sends nothing more, and interrupts what is being sent.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        threads.forEach(Thread::interrupt);
    }
}
