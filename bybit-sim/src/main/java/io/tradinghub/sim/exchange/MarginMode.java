package io.tradinghub.sim.exchange;

/// How an account's margin is shared between its positions. The simulator computes all of them as cross margin.
public enum MarginMode {
    ISOLATED_MARGIN, REGULAR_MARGIN, PORTFOLIO_MARGIN
}
