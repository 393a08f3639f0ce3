package io.tradinghub.engine;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.tradinghub.ledger.IntentLog;
import io.tradinghub.ledger.LedgerTask;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;

/// Orders that have not left yet: they wait for their intents to be committed or, an exit, to be on the local disk.
final class PendingOrders {
    private final LedgerTracker ledger;
    private final IntentLog file;
    private final long commitMillis;
    private final long fileMillis;
    private final Outcome outcome;
    private final List<Group> groups = new ArrayList<>();

    PendingOrders(LedgerTracker ledger, IntentLog file, EngineDriver.Deadlines deadlines, Outcome outcome) {
        this.ledger = ledger;
        this.file = file;
        this.commitMillis = deadlines.commit().toMillis();
        this.fileMillis = deadlines.file().toMillis();
        this.outcome = outcome;
    }

    /// What becomes of an order that has waited.
    ///
    /// @param mayLeave asked about an entry whose intent is committed: entries may have ended meanwhile
    record Outcome(Consumer<OrderRequest> send, Consumer<OrderRequest> giveUp, Predicate<OrderRequest> mayLeave) {}

    /// Takes orders that leave together.
    void add(List<OrderRequest> requests, long nowMillis) {
        Group group = new Group(requests, nowMillis);
        boolean wasAway = ledger.isAway();
        if (wasAway && group.isEntry()) {
            requests.forEach(outcome.giveUp());
            return;
        }
        groups.add(group);
        requests.forEach(request -> ledger.submit(new LedgerTask.Commit(request), nowMillis));
        if (wasAway) {
            group.writeToFile(nowMillis);
        }
    }

    /// An intent is committed. An entry that hears so after its deadline never leaves: the process may have stood
    /// still, and what was wanted then may be wrong now.
    void committed(OrderRequest request, long nowMillis) {
        for (Iterator<Group> waiting = groups.iterator(); waiting.hasNext();) {
            Group group = waiting.next();
            if (group.missing.remove(request) && group.missing.isEmpty()) {
                waiting.remove();
                release(group, nowMillis);
                return;
            }
        }
    }

    /// Entries may have ended while the intents were being committed.
    private void release(Group group, long nowMillis) {
        if (group.isEntry() && nowMillis >= group.deadlineMillis()) {
            expire(group, nowMillis);
        } else if (group.isEntry() && !group.requests.stream().allMatch(outcome.mayLeave())) {
            group.requests.forEach(request -> neverSent(request, "entries ended before it left", nowMillis));
        } else {
            group.requests.forEach(outcome.send());
        }
    }

    void flushed(OrderRequest request) {
        for (Iterator<Group> waiting = groups.iterator(); waiting.hasNext();) {
            Group group = waiting.next();
            if (group.isOnItsWayToTheFile() && group.requests.contains(request)) {
                waiting.remove();
                group.requests.forEach(outcome.send());
                return;
            }
        }
    }

    /// The ledger does not answer: exits go to the local file.
    void ledgerAway(long nowMillis) {
        for (Group group : List.copyOf(groups)) {
            if (!group.isEntry() && !group.isOnItsWayToTheFile()) {
                group.writeToFile(nowMillis);
            }
        }
    }

    /// Gives up entries and sends exits that have waited for long enough.
    void onTime(long nowMillis) {
        if (groups.isEmpty()) {
            return;
        }
        for (Group group : List.copyOf(groups)) {
            if (nowMillis < group.deadlineMillis()) {
                continue;
            }
            if (group.isEntry()) {
                groups.remove(group);
                expire(group, nowMillis);
            } else if (group.isOnItsWayToTheFile()) {
                groups.remove(group);
                group.requests.forEach(outcome.send());
            } else {
                group.writeToFile(nowMillis);
            }
        }
    }

    private void expire(Group group, long nowMillis) {
        group.requests.forEach(
                request -> neverSent(request, "its intent was not committed in time, never sent", nowMillis));
    }

    /// The commit may still come: the ledger learns behind it that the order never left.
    private void neverSent(OrderRequest request, String reason, long nowMillis) {
        ledger.write(OrderReport.rejected(request.id(), reason, request.createdAt()), nowMillis);
        outcome.giveUp().accept(request);
    }

    long nextDeadlineMillis() {
        long next = Long.MAX_VALUE;
        for (Group group : groups) {
            next = Math.min(next, group.deadlineMillis());
        }
        return next;
    }

    /// Orders that leave together.
    private final class Group {
        private static final long NEVER = Long.MIN_VALUE;
        private final List<OrderRequest> requests;
        private final List<OrderRequest> missing;
        private final long sinceMillis;
        private long fileSinceMillis = NEVER;

        private Group(List<OrderRequest> requests, long nowMillis) {
            this.requests = requests;
            this.missing = new ArrayList<>(requests);
            this.sinceMillis = nowMillis;
        }

        private boolean isEntry() {
            return requests.getFirst().isEntry();
        }

        private boolean isOnItsWayToTheFile() {
            return fileSinceMillis != NEVER;
        }

        private void writeToFile(long nowMillis) {
            fileSinceMillis = nowMillis;
            requests.forEach(file::append);
        }

        private long deadlineMillis() {
            return isOnItsWayToTheFile()
                    ? fileSinceMillis + fileMillis
                    : sinceMillis + commitMillis;
        }
    }
}
