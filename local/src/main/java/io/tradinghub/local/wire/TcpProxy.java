package io.tradinghub.local.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A line of one bot to one server of this machine, which reads along and can fail. Any thread may call.
public final class TcpProxy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TcpProxy.class);
    private static final int BUFFER_BYTES = 16_384;
    private static final long STALL_STEP_MILLIS = 20;
    private final ServerSocket door;
    private final int target;
    private final Supplier<Inspector> inspectors;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private final AtomicLong refusedUntil = new AtomicLong(System.nanoTime());
    private final AtomicLong stalledUntil = new AtomicLong(System.nanoTime());

    /// What a proxy leads to.
    public enum Kind {
        REST, PRIVATE_STREAM, POSTGRES, REDIS;

        private Inspector inspector(Witness witness) {
            return switch (this) {
                case REST -> new HttpInspector(witness);
                case PRIVATE_STREAM -> new StreamInspector(witness);
                case POSTGRES -> new PostgresInspector(witness);
                case REDIS -> new RedisInspector(witness);
            };
        }
    }

    private TcpProxy(ServerSocket door, int target, Supplier<Inspector> inspectors) {
        this.door = door;
        this.target = target;
        this.inspectors = inspectors;
    }

    /// Opens a free port of the loopback address that leads to the target port.
    public static TcpProxy open(Kind kind, int target, Witness witness) throws IOException {
        ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        TcpProxy proxy = new TcpProxy(door, target, () -> kind.inspector(witness));
        Thread.ofPlatform().daemon().name("proxy-" + kind).start(proxy::accept);
        return proxy;
    }

    public int port() {
        return door.getLocalPort();
    }

    /// Ends every connection, and every new one for this long.
    public void cut(Duration time) {
        refusedUntil.set(System.nanoTime() + time.toNanos());
        lines.forEach(Line::end);
    }

    /// Passes nothing on for this long, then everything.
    public void stall(Duration time) {
        stalledUntil.set(System.nanoTime() + time.toNanos());
    }

    /// Ends what [#cut] and [#stall] began.
    public void mend() {
        refusedUntil.set(System.nanoTime());
        stalledUntil.set(System.nanoTime());
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket bot = door.accept();
                if (refusedUntil.get() - System.nanoTime() > 0) {
                    bot.close();
                } else {
                    connect(bot);
                }
            } catch (IOException closed) {
                LOG.atDebug().addKeyValue("reason", closed.getMessage()).log("a line could not be opened");
            }
        }
    }

    private void connect(Socket bot) throws IOException {
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException away) {
            bot.close();
            throw away;
        }
        bot.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Line line = new Line(bot, server);
        lines.add(line);
        Inspector inspector = inspectors.get();
        Thread.ofVirtual().start(() -> pump(line, bot, server, inspector::fromBot));
        Thread.ofVirtual().start(() -> pump(line, server, bot, inspector::fromServer));
    }

    private void pump(Line line, Socket from, Socket to, Passing passing) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                while (stalledUntil.get() - System.nanoTime() > 0) {
                    Thread.sleep(STALL_STEP_MILLIS);
                }
                if (!passing.pass(buffer, length, out)) {
                    break;
                }
            }
        } catch (IOException ended) {
            LOG.atTrace().addKeyValue("reason", ended.getMessage()).log("a line ended");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            line.end();
            lines.remove(line);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        lines.forEach(Line::end);
    }

    private record Line(Socket bot, Socket server) {
        void end() {
            for (Socket socket : new Socket[]{bot, server}) {
                try {
                    socket.close();
                } catch (IOException alreadyGone) {
                    LOG.atTrace().addKeyValue("reason", alreadyGone.getMessage()).log("a line was closed already");
                }
            }
        }
    }

    /// Passes bytes on one way; false ends the line.
    @FunctionalInterface
    private interface Passing {
        boolean pass(byte[] bytes, int length, OutputStream out) throws IOException;
    }
}
