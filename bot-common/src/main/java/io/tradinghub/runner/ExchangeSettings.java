package io.tradinghub.runner;

import java.util.Optional;

import io.tradinghub.exchange.bybit.account.ApiKey;
import io.tradinghub.exchange.bybit.account.BybitAccountSettings;
import io.tradinghub.exchange.paper.PaperSettings;
import io.tradinghub.settings.HubMode;
import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsReader;

/// Where a bot's orders go, as its mode says.
public sealed interface ExchangeSettings {

    /// Orders are filled in the bot's own process.
    record Paper(PaperSettings costs) implements ExchangeSettings {}

    /// Orders go to an account at Bybit.
    record Account(BybitAccountSettings site, ApiKey key) implements ExchangeSettings {}

    /// Declares what paper and what an account needs; of each only what the mode asks for must be there.
    static Setting<ExchangeSettings> declare(SettingsReader in, Setting<HubMode> mode, Setting<PaperSettings> paper) {
        Setting<Boolean> hasAccount = () -> mode.get().hasAccount();
        Setting<Optional<Account>> account = in.when(hasAccount, "HUB_MODE is not paper", inner -> {
            Setting<BybitAccountSettings> site = BybitAccountSettings.declare(inner, mode);
            Setting<ApiKey> key = ApiKey.declare(inner);
            return inner.combine(() -> new Account(site.get(), key.get()));
        });
        return in
                .combine(() -> account.get().<ExchangeSettings>map(own -> own).orElseGet(() -> new Paper(paper.get())));
    }
}
