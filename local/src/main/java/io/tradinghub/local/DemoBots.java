package io.tradinghub.local;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.tradinghub.arbitrage.ArbitrageBot;
import io.tradinghub.arbitrage.ArbitrageSettings;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.BotId;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Symbol;
import io.tradinghub.meanreversion.MeanReversionBot;
import io.tradinghub.meanreversion.MeanReversionSettings;
import io.tradinghub.momentum.MomentumBot;
import io.tradinghub.momentum.MomentumSettings;
import io.tradinghub.runner.BotSettings;
import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsReader;

/// Configures the bots of the demo from environment variables and secret files, as in a container. Sets what differs in
/// the demo: shorter candles, and timeouts that scale with the market's speed, since answers take real time.
final class DemoBots {
    private static final BotId MOMENTUM = new BotId("bot_1_momentum");
    private static final BotId MEAN_REVERSION = new BotId("bot_2_mean_reversion");
    private static final BotId ARBITRAGE = new BotId("bot_3_arbitrage");
    /// The defaults suit days of 15-minute candles, but a demo is watched for minutes. These settings trade often,
    /// which costs fees.
    private static final Map<String, String> MOMENTUM_SETTINGS = Map.of("MOMENTUM_FAST", "5", "MOMENTUM_SLOW", "20",
            "MOMENTUM_STRENGTH_LENGTH", "10", "MOMENTUM_MIN_STRENGTH", "15", "MOMENTUM_ENTRY_WINDOW", "15",
            "MOMENTUM_RANGE_LENGTH", "14",
            "MOMENTUM_STOP", "3", "MOMENTUM_TRAIL", "4");
    private static final Map<String, String> REVERSION_SETTINGS = Map.of("REVERSION_LENGTH", "20",
            "REVERSION_ENTRY_SCORE", "1.8",
            "REVERSION_DISCOUNT", "0.1", "REVERSION_STRENGTH_LENGTH", "14", "REVERSION_MAX_STRENGTH", "45",
            "REVERSION_RANGE_LENGTH", "14",
            "REVERSION_STOP", "4", "REVERSION_MAX_HOLD", "20");
    private static final Map<String, String> ARBITRAGE_SETTINGS = Map.of("ARBITRAGE_ENTRY_MARGIN", "0",
            "ARBITRAGE_BASIS_LENGTH",
            "60",
            "ARBITRAGE_FUNDING_HALF_LIFE", "30d", "ARBITRAGE_HORIZON", "30d");
    private static final Duration MAX_TIMEOUT = Duration.ofHours(1);
    private final DemoMarket market;
    private final double speed;
    private final Map<String, String> surroundings;
    private final DemoFolder folder;

    /// @param surroundings the environment variables that tell where stores and exchange are
    /// @param folder has the bots' secret files, and their files for exits
    DemoBots(DemoMarket market, double speed, Map<String, String> surroundings, DemoFolder folder) {
        this.market = market;
        this.speed = speed;
        this.surroundings = Map.copyOf(surroundings);
        this.folder = folder;
    }

    /// A bot that is configured but not started.
    record ConfiguredBot(BotSettings settings, Bot bot) {

        BotThread start(InstantSource clock) {
            return BotThread.start(settings, bot, clock);
        }
    }

    /// All bots of the demo, also those without an instrument in its market.
    static List<BotId> botIds() {
        return List.of(MOMENTUM, MEAN_REVERSION, ARBITRAGE);
    }

    /// Configures the bots that have instruments in this market.
    List<ConfiguredBot> configure() {
        List<ConfiguredBot> bots = new ArrayList<>();
        if (!market.perpetuals().isEmpty()) {
            String perpetuals = joined(market.perpetuals());
            bots.add(configure(MOMENTUM,
                    merged(MOMENTUM_SETTINGS, Map.of("SYMBOLS", perpetuals, "MOMENTUM_INTERVAL", interval())),
                    MomentumSettings::declare, MomentumBot::new));
            bots.add(configure(MEAN_REVERSION,
                    merged(REVERSION_SETTINGS, Map.of("SYMBOLS", perpetuals, "REVERSION_INTERVAL", interval())),
                    MeanReversionSettings::declare, MeanReversionBot::new));
        }
        if (!market.pairs().isEmpty()) {
            String pairs = market.pairs().stream().map(Symbol::name).collect(Collectors.joining(","));
            bots.add(configure(ARBITRAGE,
                    merged(ARBITRAGE_SETTINGS, Map.of("SYMBOLS", pairs, "ARBITRAGE_INTERVAL", interval(),
                            "ARBITRAGE_MAX_QUOTE_SKEW", scaled(5))),
                    ArbitrageSettings::declare, ArbitrageBot::new));
        }
        return bots;
    }

    private <S> ConfiguredBot configure(BotId id, Map<String, String> own, Function<SettingsReader, Setting<S>> declare,
            Function<S, Bot> bot) {
        Map<String, String> environment = new HashMap<>(surroundings);
        environment.putAll(scaledTimeouts());
        environment.putAll(own);
        environment.put("BOT_ID", id.value());
        environment.put("POSTGRES_USER", id.value());
        environment.put("INTENT_FILE", folder.exits(id).toString());
        return SettingsReader.read(environment, folder.secretsOf(id.value()), in -> {
            Setting<BotSettings> common = BotSettings.declare(in);
            Setting<S> strategy = declare.apply(in);
            return in.combine(() -> new ConfiguredBot(common.get(), bot.apply(strategy.get())));
        });
    }

    private static Map<String, String> merged(Map<String, String> first, Map<String, String> second) {
        Map<String, String> all = new HashMap<>(first);
        all.putAll(second);
        return all;
    }

    private Map<String, String> scaledTimeouts() {
        Map<String, String> limits = new HashMap<>(Map.of("ANSWER_DEADLINE", scaled(5), "LOOK_UP_INTERVAL", scaled(2),
                "RETRY_DELAY", scaled(1), "MAX_NAKED_TIME", scaled(15), "RISK_MAX_DATA_AGE", scaled(15)));
        limits.putAll(Map.of("LEDGER_DEADLINE", scaled(1), "INTENT_FILE_DEADLINE", scaled(1), "PROTECT_DEADLINE",
                scaled(5), "MAX_CLOCK_DIFFERENCE", "1h"));
        return limits;
    }

    private String scaled(int seconds) {
        Duration timeout = Duration.ofMillis(Math.round(seconds * speed * 1_000));
        return (timeout.compareTo(MAX_TIMEOUT) > 0 ? MAX_TIMEOUT : timeout).toMillis() + "ms";
    }

    private String interval() {
        return market.interval().wireName();
    }

    private static String joined(List<InstrumentId> instruments) {
        return instruments.stream().map(InstrumentId::toString).collect(Collectors.joining(","));
    }
}
