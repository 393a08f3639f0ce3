package io.tradinghub.db.access;

/// A store could not be prepared. The message is for the person who runs the hub: what failed, and what to do.
public final class PreparationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PreparationException(String message) {
        super(message);
    }

    public PreparationException(String message, Throwable cause) {
        super(message, cause);
    }
}
