package io.tradinghub.backtest;

/// The back-test cannot be run as it was asked for. The message says what is wrong and what to do; print it as it is.
public final class BacktestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BacktestException(String message) {
        super(message);
    }

    public BacktestException(String message, Throwable cause) {
        super(message, cause);
    }
}
