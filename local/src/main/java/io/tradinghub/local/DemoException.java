package io.tradinghub.local;

/// Something about the call cannot be used (a file, a folder, an option); the message is one line for the person who
/// made it.
public final class DemoException extends RuntimeException {
    private static final long serialVersionUID = 1;
    /// What the program exits with on bad input.
    static final int BAD_INPUT = 2;

    DemoException(String message) {
        super(message);
    }

    DemoException(String message, Throwable cause) {
        super(message, cause);
    }
}
