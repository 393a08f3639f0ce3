package io.tradinghub.ledger;

import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderRequest;

/// The durable record of one bot's orders and executions, and the truth after a restart. Blocks; safe to call from one
/// thread at a time. A bot's thread uses it through [LedgerQueue] only.
///
/// Every method throws [LedgerUnavailableException] when the database cannot be reached, does not answer in time, or
/// refuses what it is given, and [LeaseLostException] when another process has taken over this BOT_ID; nothing was
/// recorded then, as far as we know. A refusal ([LedgerRefusedException]) is no reason to end a bot that holds
/// positions: it sets the fact aside in the local file, which the next start books, and sends exits only until then.
public interface Ledger extends AutoCloseable {

    /// Everything a restarted bot needs.
    LedgerSnapshot load();

    /// Commits an order's intent with status `PENDING`. The same request twice is the same as once.
    void commitIntent(OrderRequest request);

    /// Records a fact in one transaction with everything that follows from it (a fill moves its order).
    Recorded record(LedgerEntry entry);

    @Override
    void close();

    /// What recording did.
    enum Recorded {
        /// The ledger changed.
        APPLIED,
        /// The fact was known, or came too late to matter; nothing changed.
        UNCHANGED,
        /// The report names an order this bot never intended; nothing changed. An execution is booked all the same.
        UNKNOWN_ORDER
    }
}
