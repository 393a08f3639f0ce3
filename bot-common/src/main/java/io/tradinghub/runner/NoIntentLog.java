package io.tradinghub.runner;

import java.util.function.Consumer;

import io.tradinghub.ledger.IntentLog;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderRequest;

/// No local file: an exit leaves at once while the ledger is away, and a new start learns of it from the exchange.
public final class NoIntentLog implements IntentLog {
    private final Consumer<Reply> replies;

    /// Replies go to this consumer from within [#append].
    public NoIntentLog(Consumer<Reply> replies) {
        this.replies = replies;
    }

    @Override
    public void append(OrderRequest request) {
        replies.accept(new Reply.Flushed(request));
    }

    @Override
    public void append(LedgerEntry entry) {}

    @Override
    public void clear() {}

    @Override
    public void close() {}
}
