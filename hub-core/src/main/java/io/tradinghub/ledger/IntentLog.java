package io.tradinghub.ledger;

import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderRequest;

/// A local file that remembers exits, and what the exchange told, while the ledger is away, so that the next start on
/// this machine can book them. No call blocks; the replies come to the consumer given at opening, on any thread.
///
/// It is no condition for an exit: without it a resync with the exchange finds the same position.
public interface IntentLog extends AutoCloseable {

    /// Writes and flushes the intent; answered by [Reply.Flushed] or [Reply.Failed].
    void append(OrderRequest request);

    /// Writes what the exchange told, without an answer unless it fails.
    void append(LedgerEntry entry);

    /// Forgets everything: the ledger has it now.
    void clear();

    @Override
    void close();

    /// What came of writing.
    sealed interface Reply {

        /// The intent is on the disk.
        record Flushed(OrderRequest request) implements Reply {}

        /// The file cannot be written, for example because the volume is full.
        record Failed(String reason) implements Reply {}
    }
}
