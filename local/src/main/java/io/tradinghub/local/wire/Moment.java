package io.tradinghub.local.wire;

/// The moments of an order's life that can be told from the bytes on the bot's lines.
public enum Moment {
    /// The INSERT has not reached PostgreSQL.
    BEFORE_INTENT("before the intent", "the INSERT has not reached PostgreSQL"),
    /// PostgreSQL's answer is held back.
    INTENT_COMMITTED("intent committed, unknown to the bot", "PostgreSQL's answer is held back"),
    /// PostgreSQL's answer has reached the bot.
    AFTER_COMMIT("after the commit", "PostgreSQL's answer has reached the bot"),
    /// No byte of the order has left.
    BEFORE_REQUEST("before the request", "no byte of the order has left"),
    /// Half of the order has left.
    DURING_REQUEST("during the request", "half of the order has left"),
    /// All of the order has left.
    AFTER_REQUEST("after the request", "all of the order has left"),
    /// The exchange's answer is held back.
    BEFORE_ANSWER("before the answer", "the exchange's answer is held back"),
    /// An execution has arrived, the order has more to come.
    BETWEEN_FILLS("between fills", "an execution has arrived, the order has more to come"),
    /// The fill's INSERT has not reached PostgreSQL.
    BEFORE_BOOKING("before booking", "the fill's INSERT has not reached PostgreSQL"),
    /// PostgreSQL's answer is held back.
    FILL_COMMITTED("fill committed, unknown to the bot", "PostgreSQL's answer is held back"),
    /// The positions have not reached Redis.
    BEFORE_BOARD("before the board", "the positions have not reached Redis"),
    /// No byte of the cancel has left.
    BEFORE_CANCEL("before a cancel", "no byte of the cancel has left"),
    /// It has left, the exchange's answer is held back.
    DURING_CANCEL("during a cancel", "it has left, the exchange's answer is held back"),
    /// No byte of the request has left.
    BEFORE_PROTECT("before a stop is set", "no byte of the request has left"),
    /// The request has left, the exchange's answer is held back.
    DURING_PROTECT("while a stop is set", "the request has left, the exchange's answer is held back"),
    /// One of its answers is held back.
    DURING_RESYNC("during a resync", "one of its answers is held back");

    private final String title;
    private final String meaning;

    Moment(String title, String meaning) {
        this.title = title;
        this.meaning = meaning;
    }

    /// A few words for a table.
    public String title() {
        return title;
    }

    /// Where the bytes are at this moment.
    public String meaning() {
        return meaning;
    }
}
