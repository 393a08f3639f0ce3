package io.tradinghub.engine;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.tradinghub.ledger.IntentLog;
import io.tradinghub.ledger.Ledger.Recorded;
import io.tradinghub.ledger.LedgerReply;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.ledger.LedgerTask;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderReport;
import io.tradinghub.position.Position;
import io.tradinghub.risk.EquityGuard;
import org.jspecify.annotations.Nullable;

/// Knows what the ledger has not answered yet, and so whether it is away: when it says so, or when its oldest task has
/// waited for longer than the deadline of [EngineDriver.Deadlines].
///
/// After it was away it is read again: where it then knows of other positions than the engine, the process has to start
/// anew from it.
///
/// A fact that the ledger refuses goes to the local file, which the next start books, and the ledger counts as away
/// until that start: it lacks what the engine knows.
final class LedgerTracker {
    private final EngineDriver.TaskSink ledger;
    private final IntentLog file;
    private final long deadlineMillis;
    private final Deque<Outstanding> outstanding = new ArrayDeque<>();
    private @Nullable String awayReason;
    private @Nullable String refusedReason;
    private boolean refusalIsNews;
    private boolean away;
    private boolean mustCompare;
    private boolean fileIsUsed;
    private boolean fileFailed;
    private @Nullable LedgerSnapshot loaded;

    LedgerTracker(EngineDriver.TaskSink ledger, IntentLog file, long deadlineMillis) {
        this.ledger = ledger;
        this.file = file;
        this.deadlineMillis = deadlineMillis;
    }

    /// What is news about the ledger.
    sealed interface Change {
        record Away(String reason) implements Change {}

        record Back() implements Change {}

        /// Read again, to be compared with what the engine holds.
        record Reloaded(LedgerSnapshot snapshot) implements Change {}
    }

    boolean isAway() {
        return away;
    }

    int outstanding() {
        return outstanding.size();
    }

    void write(LedgerEntry entry, long nowMillis) {
        if (refusedReason != null && entry instanceof LedgerEntry.Watermark) {
            return; // the next start must ask again for what the ledger did not take
        }
        submit(new LedgerTask.Write(entry), nowMillis);
        if (away && isKept(entry)) {
            fileIsUsed = true;
            file.append(entry);
        }
    }

    void submit(LedgerTask task, long nowMillis) {
        outstanding.addLast(new Outstanding(task, nowMillis));
        fileIsUsed |= away && task instanceof LedgerTask.Commit;
        ledger.submit(task);
    }

    void replied(LedgerReply reply, long nowMillis) {
        if (reply instanceof LedgerReply.WentAway(String reason)) {
            awayReason = reason;
            mustCompare = true;
            return;
        }
        awayReason = null;
        outstanding.removeFirst();
        if (reply instanceof LedgerReply.Refused(LedgerTask task, String reason)) {
            refused(task, reason);
        } else if (reply instanceof LedgerReply.Loaded(LedgerSnapshot snapshot)) {
            loaded = snapshot;
        } else if (reply instanceof LedgerReply.Written(LedgerEntry entry, Recorded outcome) && isExecution(entry)
                && outcome == Recorded.UNCHANGED) {
            mustCompare = true;
        }
        if (mustCompare && outstanding.isEmpty() && loaded == null) {
            mustCompare = false;
            submit(new LedgerTask.Load(), nowMillis);
        }
    }

    /// What positions and orders depend on ends entries; an announcement or a number for the charts does not.
    private void refused(LedgerTask task, String reason) {
        if (task instanceof LedgerTask.Write(LedgerEntry entry) && !isKept(entry)) {
            return;
        }
        refusalIsNews = true;
        refusedReason = "the ledger refuses a fact, which is kept in INTENT_FILE: mend the database, then start the bot"
                + " anew; " + reason;
        if (task instanceof LedgerTask.Write(LedgerEntry entry) && isKept(entry) && !away) {
            fileIsUsed = true;
            file.append(entry);
        }
    }

    /// What has changed by now; ask until nothing has.
    Optional<Change> change(long nowMillis) {
        Optional<Change> refusal = newRefusal();
        if (refusal.isPresent()) {
            return refusal;
        }
        if (!away && isSilent(nowMillis)) {
            away = true;
            String reason = awayReason == null
                    ? "the ledger has not answered for %d ms".formatted(deadlineMillis)
                    : awayReason;
            rememberOutstanding();
            return Optional.of(new Change.Away(reason));
        }
        LedgerSnapshot read = loaded;
        if (read != null) {
            loaded = null;
            return Optional.of(new Change.Reloaded(read));
        }
        if (away && refusedReason == null && !isSilent(nowMillis) && !mustCompare && !isLoading()) {
            away = false;
            forgetFile();
            return Optional.of(new Change.Back());
        }
        return Optional.empty();
    }

