package io.tradinghub.local.wire;

/// The moments of an order's life that can be told from the bytes on the bot's lines.
public enum Moment {
    BEFORE_INTENT("before the intent", "the INSERT has not reached PostgreSQL"), INTENT_COMMITTED(
            "intent committed, unknown to the bot", "PostgreSQL's answer is held back"), AFTER_COMMIT(
                    "after the commit", "PostgreSQL's answer has reached the bot"), BEFORE_REQUEST("before the request",
                            "no byte of the order has left"), DURING_REQUEST("during the request",
                                    "half of the order has left"), AFTER_REQUEST("after the request",
                                            "all of the order has left"), BEFORE_ANSWER("before the answer",
                                                    "the exchange's answer is held back"), BETWEEN_FILLS(
                                                            "between fills",
                                                            "an execution has arrived, the order has more to come"), BEFORE_BOOKING(
                                                                    "before booking",
                                                                    "the fill's INSERT has not reached PostgreSQL"), FILL_COMMITTED(
                                                                            "fill committed, unknown to the bot",
                                                                            "PostgreSQL's answer is held back"), BEFORE_BOARD(
                                                                                    "before the board",
                                                                                    "the positions have not reached Redis"), BEFORE_CANCEL(
                                                                                            "before a cancel",
                                                                                            "no byte of the cancel has left"), DURING_CANCEL(
                                                                                                    "during a cancel",
                                                                                                    "it has left, the exchange's answer is held back"), BEFORE_PROTECT(
                                                                                                            "before a stop is set",
                                                                                                            "no byte of the request has left"), DURING_PROTECT(
                                                                                                                    "while a stop is set",
                                                                                                                    "the request has left, the exchange's answer is held back"), DURING_RESYNC(
                                                                                                                            "during a resync",
                                                                                                                            "one of its answers is held back");

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
