package io.tradinghub.db.access;

/// Preparing a store failed. The message tells the operator what failed and what to do.
public final class PreparationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PreparationException(String message) {
        super(message);
    }

    public PreparationException(String message, Throwable cause) {
        super(message, cause);
    }
}