    private Optional<Change> newRefusal() {
        if (!refusalIsNews || refusedReason == null) {
            return Optional.empty();
        }
        refusalIsNews = false;
        if (!away) {
            away = true;
            rememberOutstanding();
        }
        return Optional.of(new Change.Away(refusedReason));
    }

    private boolean isSilent(long nowMillis) {
        Outstanding oldest = outstanding.peekFirst();
        return awayReason != null
                || (oldest != null && nowMillis - oldest.sinceMillis() >= deadlineMillis);
    }

    private boolean isLoading() {
        return outstanding.stream().anyMatch(waiting -> waiting.task() instanceof LedgerTask.Load);
    }

    long nextDeadlineMillis() {
        Outstanding oldest = outstanding.peekFirst();
        return away || oldest == null
                ? Long.MAX_VALUE
                : oldest.sinceMillis() + deadlineMillis;
    }

    /// What the exchange told before it was known that the ledger is away goes to the file too.
    private void rememberOutstanding() {
        for (Outstanding waiting : outstanding) {
            if (waiting.task() instanceof LedgerTask.Write(LedgerEntry entry) && isKept(entry)) {
                fileIsUsed = true;
                file.append(entry);
            }
        }
    }

    private void forgetFile() {
        if (fileIsUsed) {
            fileIsUsed = false;
            fileFailed = false;
            file.clear();
        }
    }

    /// Whether this is the first failure of the file since the ledger went away.
    boolean fileFailed() {
        boolean isNews = !fileFailed;
        fileFailed = true;
        return isNews;
    }

    private static boolean isExecution(LedgerEntry entry) {
        return entry instanceof Fill || entry instanceof LedgerEntry.LateExecution;
    }

    /// Whether the local file keeps it while the ledger is away: what the exchange told, and that a limit of equity was
    /// passed, which ends entries after a new start, too.
    private static boolean isKept(LedgerEntry entry) {
        return switch (entry) {
            case OrderReport _,LedgerEntry.Conclusion _ -> true;
            case Fill _,LedgerEntry.LateExecution _,LedgerEntry.FundingPayment _ -> true;
            case LedgerEntry.EquitySnapshot _ -> false;
            case LedgerEntry.RiskEvent event -> EquityGuard.Limit.of(event.rule()).isPresent();
            case LedgerEntry.Watermark _ -> false;
            case LedgerEntry.StopMoved _ -> false;
            case LedgerEntry.Claim _ -> false;
            case LedgerEntry.PassedOver _ -> false;
        };
    }

    /// Compares what the ledger knows with what the engine holds, unless executions are on their way to the ledger or
    /// were refused by it.
    ///
    /// @throws IllegalStateException when they differ: the process has to start anew from the ledger
    void compare(List<Position> held, LedgerSnapshot known) {
        if (refusedReason != null) {
            return;
        }
        if (outstanding.stream().anyMatch(waiting -> waiting.task() instanceof LedgerTask.Write(LedgerEntry entry)
                && isExecution(entry))) {
            mustCompare = true;
            return;
        }
        Map<InstrumentId, BigDecimal> unexplained = new TreeMap<>();
        known.positions().forEach(position -> unexplained.put(position.instrument(), position.quantity()));
        for (Position position : held) {
            BigDecimal truth = unexplained.getOrDefault(position.instrument(), BigDecimal.ZERO);
            requireSame(position.instrument(), position.quantity(), truth);
            unexplained.remove(position.instrument());
        }
        unexplained.forEach((instrument, truth) -> requireSame(instrument, BigDecimal.ZERO, truth));
    }

    private static void requireSame(InstrumentId instrument, BigDecimal held, BigDecimal truth) {
        if (held.compareTo(truth) != 0) {
            throw new IllegalStateException(
                    "the engine counted %s of %s, the ledger knows %s".formatted(held, instrument, truth));
        }
    }

    /// A task that has no reply yet.
    private record Outstanding(LedgerTask task, long sinceMillis) {}
}
