package io.tradinghub.ledger;

/// The ledger could not be reached, did not answer in time, or refused what it was given.
public sealed class LedgerUnavailableException extends RuntimeException permits LedgerRefusedException {
    private static final long serialVersionUID = 1L;

    public LedgerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
