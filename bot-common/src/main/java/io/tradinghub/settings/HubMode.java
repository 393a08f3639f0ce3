package io.tradinghub.settings;

/// Where a bot's orders go. Paper cannot lose money and is what holds unless another mode is asked for by name.
public enum HubMode {
    /// Live market data, simulated fills.
    PAPER,
    /// Bybit demo trading.
    DEMO,
    /// Bybit testnet.
    TESTNET,
    /// Real money.
    LIVE;

    /// Declares `HUB_MODE`.
    public static Setting<HubMode> declare(SettingsReader in) {
        return in.choice("HUB_MODE", "Where orders go.", HubMode.class).orElse(PAPER);
    }

    /// Whether orders go to an account at the exchange.
    public boolean hasAccount() {
        return switch (this) {
            case PAPER -> false;
            case DEMO, TESTNET, LIVE -> true;
        };
    }
}
