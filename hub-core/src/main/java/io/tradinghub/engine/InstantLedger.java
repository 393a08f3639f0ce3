package io.tradinghub.engine;

import java.util.function.Consumer;

import io.tradinghub.ledger.IntentLog;
import io.tradinghub.ledger.Ledger.Recorded;
import io.tradinghub.ledger.LedgerReply;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.ledger.LedgerTask;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderRequest;

/// Answers every task at once and remembers nothing: the ledger of a back-test, whose engine holds all there is to
/// know. It needs no local file and is one that is never written to.
public final class InstantLedger implements EngineDriver.TaskSink, IntentLog {
    private final Consumer<LedgerReply> replies;

    public InstantLedger(Consumer<LedgerReply> replies) {
        this.replies = replies;
    }

    @Override
    public void submit(LedgerTask task) {
        replies.accept(switch (task) {
            case LedgerTask.Commit(OrderRequest request) -> new LedgerReply.Committed(request);
            case LedgerTask.Write(LedgerEntry entry) -> new LedgerReply.Written(entry, Recorded.APPLIED);
            case LedgerTask.Load _ -> new LedgerReply.Loaded(LedgerSnapshot.empty());
        });
    }

    @Override
    public void append(OrderRequest request) {}

    @Override
    public void append(LedgerEntry entry) {}

    @Override
    public void clear() {}

    @Override
    public void close() {}
}
