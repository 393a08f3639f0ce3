package io.tradinghub.ledger;

import io.tradinghub.ledger.Ledger.Recorded;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderRequest;

/// What came of a [LedgerTask]. Every task has exactly one reply, in the order of the tasks; [WentAway] is said in
/// between and answers none.
public sealed interface LedgerReply {

    /// The intent is committed.
    record Committed(OrderRequest request) implements LedgerReply {}

    /// The fact is recorded.
    record Written(LedgerEntry entry, Recorded outcome) implements LedgerReply {}

    record Loaded(LedgerSnapshot snapshot) implements LedgerReply {}

    /// The ledger does not answer. The task at hand is tried again until it does.
    record WentAway(String reason) implements LedgerReply {}

    /// The ledger answers and will not take this very task, until a person has mended the database; the tasks behind it
    /// go on without it.
    record Refused(LedgerTask task, String reason) implements LedgerReply {}

    /// The ledger will never do this: the lease is lost, or the task contradicts what it holds.
    record Failed(LedgerTask task, RuntimeException cause) implements LedgerReply {}
}
