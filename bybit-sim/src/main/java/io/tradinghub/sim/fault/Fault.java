package io.tradinghub.sim.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What can go wrong, once per armed count.
public enum Fault {
    /// A data frame is sent twice.
    DUPLICATE,
    /// A data frame is sent after the one that follows it on the same connection.
    REORDER,
    /// Text that is no JSON is sent before a data frame.
    GARBAGE,
    /// A data frame is never sent.
    LOSE,
    /// A closed candle is sent a second time in a frame of its own.
    CONFIRM_TWICE,
    /// The update that closes a candle is never sent; the next candle begins as if it had been.
    LOSE_CONFIRM,
    /// A subscribe request is refused as if its first topic did not exist.
    REFUSE_SUBSCRIPTION,
    /// A subscribe request works, but its acknowledgement is never sent.
    LOSE_ACK,
    /// A ping stays unanswered.
    LOSE_PONG,
    /// A new connection is closed right away, without a close frame.
    REFUSE_CONNECTION,
    /// A REST request is answered with the page of an IP ban, HTTP 403.
    HTTP_403,
    /// A REST request is turned away by the system's protection, HTTP 429.
    HTTP_429,
    /// A REST request is answered with an HTML page, HTTP 500.
    HTTP_500,
    /// A REST request is not answered for half a minute, then with HTTP 504.
    TIME_OUT,
    /// A REST request is answered with retCode 10006.
    RATE_LIMIT,
    /// A REST request is answered with half of its JSON.
    TRUNCATED;

    private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /// The word the control API uses.
    public String wireName() {
        return wireName;
    }

    /// Reads [#wireName].
    public static Optional<Fault> fromWire(String text) {
        for (Fault fault : values()) {
            if (fault.wireName.equals(text)) {
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    /// All words, for messages.
    public static List<String> wireNames() {
        return Arrays.stream(values()).map(Fault::wireName).toList();
    }
}
