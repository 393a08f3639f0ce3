package io.tradinghub.order;

/// Where an order stands, as the ledger stores it. Executions are the truth about positions; this is a hint.
public enum OrderStatus {
    /// The intent is committed; it may or may not have left us.
    PENDING,
    /// It left us and no answer came: it may be live.
    UNKNOWN,
    /// The exchange has it; nothing is filled yet.
    ACCEPTED,
    /// In part filled and still live.
    PARTIALLY_FILLED,
    /// Filled as a whole.
    FILLED,
    /// No longer live, not filled as a whole.
    CANCELLED,
    /// Never became live.
    REJECTED;

    /// No further status can follow; late fills are still booked.
    public boolean isClosed() {
        return switch (this) {
            case PENDING, UNKNOWN, ACCEPTED, PARTIALLY_FILLED -> false;
            case FILLED, CANCELLED, REJECTED -> true;
        };
    }

    /// Whether a report of `next` moves an order that stands here. A late or repeated report does not.
    public boolean canBecome(OrderStatus next) {
        return switch (this) {
            case PENDING -> next != PENDING;
            case UNKNOWN -> next != PENDING && next != UNKNOWN;
            case ACCEPTED -> next == PARTIALLY_FILLED || next.isClosed();
            case PARTIALLY_FILLED -> next == FILLED || next == CANCELLED;
            case FILLED, CANCELLED, REJECTED -> false;
        };
    }
}
