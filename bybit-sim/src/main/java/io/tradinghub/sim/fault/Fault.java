package io.tradinghub.sim.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The faults that the simulator can inject; each armed count injects one.
public enum Fault {
    /// Sends a data frame twice.
    DUPLICATE,
    /// Sends a data frame after the next one on the same connection.
    REORDER,
    /// Sends text that is not JSON before a data frame.
    GARBAGE,
    /// Drops a data frame.
    LOSE,
    /// Sends a closed candle again in a separate frame.
    CONFIRM_TWICE,
    /// Drops the update that closes a candle; the next candle starts as usual.
    LOSE_CONFIRM,
    /// Sends the update that closes a candle after the first update of the next one.
    LATE_CONFIRM,
    /// Rejects a subscribe request as if its first topic did not exist.
    REFUSE_SUBSCRIPTION,
    /// Subscribes as requested, but drops the acknowledgement.
    LOSE_ACK,
    /// Acknowledges a subscription twice.
    DUPLICATE_ACK,
    /// Leaves a ping unanswered.
    LOSE_PONG,
    /// Cuts a new connection at once, without a close frame.
    REFUSE_CONNECTION,
    /// Accepts a new connection and never sends or answers anything on it.
    SILENT_CONNECTION,
    /// Goes silent on a connection at its next data frame, without closing it.
    HALF_OPEN,
    /// Cuts a connection at its authentication, without an answer.
    CUT_IN_AUTH,
    /// Sends a book snapshot in place of a delta.
    BOOK_SNAPSHOT,
    /// Sends a book snapshot with `u` 1 in place of a delta, as after a restart of the service.
    BOOK_RESTART,
    /// Leaves one number out of a book's `u`.
    BOOK_GAP,
    /// Sends a book frame whose best bid is above its best ask.
    BOOK_CROSSED,
    /// Sends a book snapshot without asks.
    BOOK_EMPTY_SIDE,
    /// Sends an order's `Filled` before its executions.
    FILLED_FIRST,
    /// Sends executions before the order's `New`.
    EXECUTION_BEFORE_NEW,
    /// Sends the executions of a message twice.
    DUPLICATE_EXECUTION,
    /// Sends a second `Filled` that says that a cancellation came too late.
    FILLED_TWICE,
    /// Drops all states of an order but the last, so that `cumExecQty` jumps.
    SKIP_ORDER_STATES,
    /// Drops the order frames of a step.
    LOSE_ORDER,
    /// Drops the execution frames of a step.
    LOSE_EXECUTION,
    /// Sends a position frame a second time.
    REPEAT_POSITION,
    /// Adds a field that no documentation has to a private frame or answer.
    UNKNOWN_FIELD,
    /// Uses a word that no documentation has: an order's `createType`, an execution's `execType` beside its own.
    UNKNOWN_WORD,
    /// Writes the numbers of an execution in exponent form.
    EXPONENT,
    /// Answers a REST request with Bybit's IP ban page, HTTP 403.
    HTTP_403,
    /// Answers a REST request with Bybit's system-level rate limit page, HTTP 429.
    HTTP_429,
    /// Answers a REST request with an HTML page, HTTP 500.
    HTTP_500,
    /// Answers a REST request with an HTML page, HTTP 502.
    HTTP_502,
    /// Holds a REST request for 30 seconds without executing it, then answers HTTP 504.
    TIME_OUT,
    /// Executes a signed request, then holds it for 30 seconds and answers HTTP 504.
    TIME_OUT_EXECUTED,
    /// Executes a signed request and answers 10 seconds later.
    SLOW,
    /// Executes a signed request and cuts the connection within the answer.
    CUT_EXECUTED,
    /// Executes a signed request and answers `retCode` 10000.
    SERVER_TIMEOUT_EXECUTED,
    /// Answers a signed request with `retCode` 10000 without executing it.
    SERVER_TIMEOUT,
    /// Executes a signed request and answers `retCode` 10016.
    SERVER_ERROR_EXECUTED,
    /// Answers a signed request with `retCode` 10002.
    WRONG_TIME,
    /// Answers a REST request with `retCode` 10006.
    RATE_LIMIT,
    /// Answers a REST request with `retCode` 10006 and without limit headers.
    RATE_LIMIT_WITHOUT_HEADERS,
    /// Answers a REST request with half of the JSON.
    TRUNCATED;

    private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /// The name that the control API uses.
    public String wireName() {
        return wireName;
    }

    /// Parses a [#wireName].
    public static Optional<Fault> fromWire(String text) {
        for (Fault fault : values()) {
            if (fault.wireName.equals(text)) {
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    /// All names, for messages.
    public static List<String> wireNames() {
        return Arrays.stream(values()).map(Fault::wireName).toList();
    }
}
