package io.tradinghub.local;

/// The user's input (a file, a folder or an option) cannot be used; the message is one line for the user.
public final class DemoException extends RuntimeException {
    private static final long serialVersionUID = 1;
    /// The exit code for bad input.
    static final int BAD_INPUT = 2;

    DemoException(String message) {
        super(message);
    }

    DemoException(String message, Throwable cause) {
        super(message, cause);
    }
}
