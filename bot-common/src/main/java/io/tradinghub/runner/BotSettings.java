package io.tradinghub.runner;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.tradinghub.bot.BotId;
import io.tradinghub.engine.EngineDriver;
import io.tradinghub.engine.EngineSettings;
import io.tradinghub.exchange.paper.PaperSettings;
import io.tradinghub.operations.Heartbeat;
import io.tradinghub.risk.RiskLimits;
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
        Setting<EngineSettings> engine = engine(in);
        Setting<RiskLimits> limits = limits(in);
        Setting<PaperSettings> paper = paper(in);
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
                new RunnerSettings(bot.get(), mode.get(), at(exchange.get(), engine.get()), limits.get(),
                        deadlines.get(), clock.get(), RunnerSettings.DEFAULT_TICK),
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

    private static Setting<EngineSettings> engine(SettingsReader in) {
        EngineSettings defaults = EngineSettings.DEFAULTS;
        Setting<BigDecimal> capital = in
                .decimal("CAPITAL", "Equity before the first fill, in ACCOUNT_COIN.", "1", "1000000000")
                .orElse(defaults.capital());
        Setting<String> coin = in
                .text("ACCOUNT_COIN",
                        "The coin that equity and limits count in; what is quoted in another is not entered.")
                .orElse(defaults.accountCoin());
        Setting<Integer> slippage = in.integer("MAX_SLIPPAGE_BPS",
                "How far from the touch an order that crosses may fill, in basis points.", 0, 1_000)
                .orElse(defaults.maxSlippageBps());
        Setting<Double> disaster = in
                .number("RISK_DISASTER_STOP",
                        "How far from its entry price the stop of a position may be at most, in percent.",
                        0.5, 50)
                .orElse(defaults.disasterStop() * 100);
        Setting<EngineSettings.Timing> timing = timing(in);
        return in.combine(() -> new EngineSettings(capital.get(), coin.get(), slippage.get(), disaster.get() / 100,
                timing.get()));
    }

    private static Setting<EngineSettings.Timing> timing(SettingsReader in) {
        EngineSettings.Timing defaults = EngineSettings.Timing.DEFAULTS;
        Setting<Duration> answer = in
                .duration("ANSWER_DEADLINE", "How long an order may stay without a word before the exchange is asked.",
                        SECOND, HOUR)
                .orElse(defaults.answerDeadline());
        Setting<Duration> lookUp = in
                .duration("LOOK_UP_INTERVAL", "Pause between questions about one order.", SECOND, HOUR)
                .orElse(defaults.lookUpInterval());
        Setting<Duration> retry = in
                .duration("RETRY_DELAY", "Pause after an attempt that did not reach the target.",
                        Duration.ofMillis(100), HOUR)
                .orElse(defaults.retryDelay());
        Setting<Duration> naked = in
                .duration("MAX_NAKED_TIME", "How long one leg of a hedge may stand alone.", SECOND, HOUR)
                .orElse(defaults.maxNakedTime());
        Setting<Duration> cooldown = in
                .duration("HEDGE_COOLDOWN", "How long a hedge that had to be unwound may not be entered again.",
                        Duration.ZERO, Duration.ofDays(1))
                .orElse(defaults.hedgeCooldown());
        Setting<Duration> snapshot = in.duration("SNAPSHOT_INTERVAL", "Pause between equity snapshots.", SECOND, HOUR)
                .orElse(defaults.snapshotInterval());
        Setting<Duration> protect = in
                .duration("PROTECT_DEADLINE",
                        "How long a position may be without a stop before it is announced; after six times as long it is closed.",
                        SECOND,
                        HOUR)
                .orElse(defaults.protectDeadline());
        return in.combine(() -> new EngineSettings.Timing(answer.get(), defaults.arrivalBound(), lookUp.get(),
                retry.get(), naked.get(), cooldown.get(), snapshot.get(), protect.get()));
    }

    private static Setting<RiskLimits> limits(SettingsReader in) {
        RiskLimits defaults = RiskLimits.DEFAULTS;
        Setting<BigDecimal> position = in
                .decimal("RISK_MAX_POSITION", "Worth of one position that an entry may reach, in quote coin.", "1",
                        "1000000000")
                .orElse(defaults.maxPositionNotional());
        Setting<BigDecimal> order = in
                .decimal("RISK_MAX_ORDER", "Worth of one order, in quote coin; more is traded in parts.", "1",
                        "1000000000")
                .orElse(defaults.maxOrderNotional());
        Setting<Integer> rate = in.integer("RISK_MAX_ORDERS_PER_MINUTE", "Entries sent within any 60 seconds.", 1, 600)
                .orElse(defaults.maxOrdersPerMinute());
        Setting<Duration> age = in
                .duration("RISK_MAX_DATA_AGE", "How old a price or a decision may be for an entry.", SECOND, HOUR)
                .orElse(defaults.maxDataAge());
        Setting<BigDecimal> loss = in
                .decimal("RISK_MAX_DAILY_LOSS", "Loss since 00:00 UTC that ends entries for the day, in quote coin.",
                        "1",
                        "1000000000")
                .orElse(defaults.maxDailyLoss());
        Setting<Double> drawdown = in
                .number("RISK_MAX_DRAWDOWN",
                        "Fall from the highest equity that ends entries until it is raised, as a fraction.",
                        0.001, 1)
                .orElse(defaults.maxDrawdown());
        return in.combine(
                () -> new RiskLimits(position.get(), order.get(), rate.get(), age.get(), loss.get(), drawdown.get()));
    }

    private static Setting<PaperSettings> paper(SettingsReader in) {
        PaperSettings defaults = PaperSettings.DEFAULTS;
        Setting<BigDecimal> linearTaker = fee(in, "PAPER_LINEAR_TAKER_FEE", "Taker fee of perpetuals",
                defaults.linearTakerFee());
        Setting<BigDecimal> linearMaker = fee(in, "PAPER_LINEAR_MAKER_FEE", "Maker fee of perpetuals",
                defaults.linearMakerFee());
        Setting<BigDecimal> spotTaker = fee(in, "PAPER_SPOT_TAKER_FEE", "Taker fee of spot", defaults.spotTakerFee());
        Setting<BigDecimal> spotMaker = fee(in, "PAPER_SPOT_MAKER_FEE", "Maker fee of spot", defaults.spotMakerFee());
        return in.combine(
                () -> new PaperSettings(linearTaker.get(), linearMaker.get(), spotTaker.get(), spotMaker.get(),
                        defaults.levels(),
                        defaults.levelSpacingBps(), defaults.candleSlippageBps(), defaults.candleShare()));
    }

    private static Setting<BigDecimal> fee(SettingsReader in, String name, String about, BigDecimal defaultFee) {
        return in.decimal(name, about + " on paper, as a fraction of the traded value.", "-0.01", "0.05")
                .orElse(defaultFee);
    }
}
