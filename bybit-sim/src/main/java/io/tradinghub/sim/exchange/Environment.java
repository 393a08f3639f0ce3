package io.tradinghub.sim.exchange;

/// Which of Bybit's environments is simulated.
public enum Environment {
    /// Everything is offered.
    MAINNET,
    /// Demo trading: no trade stream, no fee rates, orders are kept for seven days.
    DEMO
}
