package io.tradinghub.ledger;

/// Another process trades under this BOT_ID now; this one must stop at once and send nothing more.
public final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LeaseLostException(String message) {
        super(message);
    }
}
