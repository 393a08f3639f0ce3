package io.tradinghub.sim.stream;

import java.net.InetSocketAddress;
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
import java.util.function.BiFunction;

import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import io.tradinghub.market.Category;
import io.tradinghub.sim.fault.SimFaults;
import io.tradinghub.sim.signed.LiveExchange;
import io.tradinghub.sim.signed.SignedHalf;
import io.tradinghub.sim.wire.Instruments;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Owns the sockets of all streams and the single thread that serves them and lets the exchange live.
///
/// Handles requests a few milliseconds after they arrive, as over a real network: pybit registers its callback only
/// after it has sent the subscription and loses its socket when the reply comes earlier.
public final class StreamServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamServer.class);
    private static final long REPLY_DELAY_MILLIS = 20;
    private static final int MAX_UNSENT_FRAMES = 20_000;
    private static final long EXCHANGE_STEP_MILLIS = 5;
    private static final Duration MIN_IDLE = Duration.ofSeconds(30);
    private static final Duration MAX_IDLE = Duration.ofMinutes(10);
    private static final Duration SOCKET_IDLE = Duration.ofMinutes(15);
    private final StreamHub hub;
    private final PrivateHub privateHub;
    private final TradeHub tradeHub;
    private final LiveExchange live;
    private final ScheduledExecutorService thread;
    private final Map<String, Future<SocketSession>> connections = new ConcurrentHashMap<>();

    private StreamServer(StreamHub hub, PrivateHub privateHub, TradeHub tradeHub, LiveExchange live,
            ScheduledExecutorService thread) {
        this.hub = hub;
        this.privateHub = privateHub;
        this.tradeHub = tradeHub;
        this.live = live;
        this.thread = thread;
    }

    /// Starts the pushes. `pushMillis` is the real time between two of them.
    public static StreamServer open(Instruments instruments, SimFaults faults, InstantSource clock, long pushMillis,
            SignedHalf signed) {
        ScheduledExecutorService thread = Executors
                .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("bybit-sim-stream").daemon().factory());
        Channels channels = new Channels(instruments, faults, System::nanoTime);
        StreamServer server = new StreamServer(new StreamHub(channels, faults, clock, System::nanoTime),
                new PrivateHub(faults, signed.authenticator(), System::nanoTime),
                new TradeHub(faults, signed.authenticator(), signed.api()), signed.live(), thread);
        Future<?> unused = thread.scheduleAtFixedRate(server::push, pushMillis, pushMillis, TimeUnit.MILLISECONDS);
        long step = Math.min(pushMillis, EXCHANGE_STEP_MILLIS);
        Future<?> unusedToo = thread.scheduleAtFixedRate(server::pushAccounts, step, step, TimeUnit.MILLISECONDS);
        return server;
    }

    /// Registers the socket handlers of one category.
    public void configure(WsConfig socket, Category category) {
        configure(socket, (ctx, client) -> {
            Connection connection = hub.connect(category, client);
            return new SocketSession() {
                @Override
                public void received(String text) {
                    hub.received(connection, text);
                }

                @Override
                public void disconnected() {
                    hub.disconnected(connection);
                }
            };
        });
    }

    /// Registers the socket handlers of `/v5/private`.
    public void configurePrivate(WsConfig socket) {
        configure(socket, (ctx, client) -> privateHub.connect(client, address(ctx), idleTime(ctx)));
    }

    /// Registers the socket handlers of `/v5/trade`.
    public void configureTrade(WsConfig socket) {
        configure(socket, (ctx, client) -> tradeHub.connect(client, address(ctx)));
    }

    private void configure(WsConfig socket, BiFunction<WsContext, ClientSocket, SocketSession> connect) {
        socket.onConnect(ctx -> {
            ctx.session.setIdleTimeout(SOCKET_IDLE);
            connections.put(ctx.sessionId(), thread.submit(
                    () -> connect.apply(ctx, new SessionSocket(ctx.session, new AtomicInteger()))));
        });
        socket.onMessage(ctx -> received(ctx, ctx.message()));
        socket.onClose(this::disconnected);
        socket.onError(this::disconnected);
    }

    private static String address(WsContext ctx) {
        return ctx.session.getRemoteSocketAddress() instanceof InetSocketAddress remote
                ? remote.getAddress().getHostAddress()
                : "";
    }

    /// `max_active_time` of the address, `30s` to `10m`; ten minutes without it.
    private static Duration idleTime(WsContext ctx) {
        String text = ctx.queryParam("max_active_time");
        if (text == null || !text.matches("[0-9]{1,3}[sm]")) {
            return MAX_IDLE;
        }
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        Duration asked = text.endsWith("s") ? Duration.ofSeconds(number) : Duration.ofMinutes(number);
        return asked.compareTo(MIN_IDLE) < 0 ? MIN_IDLE : asked.compareTo(MAX_IDLE) > 0 ? MAX_IDLE : asked;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void push() {
        try {
            if (hub.push()) {
                privateHub.cutAll();
                tradeHub.cutAll();
            }
            privateHub.cutIdle();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("market push failed");
        } catch (Error e) {
            fail(e);
        }
    }

    private void pushAccounts() {
        try {
            privateHub.push(live.advance());
            tradeHub.push();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("account push failed");
        } catch (Error e) {
            fail(e);
        }
    }

    private void fail(Error e) {
        LOG.atError().setCause(e).log("stream thread failed, all connections are cut");
        hub.cutAll();
        privateHub.cutAll();
        tradeHub.cutAll();
        close();
        throw e;
    }

    private void received(WsContext ctx, String text) {
        Future<SocketSession> connection = connections.get(ctx.sessionId());
        if (connection != null) {
            run(REPLY_DELAY_MILLIS, () -> connection.resultNow().received(text));
        }
    }

    private void disconnected(WsContext ctx) {
        Future<SocketSession> connection = connections.remove(ctx.sessionId());
        if (connection != null) {
            run(0, () -> connection.resultNow().disconnected());
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
