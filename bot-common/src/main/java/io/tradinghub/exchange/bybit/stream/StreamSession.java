package io.tradinghub.exchange.bybit.stream;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/// Keeps a set of topics subscribed: connects, logs in where that is asked for, subscribes, pings, detects a dead
/// connection and reconnects with backoff. A pure state machine: time and events are its input, calls to the link and
/// the listener its output. One thread owns it and calls [#onTime] when the time that [#nextNanos] returned has come.
public final class StreamSession {
    private final List<String> topics;
    private final StreamTimes times;
    private final StreamLink link;
    private final StreamSessionListener listener;
    private final Backoff backoff;
    private final @Nullable Supplier<String> login;
    private long attempt;
    private State state = new Stopped();

    /// One type per state; each holds only what that state needs.
    private sealed interface State {}

    private record Stopped() implements State {}

    private record BackingOff(long untilNanos) implements State {}

    private record Connecting(long deadlineNanos) implements State {}

    private record LoggingIn(long deadlineNanos) implements State {}

    private static final class Connected implements State {
        private final Subscriptions subscriptions;
        private final long sinceNanos;
        private long lastFrameNanos;
        private long lastDataNanos;
        private long nextPingNanos;
        private long retryRejectedNanos;
        private boolean subscribed;

        Connected(Subscriptions subscriptions, long now, long nextPing) {
            this.subscriptions = subscriptions;
            this.sinceNanos = now;
            this.lastFrameNanos = now;
            this.lastDataNanos = now;
            this.nextPingNanos = nextPing;
        }
    }

    /// Keeps topics of a public stream.
    public StreamSession(List<String> topics, StreamTimes times, StreamLink link, StreamSessionListener listener,
            RandomGenerator random) {
        this(topics, times, link, listener, random, null);
    }

    /// Keeps topics of a private stream.
    ///
    /// @param login makes the `auth` frame of a connection; null on a public stream. Bybit refuses a subscription that
    ///         comes before it has accepted the login
    public StreamSession(List<String> topics, StreamTimes times, StreamLink link, StreamSessionListener listener,
            RandomGenerator random, @Nullable Supplier<String> login) {
        this.topics = List.copyOf(topics);
        this.times = times;
        this.link = link;
        this.listener = listener;
        this.backoff = new Backoff(times.initialBackoff(), times.maxBackoff(), random);
        this.login = login;
    }

    /// Connects, and reconnects whenever the connection ends, until [#stop].
    public void start(long nowNanos) {
        connect(nowNanos);
    }

    public void stop() {
        state = new Stopped();
        link.abort();
    }

    /// Whether the exchange has answered every subscription of this connection.
    public boolean isSubscribed() {
        return state instanceof Connected connected && connected.subscribed;
    }

    private void connect(long nowNanos) {
        attempt++;
        state = new Connecting(nowNanos + times.replyTimeout().toNanos());
        link.connect(attempt);
    }

    public void onOpened(long number, long nowNanos) {
        if (number != attempt || !(state instanceof Connecting)) {
            return;
        }
        if (login == null) {
            subscribe(nowNanos);
        } else {
            state = new LoggingIn(nowNanos + times.replyTimeout().toNanos());
            link.send(login.get());
        }
    }

    private void subscribe(long nowNanos) {
        Connected connected = new Connected(new Subscriptions("s" + attempt, topics), nowNanos,
                nowNanos + times.pingInterval().toNanos());
        state = connected;
        sendSubscriptions(connected, nowNanos);
    }

    /// Any frame shows that the connection is alive. Returns false if the frame belongs to an abandoned connection; the
    /// caller must then ignore it.
    public boolean onFrame(long number, long nowNanos) {
        if (number == attempt && state instanceof Connected connected) {
            connected.lastFrameNanos = nowNanos;
            return true;
        }
        return number == attempt && state instanceof LoggingIn;
    }

    /// Call for all data in a frame that [#onFrame] accepted: pongs alone do not show that data flows.
    public void onData(long nowNanos) {
        if (state instanceof Connected connected) {
            connected.lastDataNanos = nowNanos;
        }
    }

    /// Call for each reply in a frame that [#onFrame] accepted.
    public void onReply(Reply reply, long nowNanos) {
        switch (state) {
            case Stopped(),BackingOff _,Connecting _ -> {}
            case LoggingIn _ -> {
                if (reply.operation().equals("auth")) {
                    loggedIn(reply, nowNanos);
                }
            }
            case Connected connected -> {
                if (reply.operation().equals("subscribe")) {
                    subscribed(connected, reply, nowNanos);
                }
            }
        }
    }

    private void loggedIn(Reply reply, long nowNanos) {
        if (reply.success()) {
            subscribe(nowNanos);
        } else {
            disconnect("the exchange refused the login: " + reply.message(), nowNanos);
        }
    }

