package io.tradinghub.local.stores;

/// A store of the demo cannot be started or used; the message says which one, why, and where its log is.
public final class LocalStoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LocalStoreException(String message) {
        super(message);
    }

    public LocalStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
