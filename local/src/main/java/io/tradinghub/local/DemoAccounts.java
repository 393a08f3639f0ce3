package io.tradinghub.local;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.tradinghub.bot.BotId;
import io.tradinghub.settings.SecretFiles;
import io.tradinghub.sim.BybitSim;
import io.tradinghub.sim.key.SimAccount;

/// The accounts at the simulated exchange of a demo whose bots do not trade on paper: one for each bot, with play
/// money.
///
/// The exchange checks signatures by market time, as its real one does at a speed of 1.
final class DemoAccounts {
    private static final long FIRST_UID = 1_001;
    /// Seconds.
    private static final int WINDOW = 5;
    /// The exchange takes no longer one.
    private static final int LONGEST_WINDOW = 60;
    /// Market time runs ahead, and the requests that it asks for with it; the simulated exchange allows them.
    private static final String MOST_REQUESTS = "120";

    private DemoAccounts() {}

    /// Opens an account for each bot with the key in its secret files.
    static List<SimAccount> open(DemoFolder folder, List<BotId> bots, Instant now) {
        List<SimAccount> accounts = new ArrayList<>();
        for (BotId bot : bots) {
            SecretFiles secrets = folder.secretsOf(bot.value());
            accounts.add(SimAccount.trading(secrets.read("bybit_api_key").reveal(),
                    secrets.read("bybit_api_secret").reveal(), uidOf(bot), now));
        }
        return accounts;
    }

    /// The account of one of the demo's bots.
    static long uidOf(BotId bot) {
        return FIRST_UID + DemoBots.botIds().indexOf(bot);
    }

    /// The environment variables of a bot that trades in its account.
    static Map<String, String> environment(BybitSim sim, double speed) {
        URI stream = URI.create("ws://" + sim.restUrl().getAuthority());
        return Map.of("HUB_MODE", "demo", "BYBIT_REST_URL", sim.restUrl().toString(), "BYBIT_PRIVATE_STREAM_URL",
                stream.toString(), "BYBIT_RECEIVE_WINDOW", Math.min(LONGEST_WINDOW, Math.round(WINDOW * speed)) + "s",
                "BYBIT_REQUESTS_PER_SECOND", MOST_REQUESTS);
    }
}
