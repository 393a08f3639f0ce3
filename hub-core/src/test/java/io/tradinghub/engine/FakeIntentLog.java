package io.tradinghub.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.tradinghub.ledger.IntentLog;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderRequest;

/// A local file in memory, which flushes when the test says so.
final class FakeIntentLog implements IntentLog {
    final List<OrderRequest> intents = new ArrayList<>();
    final List<LedgerEntry> entries = new ArrayList<>();
    boolean isFull;
    boolean isSlow;
    int cleared;
    private final Consumer<Reply> replies;

    FakeIntentLog(Consumer<Reply> replies) {
        this.replies = replies;
    }

    @Override
    public void append(OrderRequest request) {
        if (isFull) {
            replies.accept(new Reply.Failed("no space left on device"));
            return;
        }
        intents.add(request);
        if (!isSlow) {
            flush(request);
        }
    }

    /// What was written before is on the disk now.
    void flush(OrderRequest request) {
        replies.accept(new Reply.Flushed(request));
    }

    @Override
    public void append(LedgerEntry entry) {
        entries.add(entry);
    }

    @Override
    public void clear() {
        cleared++;
    }

    @Override
    public void close() {}
}
