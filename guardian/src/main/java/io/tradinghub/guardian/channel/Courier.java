package io.tradinghub.guardian.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.tradinghub.guardian.alert.AlertBook;
import io.tradinghub.guardian.alert.Notice;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings one channel what the book owes it, in one message at a time, and tries again later and later while the
/// channel does not take it. One thread.
public final class Courier {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration COMPLAIN_EVERY = Duration.ofHours(1);

    private final Channel channel;
    private final String hub;
    private Duration pause = FIRST_PAUSE;
    private Instant nextTry = Instant.MIN;
    private @Nullable Instant failingSince;
    private Instant nextComplaint = Instant.MIN;
    private String complaint = "";

    /// @param hub which hub the messages are from
    public Courier(Channel channel, String hub) {
        this.channel = channel;
        this.hub = hub;
    }

    /// Sends what is due, unless it is too early for the next try.
    public void deliver(AlertBook book, Instant now) {
        List<Notice> due = book.due(channel.name(), now);
        if (due.isEmpty() || now.isBefore(nextTry)) {
            return;
        }
        try {
            channel.send(Message.of(hub, due));
            book.told(channel.name(), due, now);
            succeeded(due, now);
        } catch (DeliveryException notTaken) {
            failed(notTaken, due.size(), now);
        }
    }

    /// Since when the channel takes nothing; empty while it does, or nothing was to be sent.
    public Optional<Instant> failingSince() {
        return Optional.ofNullable(failingSince);
    }

    private void succeeded(List<Notice> told, Instant now) {
        if (failingSince != null) {
            LOG.atInfo().addKeyValue("channel", channel.name()).addKeyValue("failing", Duration.between(failingSince,
                    now)).log("the channel takes messages again");
        }
        failingSince = null;
        complaint = "";
        pause = FIRST_PAUSE;
        told.forEach(notice -> LOG.atInfo().addKeyValue("channel", channel.name())
                .addKeyValue("news", notice.kind()).addKeyValue("alert", notice.alert().condition().title())
                .addKeyValue("subject", notice.alert().condition().subject()).log("told"));
    }

    private void failed(DeliveryException notTaken, int waiting, Instant now) {
        if (failingSince == null) {
            failingSince = now;
        }
        Duration wait = notTaken.retryAfter().filter(asked -> asked.compareTo(pause) > 0).orElse(pause);
        nextTry = now.plus(wait);
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        if (!notTaken.reason().equals(complaint) || !now.isBefore(nextComplaint)) {
            complaint = notTaken.reason();
            nextComplaint = now.plus(COMPLAIN_EVERY);
            LOG.atError().addKeyValue("channel", channel.name()).addKeyValue("reason", complaint)
                    .addKeyValue("waiting", waiting).addKeyValue("retry", wait)
                    .log("an alert was not taken; ./hub doctor --alerts tries it");
        }
    }
}