    private void subscribed(Connected connected, Reply reply, long nowNanos) {
        switch (connected.subscriptions.onReply(reply.requestId(), reply.success(), reply.message())) {
            case Subscriptions.ReplyOutcome.Accepted(),Subscriptions.ReplyOutcome.Unknown() -> {}
            case Subscriptions.ReplyOutcome.Split() -> sendSubscriptions(connected, nowNanos);
            case Subscriptions.ReplyOutcome.Rejected(String topic, String reason) -> {
                connected.retryRejectedNanos = nowNanos + times.rejectedRetryDelay().toNanos();
                listener.onRejected(topic, reason);
            }
            case Subscriptions.ReplyOutcome.Restored(String topic) -> listener.onRestored(topic);
        }
        reportSubscribed(connected);
    }

    private void reportSubscribed(Connected connected) {
        if (!connected.subscribed && connected.subscriptions.isComplete()) {
            connected.subscribed = true;
            listener.onSubscribed();
        }
    }

    private void sendSubscriptions(Connected connected, long nowNanos) {
        connected.subscriptions.frames(nowNanos + times.replyTimeout().toNanos()).forEach(link::send);
    }

    public void onClosed(long number, String reason, long nowNanos) {
        if (number == attempt && !(state instanceof Stopped) && !(state instanceof BackingOff)) {
            disconnect(reason, nowNanos);
        }
    }

    /// Gives up the connection that is open or being opened, because the caller knows that it is of no use, and opens
    /// another after a delay.
    public void abandon(String reason, long nowNanos) {
        onClosed(attempt, reason, nowNanos);
    }

    private void disconnect(String reason, long nowNanos) {
        if (state instanceof Connected connected && nowNanos - connected.sinceNanos >= times.stableAfter().toNanos()) {
            backoff.reset();
        }
        link.abort();
        state = new BackingOff(nowNanos + backoff.nextNanos());
        listener.onDisconnected(reason);
    }

    /// When to call [#onTime] next; empty when stopped.
    public Optional<Long> nextNanos() {
        return switch (state) {
            case Stopped() -> Optional.empty();
            case BackingOff(long until) -> Optional.of(until);
            case Connecting(long deadline) -> Optional.of(deadline);
            case LoggingIn(long deadline) -> Optional.of(deadline);
            case Connected connected -> {
                long dead = connected.lastFrameNanos + times.frameTimeout().toNanos();
                long next = earlier(connected.nextPingNanos, dead);
                yield Optional.of(dataDeadline(connected).map(deadline -> earlier(next, deadline)).orElse(next));
            }
        };
    }

    /// A connection whose topics are all rejected sends no data.
    private Optional<Long> dataDeadline(Connected connected) {
        return connected.subscriptions.rejectedTopics() < topics.size()
                ? times.dataTimeout().map(timeout -> connected.lastDataNanos + timeout.toNanos())
                : Optional.empty();
    }

    private static long earlier(long oneNanos, long otherNanos) {
        return oneNanos - otherNanos < 0 ? oneNanos : otherNanos;
    }

    public void onTime(long nowNanos) {
        switch (state) {
            case Stopped() -> {}
            case BackingOff(long until) -> {
                if (nowNanos - until >= 0) {
                    connect(nowNanos);
                }
            }
            case Connecting(long deadline) -> {
                if (nowNanos - deadline >= 0) {
                    disconnect("no connection in time", nowNanos);
                }
            }
            case LoggingIn(long deadline) -> {
                if (nowNanos - deadline >= 0) {
                    disconnect("the login was not answered in time", nowNanos);
                }
            }
            case Connected connected -> onTime(connected, nowNanos);
        }
    }

    private void onTime(Connected connected, long nowNanos) {
        if (nowNanos - connected.lastFrameNanos >= times.frameTimeout().toNanos()) {
            disconnect("silent for " + times.frameTimeout(), nowNanos);
            return;
        }
        Optional<Long> dataDeadline = dataDeadline(connected);
        if (dataDeadline.isPresent() && nowNanos - dataDeadline.get() >= 0) {
            disconnect("no data for " + times.dataTimeout().orElseThrow(), nowNanos);
            return;
        }
        if (nowNanos - connected.nextPingNanos >= 0) {
            connected.nextPingNanos = nowNanos + times.pingInterval().toNanos();
            link.send("{\"req_id\":\"ping-%d\",\"op\":\"ping\"}".formatted(attempt));
        }
        if (connected.subscriptions.rejectedTopics() > 0 && nowNanos - connected.retryRejectedNanos >= 0) {
            connected.retryRejectedNanos = nowNanos + times.rejectedRetryDelay().toNanos();
            connected.subscriptions.retryRejected();
            sendSubscriptions(connected, nowNanos);
        }
        Optional<List<String>> unanswered = connected.subscriptions.expire(nowNanos);
        if (unanswered.isEmpty()) {
            disconnect("a subscription was not answered twice", nowNanos);
        } else if (!unanswered.get().isEmpty()) {
            listener.onUnanswered(unanswered.get());
            sendSubscriptions(connected, nowNanos);
        }
    }
}
