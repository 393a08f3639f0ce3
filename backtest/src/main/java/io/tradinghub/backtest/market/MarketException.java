package io.tradinghub.backtest.market;

/// The market cannot be had. The message says what is wrong and what to do; print it as it is.
public final class MarketException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MarketException(String message) {
        super(message);
    }

    public MarketException(String message, Throwable cause) {
        super(message, cause);
    }
}
