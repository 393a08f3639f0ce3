package io.tradinghub.local.kill;

/// The kill matrix itself cannot go on; the message says what is in its way.
public final class MatrixException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MatrixException(String message) {
        super(message);
    }

    MatrixException(String message, Throwable cause) {
        super(message, cause);
    }
}
