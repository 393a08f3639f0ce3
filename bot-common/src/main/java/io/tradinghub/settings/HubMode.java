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

    /// Declares `HUB_MODE`. Only paper can run: the others are refused, since no adapter sends orders to Bybit yet.
    public static Setting<HubMode> declare(SettingsReader in) {
        return in.checked(in.choice("HUB_MODE", "Where orders go.", HubMode.class).orElse(PAPER), "HUB_MODE",
                mode -> mode == PAPER ? ""
                        : "paper: the adapter that sends orders to Bybit is not built yet, so demo, testnet and live cannot run");
    }
}
