package io.tradinghub.exchange.bybit.account;

import java.util.function.Supplier;

import io.tradinghub.exchange.bybit.stream.StreamLink;
import io.tradinghub.exchange.bybit.stream.StreamLinkListener;

/// Asks Bybit for its time before each connection. A login is refused by a clock that is off by more than a few
/// seconds, and what is heard over the connection is compared with times of the exchange's.
final class TimedLink implements StreamLink {
    private static final long NONE = -1;
    private final Supplier<RestReply> question;
    private final StreamLink link;
    private final StreamLinkListener listener;
    // Guarded by this.
    private long wanted = NONE;

    /// @param question asks for the time, and corrects the clock by the answer; blocks
    TimedLink(Supplier<RestReply> question, StreamLink link, StreamLinkListener listener) {
        this.question = question;
        this.link = link;
        this.listener = listener;
    }

    @Override
    public void connect(long attempt) {
        synchronized (this) {
            wanted = attempt;
        }
        Thread.ofVirtual().name("bybit-time").start(() -> connectAt(question.get(), attempt));
    }

    private synchronized void connectAt(RestReply time, long attempt) {
        if (attempt != wanted) {
            return;
        }
        if (time instanceof RestReply.Success) {
            link.connect(attempt);
        } else {
            listener.onClosed(attempt, "the exchange does not tell its time: " + time);
        }
    }

    @Override
    public void send(String frame) {
        link.send(frame);
    }

    @Override
    public synchronized void abort() {
        wanted = NONE;
        link.abort();
    }
}
