package io.tradinghub.exchange.bybit;

/// How important a request is, the most important first.
public enum Lane {
    /// Orders that make a position smaller, cancels, and stops.
    EXIT(16),
    /// What became of an order, and what the account holds.
    LOOK_UP(10),
    /// Orders that make a position larger.
    ENTRY(9),
    /// Everything else that is asked: candles, how an account is set up.
    HISTORY(8);

    private static final int PARTS = 16;
    private final int parts;

    Lane(int parts) {
        this.parts = parts;
    }

    /// How much of a share may be in use when a request of this lane has left: an exit may use all of it, and what the
    /// others may not use is kept for it.
    int mostOf(int share) {
        return Math.max(1, share * parts / PARTS);
    }
}
