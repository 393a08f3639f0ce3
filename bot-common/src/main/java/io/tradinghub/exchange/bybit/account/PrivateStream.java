package io.tradinghub.exchange.bybit.account;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradinghub.exchange.bybit.stream.Reply;
import io.tradinghub.exchange.bybit.stream.StreamLink;
import io.tradinghub.exchange.bybit.stream.StreamLinkListener;
import io.tradinghub.exchange.bybit.stream.StreamSession;
import io.tradinghub.exchange.bybit.stream.StreamSessionListener;
import io.tradinghub.exchange.bybit.stream.StreamTimes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connection to `/v5/private`, on a thread of its own: what the network and other threads have to say waits in a
/// queue for that thread.
///
/// Every topic is needed. One that Bybit refuses, and a frame that cannot be read, end the connection, since without
/// them things would be missed unnoticed.
final class PrivateStream implements StreamLinkListener, StreamSessionListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PrivateStream.class);
    private static final List<String> TOPICS = List.of("order", "execution", "position", "wallet");
    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final ObjectMapper json = new ObjectMapper();
    private final Listener listener;
    private final StreamSession session;
    private final Thread thread;
    // The stream's thread only.
    private @Nullable String refused;
    private volatile boolean closed;

    /// Hears the stream, on its thread.
    interface Listener {
        /// Everything that happens from now on is heard.
        void onConnected();

        void onDisconnected(String reason);

        /// A row of a topic's `data`.
        ///
        /// @throws IllegalArgumentException when the row cannot be read and must not be missed
        void onRow(String topic, Row row);
    }

    /// @param links opens the link that reports to the given listener
    /// @param login makes the frame that logs in
    PrivateStream(Function<StreamLinkListener, StreamLink> links, StreamTimes times, Supplier<String> login,
            Listener listener) {
        this.listener = listener;
        this.session = new StreamSession(TOPICS, times, links.apply(this), this, RandomGenerator.getDefault(), login);
        this.thread = Thread.ofVirtual().name("bybit-private-stream").unstarted(this::run);
    }

    /// Connects, and stays connected until closed.
    void start() {
        thread.start();
    }

    private void run() {
        run(() -> session.start(System.nanoTime()));
        try {
            while (!closed) {
                Runnable next = queue.poll(untilDueNanos(), TimeUnit.NANOSECONDS);
                if (next != null) {
                    run(next);
                }
                if (untilDueNanos() <= 0) {
                    run(() -> session.onTime(System.nanoTime()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            session.stop();
        }
    }

    /// Nothing that goes wrong here may end the thread: the connection ends, and what was missed is asked for.
    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.atError().setCause(e).log("private stream failed");
            abandon("what it told was not taken");
        }
    }

    private long untilDueNanos() {
        return session.nextNanos().map(due -> due - System.nanoTime()).orElse(Long.MAX_VALUE);
    }

    @Override
    public void onOpened(long attempt) {
        queue.add(() -> session.onOpened(attempt, System.nanoTime()));
    }

    @Override
    public void onText(long attempt, String frame) {
        queue.add(() -> {
            if (session.onFrame(attempt, System.nanoTime())) {
                read(frame);
            }
        });
    }

    @Override
    public void onClosed(long attempt, String reason) {
        queue.add(() -> session.onClosed(attempt, reason, System.nanoTime()));
    }

    private void read(String frame) {
        try {
            JsonNode content = json.readTree(frame);
            String topic = content.path("topic").asText();
            if (topic.isEmpty()) {
                session.onReply(new Reply(content.path("op").asText(), content.path("req_id").asText(),
                        content.path("success").asBoolean(), content.path("ret_msg").asText()), System.nanoTime());
            } else {
                rows(content, listener::onRow);
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            LOG.atError().addKeyValue("frame", frame).addKeyValue("reason", e.getMessage())
                    .log("frame of the private stream cannot be read");
            session.abandon("a frame could not be read", System.nanoTime());
        }
    }

    /// Hands out the rows of a topic's frame.
    ///
    /// @throws IllegalArgumentException when it has none, or the taker says so of one
    static void rows(JsonNode frame, BiConsumer<String, Row> taker) {
        if (!frame.path("data").isArray()) {
            throw new IllegalArgumentException("it has no data");
        }
        String topic = frame.path("topic").asText();
        frame.path("data").forEach(row -> taker.accept(topic, new Row(row)));
    }

    /// Connects anew, because the connection is of no use.
    void abandon(String reason) {
        queue.add(() -> session.abandon(reason, System.nanoTime()));
    }

    @Override
    public void onSubscribed() {
        Optional.ofNullable(refused).ifPresentOrElse(this::abandon, listener::onConnected);
    }

    @Override
    public void onDisconnected(String reason) {
        refused = null;
        listener.onDisconnected(reason);
    }

    @Override
    public void onRejected(String topic, String reason) {
        refused = "the exchange refused the topic %s: %s".formatted(topic, reason);
    }

    @Override
    public void onRestored(String topic) {
        LOG.atInfo().addKeyValue("topic", topic).log("exchange takes the topic again");
    }

    @Override
    public void onUnanswered(List<String> topics) {
        LOG.atWarn().addKeyValue("topics", topics).log("exchange did not answer a subscription");
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
