package io.tradinghub.guardian.channel;

import java.time.Duration;
import java.util.Optional;

/// A message was not taken. The text says why, for people, and never holds a token or a secret address.
public final class DeliveryException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Optional<Duration> retryAfter;

    DeliveryException(String reason) {
        this(reason, Optional.empty());
    }

    /// @param retryAfter how long the other side wants to be left alone
    DeliveryException(String reason, Optional<Duration> retryAfter) {
        super(reason);
        this.retryAfter = retryAfter;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /// The message, which is always there.
    public String reason() {
        return String.valueOf(getMessage());
    }
}
