package io.tradinghub.runner;

import java.math.BigDecimal;
import java.time.Duration;

import io.tradinghub.engine.EngineSettings;
import io.tradinghub.exchange.paper.PaperSettings;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsReader;

/// How a bot trades, wherever its orders go: what a back-test needs besides the strategy's own parameters.
///
/// @param paper what trading costs where orders are filled on paper
public record TradingSettings(EngineSettings engine, RiskLimits limits, PaperSettings paper) {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /// Declares them.
    public static Setting<TradingSettings> declare(SettingsReader in) {
        Setting<EngineSettings> engine = engine(in);
        Setting<RiskLimits> limits = limits(in);
        Setting<PaperSettings> paper = paper(in);
        return in.combine(() -> new TradingSettings(engine.get(), limits.get(), paper.get()));
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
                        "How long a position may be without a stop before it is announced; one that the exchange says has none "
                                + "is closed after six times as long.",
                        SECOND,
                        HOUR)
                .orElse(defaults.protectDeadline());
        return in.combine(() -> new EngineSettings.Timing(answer.get(), defaults.arrivalBound(), lookUp.get(),
                retry.get(), naked.get(), cooldown.get(), snapshot.get(), protect.get(),
                defaults.resyncInterval()));
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
