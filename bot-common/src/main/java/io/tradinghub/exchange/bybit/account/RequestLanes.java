package io.tradinghub.exchange.bybit.account;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

import io.tradinghub.exchange.bybit.Lane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends requests on threads of its own, the important ones first: what makes a position smaller never waits behind
/// what makes one larger, nor behind questions. Any thread may call.
final class RequestLanes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RequestLanes.class);
    /// The least important lane that each thread works for. Two threads are free for exits whatever else hangs, and one
    /// that is busy with history leaves two to the rest.
    private static final List<Lane> WORKERS = List.of(Lane.EXIT, Lane.EXIT, Lane.ENTRY, Lane.ENTRY, Lane.HISTORY);
    private final List<Thread> threads = new ArrayList<>();
    // Guarded by this; keyed by what a request is about.
    private final Map<Lane, SequencedMap<Object, Runnable>> waiting = new EnumMap<>(Lane.class);
    private int running;
    private boolean closed;

    private RequestLanes() {}

    static RequestLanes open() {
        RequestLanes lanes = new RequestLanes();
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
            waiting(lane).put(about, request);
            notifyAll();
        }
    }

    private SequencedMap<Object, Runnable> waiting(Lane lane) {
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
            for (Lane lane : Lane.values()) {
                Map.Entry<Object, Runnable> first = waiting(lane).pollFirstEntry();
                if (first != null) {
                    running++;
                    return Optional.of(first.getValue());
                }
                if (lane == least) {
                    break;
                }
            }
            wait();
        }
        return Optional.empty();
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
