package io.tradinghub.order;

/// Direction of an order or execution.
public enum Side {
    BUY, SELL;

    /// +1 for a buy, -1 for a sell: what the side does to a position.
    public int sign() {
        return this == BUY ? 1 : -1;
    }
}
