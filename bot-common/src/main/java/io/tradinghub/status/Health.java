package io.tradinghub.status;

/// Whether a bot's work goes on, and what it waits for if it does not.
///
/// @param detail for people; what it waits for, or what the work is about; may be empty
public record Health(Work work, String detail) {

    /// What the bot does. The names are those of the ledger's schema.
    public enum Work {
        /// Everything it needs is there: it decides on every candle, and may enter.
        TRADING,
        /// Stored candles for the warm-up still come in.
        WARMING_UP,
        /// A rule has ended entries; what is held is looked after.
        ENTRIES_OFF,
        /// A person ended entries; what is held is looked after.
        HALTED,
        /// A person told it to close everything.
        FLATTENING,
        /// Another process of this bot holds the lease and trades.
        STANDING_BY,
        /// Something that it needs is not there, and its work does not go on.
        WAITING
    }

    /// Whether its work goes on: everything but waiting is well.
    public boolean isWell() {
        return work != Work.WAITING;
    }

    /// In words, like `waits for the ledger`.
    @Override
    public String toString() {
        String words = switch (work) {
            case TRADING -> "trading";
            case WARMING_UP -> "warming up";
            case ENTRIES_OFF -> "entries off";
            case HALTED -> "halted";
            case FLATTENING -> "flattening";
            case STANDING_BY -> "stands by";
            case WAITING -> "waits for";
        };
        return detail.isEmpty() ? words : words + (work == Work.WAITING ? " " : ": ") + detail;
    }
}
