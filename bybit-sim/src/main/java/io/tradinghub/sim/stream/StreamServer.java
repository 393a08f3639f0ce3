package io.tradinghub.sim.stream;

import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import io.tradinghub.market.Category;
import io.tradinghub.sim.fault.SimFaults;
import io.tradinghub.sim.wire.Instruments;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Owns the sockets of the public streams and the single thread that serves them.
///
/// Handles requests a few milliseconds after they arrive, as over a real network: pybit registers its callback only
/// after it has sent the subscription and loses its socket when the reply comes earlier.
public final class StreamServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamServer.class);
    private static final long REPLY_DELAY_MILLIS = 20;
    private static final int MAX_UNSENT_FRAMES = 20_000;
    private static final Duration SOCKET_IDLE = Duration.ofMinutes(15);
    private final StreamHub hub;
    private final ScheduledExecutorService thread;
    private final Map<String, Future<Connection>> connections = new ConcurrentHashMap<>();

    private StreamServer(StreamHub hub, ScheduledExecutorService thread) {
        this.hub = hub;
        this.thread = thread;
    }

    /// Starts the thread. `pushMillis` is the real time between two pushes.
    public static StreamServer open(Instruments instruments, SimFaults faults, InstantSource clock, long pushMillis) {
        ScheduledExecutorService thread = Executors
                .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("bybit-sim-stream").daemon().factory());
        Channels channels = new Channels(instruments, faults, System::nanoTime);
        StreamServer server = new StreamServer(new StreamHub(channels, faults, clock, System::nanoTime), thread);
        Future<?> unused = thread.scheduleAtFixedRate(server::push, pushMillis, pushMillis, TimeUnit.MILLISECONDS);
        return server;
    }

    /// Registers the socket handlers of one category.
    public void configure(WsConfig socket, Category category) {
        socket.onConnect(ctx -> {
            ctx.session.setIdleTimeout(SOCKET_IDLE);
            connections.put(ctx.sessionId(),
                    thread.submit(() -> hub.connect(category, new SessionSocket(ctx.session, new AtomicInteger()))));
        });
        socket.onMessage(ctx -> received(ctx, ctx.message()));
        socket.onClose(this::disconnected);
        socket.onError(this::disconnected);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void push() {
        try {
            hub.push();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("market push failed");
        } catch (Error e) {
            LOG.atError().setCause(e).log("stream thread failed, all connections are cut");
            hub.cutAll();
            close();
            throw e;
        }
    }

    private void received(WsContext ctx, String text) {
        Future<Connection> connection = connections.get(ctx.sessionId());
        if (connection != null) {
            run(REPLY_DELAY_MILLIS, () -> hub.received(connection.resultNow(), text));
        }
    }

    private void disconnected(WsContext ctx) {
        Future<Connection> connection = connections.remove(ctx.sessionId());
        if (connection != null) {
            run(0, () -> hub.disconnected(connection.resultNow()));
        }
    }

    private void run(long delayMillis, Runnable task) {
        try {
            Future<?> unused = thread.schedule(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.atError().setCause(e).log("stream request failed");
                }
            }, delayMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.atTrace().log("stream request after shutdown dropped");
        }
    }

    /// Sends in order without blocking. A session that fails to send a frame is closing; its close handler reports
    /// that.
    ///
    /// Cuts a client that does not read before its unsent frames fill the heap.
    private record SessionSocket(Session session, AtomicInteger unsent) implements ClientSocket {
        @Override
        public void send(String frame) {
            if (unsent.get() > MAX_UNSENT_FRAMES) {
                cut();
            } else if (session.isOpen()) {
                unsent.incrementAndGet();
                session.sendText(frame, Callback.from(unsent::decrementAndGet, failure -> {
                    if (!(failure instanceof ClosedChannelException)) {
                        LOG.atDebug().addKeyValue("reason", String.valueOf(failure)).log("frame not sent");
                    }
                }));
            }
        }

        @Override
        public void cut() {
            session.disconnect();
        }
    }
}
