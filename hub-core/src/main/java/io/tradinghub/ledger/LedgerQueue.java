package io.tradinghub.ledger;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

import io.tradinghub.ledger.Ledger.Recorded;
import io.tradinghub.order.LedgerEntry;
import org.jspecify.annotations.Nullable;

/// Does the ledger's work in order, away from the bot's thread, and keeps what the ledger cannot take until it is back.
/// What it refuses holds nothing else up.
///
/// Two threads: the bot's submits, one other works. Replies are given on the working thread. The queue is bounded by
/// nature: without the ledger no entry leaves, exits are retried at most once a second, and equity snapshots are
/// skipped but for the first, from which a first day's loss is counted.
public final class LedgerQueue {
    private final Ledger ledger;
    private final Consumer<LedgerReply> replies;
    /// Guarded by this.
    private final Deque<LedgerTask> tasks = new ArrayDeque<>();
    /// Guarded by this.
    private @Nullable LedgerTask firstSnapshot;
    private boolean away;

    public LedgerQueue(Ledger ledger, Consumer<LedgerReply> replies) {
        this.ledger = ledger;
        this.replies = replies;
    }

    public synchronized void submit(LedgerTask task) {
        if (firstSnapshot == null && isSnapshot(task)) {
            firstSnapshot = task;
        }
        tasks.addLast(task);
    }

    /// Does the oldest task.
    ///
    /// @return false when there is none, or when the ledger is away and the task has to be tried again later
    public boolean work() {
        LedgerTask task = oldest();
        if (task == null) {
            return false;
        }
        LedgerReply reply;
        try {
            reply = isSkipped(task) ? skipped(task) : done(task);
            away = false;
        } catch (LedgerRefusedException refused) {
            reply = new LedgerReply.Refused(task, String.valueOf(refused.getMessage()));
            away = false;
        } catch (LedgerUnavailableException gone) {
            if (!away) {
                away = true;
                replies.accept(new LedgerReply.WentAway(String.valueOf(gone.getMessage())));
            }
            return false;
        } catch (RuntimeException impossible) {
            reply = new LedgerReply.Failed(task, impossible);
        }
        removeOldest();
        replies.accept(reply);
        return true;
    }

    /// How many tasks have no reply yet.
    public synchronized int size() {
        return tasks.size();
    }

    private LedgerReply done(LedgerTask task) {
        return switch (task) {
            case LedgerTask.Commit(var request) -> {
                ledger.commitIntent(request);
                yield new LedgerReply.Committed(request);
            }
            case LedgerTask.Write(LedgerEntry entry) -> new LedgerReply.Written(entry, ledger.record(entry));
            case LedgerTask.Load _ -> new LedgerReply.Loaded(ledger.load());
        };
    }

    private synchronized boolean isSkipped(LedgerTask task) {
        return away && isSnapshot(task) && task != firstSnapshot && size() > 1;
    }

    private static boolean isSnapshot(LedgerTask task) {
        return task instanceof LedgerTask.Write(LedgerEntry.EquitySnapshot _);
    }

    private static LedgerReply skipped(LedgerTask task) {
        return new LedgerReply.Written(((LedgerTask.Write) task).entry(), Recorded.UNCHANGED);
    }

    private synchronized @Nullable LedgerTask oldest() {
        return tasks.peekFirst();
    }

    private synchronized void removeOldest() {
        tasks.removeFirst();
    }
}
