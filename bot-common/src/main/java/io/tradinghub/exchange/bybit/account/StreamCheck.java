package io.tradinghub.exchange.bybit.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;

import io.tradinghub.exchange.ExchangeRefusalException;
import io.tradinghub.exchange.ExchangeUnavailableException;
import io.tradinghub.market.Category;
import io.tradinghub.order.ExecutionId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds a private stream that answers pings and tells nothing: asks Bybit for the newest execution of each category
/// and compares it with what the stream has told. Any thread may call.
final class StreamCheck {
    private static final Logger LOG = LoggerFactory.getLogger(StreamCheck.class);
    private static final int REMEMBERED = 1_000;
    /// Right after the subscription executions may be missing that happened just before it, and the next resync tells
    /// them.
    private static final Duration MARGIN = Duration.ofSeconds(1);
    private final ExecutionLists executions;
    private final Duration grace;
    // Guarded by this.
    private final SequencedSet<ExecutionId> told = new LinkedHashSet<>();
    private Instant connectedAt = Instant.MAX;

    /// @param grace how long after it happened an execution may still be on its way over the stream
    StreamCheck(ExecutionLists executions, Duration grace) {
        this.executions = executions;
        this.grace = grace;
    }

    synchronized void connected(Instant at) {
        connectedAt = at;
    }

    synchronized void disconnected() {
        connectedAt = Instant.MAX;
    }

    synchronized void told(ExecutionId execution) {
        told.add(execution);
        if (told.size() > REMEMBERED) {
            told.removeFirst();
        }
    }

    /// Asks, and answers why the stream is of no use; empty when nothing speaks against it. Blocks.
    Optional<String> fault() {
        return Arrays.stream(Category.values()).flatMap(category -> fault(category).stream()).findFirst();
    }

    private Optional<String> fault(Category category) {
        try {
            return executions.newest(category).flatMap(this::fault);
        } catch (ExchangeUnavailableException | ExchangeRefusalException | IllegalArgumentException e) {
            LOG.atWarn().addKeyValue("category", category).addKeyValue("reason", e.getMessage())
                    .log("private stream could not be checked");
            return Optional.empty();
        }
    }

    private synchronized Optional<String> fault(ExecutionLists.Newest newest) {
        Instant at = newest.executedAt();
        boolean mustBeTold = at.minus(MARGIN).isAfter(connectedAt) && at.plus(grace).isBefore(newest.asOf());
        return mustBeTold && !told.contains(newest.id())
                ? Optional.of("it answers, but kept back execution %s of %s".formatted(newest.id(), at))
                : Optional.empty();
    }
}
