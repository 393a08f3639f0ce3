package io.tradinghub.momentum;

import java.util.List;

import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.runner.TradeSizeSettings;
import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsReader;
import io.tradinghub.strategy.TradeSize;

/// What the momentum bot trades and how. `docs/bot-momentum.md` explains each parameter.
public record MomentumSettings(List<InstrumentId> instruments, Interval interval, Trend trend, Stop stop,
        TradeSize size) {
    public static final MomentumSettings DEFAULTS = new MomentumSettings(
            List.of(InstrumentId.linear("BTCUSDT"), InstrumentId.linear("ETHUSDT"), InstrumentId.linear("SOLUSDT")),
            Interval.M15,
            Trend.DEFAULTS, Stop.DEFAULTS, TradeSize.DEFAULTS);

    public MomentumSettings {
        instruments = List.copyOf(instruments);
        if (instruments.isEmpty() || instruments.stream().anyMatch(id -> id.category() != Category.LINEAR)) {
            throw new IllegalArgumentException(
                    "SYMBOLS must name perpetuals, like linear:BTCUSDT, since the bot goes short, got %s"
                            .formatted(instruments));
        }
    }

    public static Setting<MomentumSettings> declare(SettingsReader in) {
        Setting<List<InstrumentId>> instruments = in.instruments("SYMBOLS", "The perpetuals the bot trades.")
                .orElse(DEFAULTS.instruments);
        Setting<Interval> interval = in.interval("MOMENTUM_INTERVAL", "The candles it decides on.")
                .orElse(DEFAULTS.interval);
        Setting<Trend> trend = Trend.declare(in);
        Setting<Stop> stop = Stop.declare(in);
        Setting<TradeSize> size = TradeSizeSettings.declare(in);
        return in.combine(
                () -> new MomentumSettings(instruments.get(), interval.get(), trend.get(), stop.get(), size.get()));
    }

    /// When a trend is worth following: the fast average crossed the slow one not more than `entryWindow` candles ago,
    /// the ADX of `strengthLength` is at least `minStrength`, and the close is the best since the crossing.
    public record Trend(int fastLength, int slowLength, int strengthLength, double minStrength, int entryWindow) {
        public static final Trend DEFAULTS = new Trend(32, 128, 28, 20, 48);

        public Trend {
            Range.require("MOMENTUM_FAST", fastLength, 2, 500);
            Range.require("MOMENTUM_SLOW", slowLength, 3, 1_000);
            Range.require("MOMENTUM_STRENGTH_LENGTH", strengthLength, 2, 200);
            Range.require("MOMENTUM_MIN_STRENGTH", minStrength, 0, 60);
            Range.require("MOMENTUM_ENTRY_WINDOW", entryWindow, 1, 1_000);
            if (fastLength >= slowLength) {
                throw new IllegalArgumentException(
                        "MOMENTUM_FAST must be below MOMENTUM_SLOW, got %d and %d".formatted(fastLength, slowLength));
            }
        }

        static Setting<Trend> declare(SettingsReader in) {
            Setting<Integer> fast = in.integer("MOMENTUM_FAST", "Candles of the fast average.", 2, 500)
                    .orElse(DEFAULTS.fastLength);
            Setting<Integer> slow = in.integer("MOMENTUM_SLOW", "Candles of the slow average.", 3, 1_000)
                    .orElse(DEFAULTS.slowLength);
            Setting<Integer> length = in.integer("MOMENTUM_STRENGTH_LENGTH", "Candles of the ADX.", 2, 200)
                    .orElse(DEFAULTS.strengthLength);
            Setting<Double> strength = in
                    .number("MOMENTUM_MIN_STRENGTH", "The ADX from which on a trend counts.", 0, 60)
                    .orElse(DEFAULTS.minStrength);
            Setting<Integer> window = in
                    .integer("MOMENTUM_ENTRY_WINDOW", "Candles after the crossing in which it may still enter.", 1,
                            1_000)
                    .orElse(DEFAULTS.entryWindow);
            return in.combine(() -> new Trend(fast.get(), slow.get(), length.get(), strength.get(), window.get()));
        }
    }

    /// Where a trade is wrong: `entryRanges` average true ranges (of `rangeLength` candles, as of the entry) behind the
    /// entry price, and `trailRanges` behind the best close since.
    public record Stop(int rangeLength, double entryRanges, double trailRanges) {
        public static final Stop DEFAULTS = new Stop(48, 6, 12);

        public Stop {
            Range.require("MOMENTUM_RANGE_LENGTH", rangeLength, 2, 500);
            Range.require("MOMENTUM_STOP", entryRanges, 0.5, 20);
            Range.require("MOMENTUM_TRAIL", trailRanges, 0.5, 50);
        }

        static Setting<Stop> declare(SettingsReader in) {
            Setting<Integer> length = in.integer("MOMENTUM_RANGE_LENGTH", "Candles of the average true range.", 2, 500)
                    .orElse(DEFAULTS.rangeLength);
            Setting<Double> entry = in
                    .number("MOMENTUM_STOP", "Stop behind the entry price, in average true ranges.", 0.5, 20)
                    .orElse(DEFAULTS.entryRanges);
            Setting<Double> trail = in
                    .number("MOMENTUM_TRAIL", "Stop behind the best close since the entry, in average true ranges.",
                            0.5, 50)
                    .orElse(DEFAULTS.trailRanges);
            return in.combine(() -> new Stop(length.get(), entry.get(), trail.get()));
        }
    }

    /// Stands apart from the outer record: one of the nested records that is used first must not start the outer one,
    /// whose defaults are made of those of all nested ones.
    private static final class Range {
        static void require(String name, double value, double min, double max) {
            if (!(value >= min && value <= max)) {
                throw new IllegalArgumentException("%s must be from %s to %s, got %s".formatted(name, min, max, value));
            }
        }
    }
}
