package io.tradinghub.recorder.stream;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

import io.tradinghub.recorder.frame.Reply;

/// Keeps one subscription to a set of topics alive: connects, subscribes, pings, notices a dead connection, and begins
/// again with a growing pause. A pure state machine: time and events come in, calls to the link and the listener go
/// out. Owned by one thread, which also calls [#onTime] when [#nextNanos] has come.
public final class StreamSession {
    private final List<String> topics;
    private final StreamTimes times;
    private final StreamLink link;
    private final StreamListener listener;
    private final Backoff backoff;
    private long attempt;
    private State state = new Stopped();

    /// One record or object per stage of life, each with what only this stage knows.
    private sealed interface State {}

    private record Stopped() implements State {}

    private record Pausing(long untilNanos) implements State {}

    private record Connecting(long giveUpNanos) implements State {}

    private static final class Connected implements State {
        private final Subscriptions subscriptions;
        private final long sinceNanos;
        private long lastFrameNanos;
        private long lastDataNanos;
        private long nextPingNanos;
        private long askRefusedNanos;
        private boolean announced;

        Connected(Subscriptions subscriptions, long now, long nextPing) {
            this.subscriptions = subscriptions;
            this.sinceNanos = now;
            this.lastFrameNanos = now;
            this.lastDataNanos = now;
            this.nextPingNanos = nextPing;
        }
    }

    public StreamSession(List<String> topics, StreamTimes times, StreamLink link, StreamListener listener,
            RandomGenerator random) {
        this.topics = List.copyOf(topics);
        this.times = times;
        this.link = link;
        this.listener = listener;
        this.backoff = new Backoff(times.backoffFirst(), times.backoffMost(), random);
    }

    /// Begins; from now on the session is never at rest until [#stop].
    public void start(long nowNanos) {
        connect(nowNanos);
    }

    public void stop() {
        state = new Stopped();
        link.abort();
    }

    /// Whether every topic that the exchange did not refuse is subscribed to.
    public boolean isSubscribed() {
        return state instanceof Connected connected && connected.announced;
    }

    private void connect(long nowNanos) {
        attempt++;
        state = new Connecting(nowNanos + times.answerWithin().toNanos());
        link.connect(attempt);
    }

    public void onOpened(long number, long nowNanos) {
        if (number == attempt && state instanceof Connecting) {
            Connected connected = new Connected(new Subscriptions("s" + attempt, topics), nowNanos,
                    nowNanos + times.pingEvery().toNanos());
            state = connected;
            sendSubscriptions(connected, nowNanos);
        }
    }

    /// Any frame is a sign of life. False when it belongs to a connection that is given up, and must not be used.
    public boolean onFrame(long number, long nowNanos) {
        if (number == attempt && state instanceof Connected connected) {
            connected.lastFrameNanos = nowNanos;
            return true;
        }
        return false;
    }

    /// A candle or quote in a frame that [#onFrame] took: pongs alone are no sign that data flows.
    public void onData(long nowNanos) {
        if (state instanceof Connected connected) {
            connected.lastDataNanos = nowNanos;
        }
    }

    /// A reply in a frame that [#onFrame] took.
    public void onReply(Reply reply, long nowNanos) {
        if (!(state instanceof Connected connected) || !reply.operation().equals("subscribe")) {
            return;
        }
        switch (connected.subscriptions.answered(reply.requestId(), reply.success(), reply.message())) {
            case Subscriptions.Answer.Accepted(),Subscriptions.Answer.Unknown() -> {}
            case Subscriptions.Answer.Retried() -> sendSubscriptions(connected, nowNanos);
            case Subscriptions.Answer.Refused(String topic, String reason) -> {
                connected.askRefusedNanos = nowNanos + times.refusedAgain().toNanos();
                listener.onRefused(topic, reason);
            }
            case Subscriptions.Answer.Restored(String topic) -> listener.onAccepted(topic);
        }
        announce(connected);
    }

    private void announce(Connected connected) {
        if (!connected.announced && connected.subscriptions.isComplete()) {
            connected.announced = true;
            listener.onSubscribed();
        }
    }

    private void sendSubscriptions(Connected connected, long nowNanos) {
        connected.subscriptions.frames(nowNanos + times.answerWithin().toNanos()).forEach(link::send);
    }

    public void onClosed(long number, String reason, long nowNanos) {
        if (number == attempt && !(state instanceof Stopped) && !(state instanceof Pausing)) {
            lose(reason, nowNanos);
        }
    }

    private void lose(String reason, long nowNanos) {
        if (state instanceof Connected connected && nowNanos - connected.sinceNanos >= times.steadyAfter().toNanos()) {
            backoff.reset();
        }
        link.abort();
        state = new Pausing(nowNanos + backoff.nextNanos());
        listener.onLost(reason);
    }

    /// When [#onTime] wants to be called next, if the session is not stopped.
    public Optional<Long> nextNanos() {
        return switch (state) {
            case Stopped() -> Optional.empty();
            case Pausing(long until) -> Optional.of(until);
            case Connecting(long giveUp) -> Optional.of(giveUp);
            case Connected connected -> {
                long dead = connected.lastFrameNanos + times.deadAfter().toNanos();
                long next = earlier(connected.nextPingNanos, dead);
                yield Optional.of(isDataDue(connected)
                        ? earlier(next, connected.lastDataNanos + times.dataWithin().toNanos())
                        : next);
            }
        };
    }

    /// A connection whose every topic is refused is silent rightly.
    private boolean isDataDue(Connected connected) {
        return connected.subscriptions.refusedTopics() < topics.size();
    }

    private static long earlier(long oneNanos, long otherNanos) {
        return oneNanos - otherNanos < 0 ? oneNanos : otherNanos;
    }

    public void onTime(long nowNanos) {
        switch (state) {
            case Stopped() -> {}
            case Pausing(long until) -> {
                if (nowNanos - until >= 0) {
                    connect(nowNanos);
                }
            }
            case Connecting(long giveUp) -> {
                if (nowNanos - giveUp >= 0) {
                    lose("no connection in time", nowNanos);
                }
            }
            case Connected connected -> onTime(connected, nowNanos);
        }
    }

    private void onTime(Connected connected, long nowNanos) {
        if (nowNanos - connected.lastFrameNanos >= times.deadAfter().toNanos()) {
            lose("silent for " + times.deadAfter(), nowNanos);
            return;
        }
        if (isDataDue(connected) && nowNanos - connected.lastDataNanos >= times.dataWithin().toNanos()) {
            lose("no candle or quote for " + times.dataWithin(), nowNanos);
            return;
        }
        if (nowNanos - connected.nextPingNanos >= 0) {
            connected.nextPingNanos = nowNanos + times.pingEvery().toNanos();
            link.send("{\"req_id\":\"ping-%d\",\"op\":\"ping\"}".formatted(attempt));
        }
        if (connected.subscriptions.refusedTopics() > 0 && nowNanos - connected.askRefusedNanos >= 0) {
            connected.askRefusedNanos = nowNanos + times.refusedAgain().toNanos();
            connected.subscriptions.askRefusedAgain();
            sendSubscriptions(connected, nowNanos);
        }
        Optional<List<String>> late = connected.subscriptions.expire(nowNanos);
        if (late.isEmpty()) {
            lose("a subscription was not answered twice", nowNanos);
        } else if (!late.get().isEmpty()) {
            listener.onUnanswered(late.get());
            sendSubscriptions(connected, nowNanos);
        }
    }
}
