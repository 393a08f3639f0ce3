package io.tradinghub.runner;

import java.math.BigDecimal;
import java.util.Optional;

import io.tradinghub.exchange.paper.PaperSettings;
import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsReader;

/// What is checked of a bot's account beyond what every account needs.
///
/// @param task to do instead of trading; empty to trade
/// @param leverage that every perpetual must have; empty where any will do
/// @param assumed the costs on paper, with which the account's are compared
public record AccountSettings(Optional<AccountTask> task, Optional<BigDecimal> leverage, PaperSettings assumed) {

    /// Declares `ACCOUNT_AND_EXIT` and `ACCOUNT_LEVERAGE`.
    static Setting<AccountSettings> declare(SettingsReader in, Setting<PaperSettings> assumed) {
        Setting<Optional<AccountTask>> task = in
                .choice("ACCOUNT_AND_EXIT",
                        "Only check the account, print what would be prepared there, or prepare it; then exit.",
                        AccountTask.class)
                .optional();
        Setting<Optional<BigDecimal>> leverage = in
                .decimal("ACCOUNT_LEVERAGE",
                        "Leverage that each perpetual of the account must have; ./hub prepare-account sets it.",
                        "1", "100")
                .optional();
        return in.combine(() -> new AccountSettings(task.get(), leverage.get(), assumed.get()));
    }
}
