package io.tradinghub.ledger;

/// The ledger answers and will not take this very fact, whatever is tried, until a person has mended the database.
/// Others it may take.
public final class LedgerRefusedException extends LedgerUnavailableException {
    private static final long serialVersionUID = 1L;

    public LedgerRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
