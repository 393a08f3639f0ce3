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
    /// Rejects a subscribe request as if its first topic did not exist.
    REFUSE_SUBSCRIPTION,
    /// Subscribes as requested, but drops the acknowledgement.
    LOSE_ACK,
    /// Leaves a ping unanswered.
    LOSE_PONG,
    /// Cuts a new connection at once, without a close frame.
    REFUSE_CONNECTION,
    /// Answers a REST request with Bybit's IP ban page, HTTP 403.
    HTTP_403,
    /// Answers a REST request with Bybit's system-level rate limit page, HTTP 429.
    HTTP_429,
    /// Answers a REST request with an HTML page, HTTP 500.
    HTTP_500,
    /// Holds a REST request for 30 seconds, then answers HTTP 504.
    TIME_OUT,
    /// Answers a REST request with `retCode` 10006.
    RATE_LIMIT,
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
