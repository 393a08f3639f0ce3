package io.tradinghub.runner;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.tradinghub.bot.BotId;
import io.tradinghub.engine.EngineDriver;
import io.tradinghub.engine.EngineSettings;
import io.tradinghub.exchange.paper.PaperSettings;
import io.tradinghub.operations.Heartbeat;
import io.tradinghub.settings.CandleStoreSettings;
import io.tradinghub.settings.HubMode;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.settings.RedisSettings;
import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsReader;

/// Everything a bot's program needs besides its strategy's own parameters.
public record BotSettings(RunnerSettings runner, ExchangeSettings exchange, PostgresSettings postgres,
        RedisSettings redis,
        CandleStoreSettings candles, Optional<Path> heartbeat, Optional<Path> intentFile,
        Optional<Duration> flattenWithin, AccountSettings account) {
    private static final Duration SECOND = Duration.ofSeconds(1);
    /// How long after its receive window a request is still believed to be under way.
    private static final Duration ARRIVAL_MARGIN = Duration.ofSeconds(5);
    private static final Duration HOUR = Duration.ofHours(1);

    /// Declares what every bot reads from its environment and secret files.
    public static Setting<BotSettings> declare(SettingsReader in) {
        Setting<BotId> bot = in.botId();
        Setting<HubMode> mode = HubMode.declare(in);
        Setting<TradingSettings> trading = TradingSettings.declare(in);
        Setting<PaperSettings> paper = in.combine(() -> trading.get().paper());
        Setting<ExchangeSettings> exchange = ExchangeSettings.declare(in, mode, paper);
        Setting<AccountSettings> account = AccountSettings.declare(in, paper);
        Setting<EngineDriver.Deadlines> deadlines = deadlines(in);
        Setting<Duration> clock = in
                .duration("MAX_CLOCK_DIFFERENCE",
                        "How far this machine's clock and the exchange's may be apart for entries.",
                        Duration.ofMillis(100), HOUR)
                .orElse(RunnerSettings.DEFAULT_CLOCK_DIFFERENCE);
        Setting<Optional<Path>> intents = in.path("INTENT_FILE",
                "Where exits are written down while the ledger is away, on a volume of the bot's own.").optional();
        Setting<PostgresSettings> postgres = PostgresSettings.declare(in);
        Setting<RedisSettings> redis = RedisSettings.declare(in);
        Setting<CandleStoreSettings> candles = CandleStoreSettings.declare(in, postgres);
        Setting<Optional<Path>> heartbeat = Heartbeat.declare(in);
        Setting<Optional<Duration>> flatten = in
                .duration("FLATTEN_AND_EXIT",
                        "Only close everything, then exit: with 0 when flat, with 1 naming what is left after this time.",
                        SECOND, HOUR)
                .optional();
        return in.combine(() -> new BotSettings(
                new RunnerSettings(bot.get(), mode.get(), at(exchange.get(), trading.get().engine()),
                        trading.get().limits(), deadlines.get(), clock.get(), RunnerSettings.DEFAULT_TICK),
                exchange.get(), postgres.get(), redis.get(), candles.get(), heartbeat.get(), intents.get(),
                flatten.get(), account.get()));
    }

    /// On paper a request is nowhere between bot and exchange.
    private static EngineSettings at(ExchangeSettings exchange, EngineSettings engine) {
        Duration arrivalBound = switch (exchange) {
            case ExchangeSettings.Paper _ -> Duration.ZERO;
            case ExchangeSettings.Account(var site, _) -> site.receiveWindow().plus(ARRIVAL_MARGIN);
        };
        return engine.withTiming(engine.timing().withArrivalBound(arrivalBound));
    }

    private static Setting<EngineDriver.Deadlines> deadlines(SettingsReader in) {
        EngineDriver.Deadlines defaults = EngineDriver.Deadlines.DEFAULTS;
        Setting<Duration> commit = in
                .duration("LEDGER_DEADLINE",
                        "How long an order waits for the ledger: an entry is given up then, an exit leaves.",
                        Duration.ofMillis(50), HOUR)
                .orElse(defaults.commit());
        Setting<Duration> file = in
                .duration("INTENT_FILE_DEADLINE", "How long an exit waits for INTENT_FILE while the ledger is away.",
                        Duration.ofMillis(10), HOUR)
                .orElse(defaults.file());
        return in.combine(() -> new EngineDriver.Deadlines(commit.get(), file.get()));
    }
}
