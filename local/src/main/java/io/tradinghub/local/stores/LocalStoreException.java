package io.tradinghub.local.stores;

/// A store of the demo cannot be started or used; the message names the store, the reason and its log.
public final class LocalStoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LocalStoreException(String message) {
        super(message);
    }

    public LocalStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
