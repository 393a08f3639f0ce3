package io.tradinghub.runner;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.position.Position;
import io.tradinghub.position.PositionBoard;
import io.tradinghub.status.BotStatus;
import io.tradinghub.status.StatusBoard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the live store equal to what the bot's thread says, on a thread of its own: the live store may hang, the bot
/// may not.
///
/// Now and then it reads the board back and puts right what is missing or wrong there.
final class StatusPublisher implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusPublisher.class);
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);

    private final RunnerThreads threads;
    private final PositionBoard positions;
    private final StatusBoard statusBoard;
    private final LinkedBlockingQueue<BotStatus> newest = new LinkedBlockingQueue<>();
    /// What the board shows, by value and not by scale.
    private Map<InstrumentId, BigDecimal> shown = Map.of();
    private long checkAtNanos;
    private boolean refused;
    private volatile long shownAtNanos;

    StatusPublisher(RunnerThreads threads, PositionBoard positions, StatusBoard statusBoard) {
        this.threads = threads;
        this.positions = positions;
        this.statusBoard = statusBoard;
        this.checkAtNanos = threads.nanoTime();
        this.shownAtNanos = threads.nanoTime();
    }

    /// How long nothing could be shown: since the start, if nothing ever was. Any thread.
    Duration silence() {
        return Duration.ofNanos(threads.nanoTime() - shownAtNanos);
    }

    /// Shows this state soon; a newer one replaces it. Any thread.
    void show(BotStatus status) {
        newest.clear();
        newest.add(status);
    }

    @Override
    public void run() {
        try {
            while (true) {
                BotStatus status = threads.poll(newest, CHECK_INTERVAL);
                if (status != null) {
                    keep(status);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Shows it now; for the thread that runs this, or after that has ended.
    void keep(BotStatus status) {
        try {
            if (threads.nanoTime() >= checkAtNanos) {
                shown = plain(positions.read());
                checkAtNanos = threads.nanoTime() + CHECK_INTERVAL.toNanos();
            }
            Map<InstrumentId, BigDecimal> held = plain(status.positions().stream()
                    .collect(Collectors.toMap(Position::instrument, Position::quantity)));
            if (!shown.equals(held)) {
                positions.show(held);
                shown = held;
            }
            statusBoard.show(status);
            shownAtNanos = threads.nanoTime();
            refused = false;
        } catch (StoreUnavailableException _) {
            // The adapter says once that the store is away; what is shown there is unknown until it is read again.
            checkAtNanos = threads.nanoTime();
        } catch (RuntimeException wrong) {
            // What people look at is no reason to leave a position alone.
            if (!refused) {
                LOG.atError().setCause(wrong).log("state cannot be shown");
            }
            refused = true;
            checkAtNanos = threads.nanoTime();
        }
    }

    private static Map<InstrumentId, BigDecimal> plain(Map<InstrumentId, BigDecimal> quantities) {
        return quantities.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().stripTrailingZeros()));
    }
}
