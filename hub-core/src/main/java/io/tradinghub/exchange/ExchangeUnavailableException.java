package io.tradinghub.exchange;

/// The exchange gave no usable answer: it, or the way to it, is out of order, or it wants to be left alone for a while.
/// Try again later.
public final class ExchangeUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ExchangeUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public ExchangeUnavailableException(String message) {
        super(message);
    }
}
