package io.tradinghub.exchange.bybit.account;

import java.util.function.Supplier;

import io.tradinghub.exchange.bybit.stream.StreamLink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks Bybit for its time before each connection. A login is refused by a clock that is off by more than a few
/// seconds, and what is heard over the connection is compared with times of the exchange's.
///
/// Bybit may tell no time and take connections all the same, as it does while it bans the address of this host. So the
/// connection is tried by the clock as it is; one that is wrong ends with a refused login, and the next try comes
/// later.
final class TimedLink implements StreamLink {
    private static final Logger LOG = LoggerFactory.getLogger(TimedLink.class);
    private static final long NONE = -1;
    private final Supplier<RestReply> question;
    private final StreamLink link;
    // Guarded by this.
    private long wanted = NONE;

    /// @param question asks for the time, and corrects the clock by the answer; blocks
    TimedLink(Supplier<RestReply> question, StreamLink link) {
        this.question = question;
        this.link = link;
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
        if (!(time instanceof RestReply.Success)) {
            LOG.atWarn().addKeyValue("reply", time)
                    .log("exchange does not tell its time, connecting by the clock as it is");
        }
        link.connect(attempt);
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
