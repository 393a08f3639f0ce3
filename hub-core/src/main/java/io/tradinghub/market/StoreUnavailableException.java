package io.tradinghub.market;

/// A store did not answer in time or dropped the connection. Says nothing about whether a write happened.
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
