package io.tradinghub.meanreversion;

import java.util.List;

import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.runner.TradeSizeSettings;
import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsReader;
import io.tradinghub.strategy.TradeSize;

/// What the mean reversion bot trades and how. `docs/bot-meanreversion.md` explains each parameter.
public record MeanReversionSettings(List<InstrumentId> instruments, Interval interval, Stretch stretch, Filter filter,
        Exit exit,
        TradeSize size) {
    public static final MeanReversionSettings DEFAULTS = new MeanReversionSettings(
            List.of(InstrumentId.linear("BTCUSDT"), InstrumentId.linear("ETHUSDT"), InstrumentId.linear("SOLUSDT")),
            Interval.M5,
            Stretch.DEFAULTS, Filter.DEFAULTS, Exit.DEFAULTS, TradeSize.DEFAULTS);

    public MeanReversionSettings {
        instruments = List.copyOf(instruments);
        if (instruments.isEmpty() || instruments.stream().anyMatch(id -> id.category() != Category.LINEAR)) {
            throw new IllegalArgumentException(
                    "SYMBOLS must name perpetuals, like linear:BTCUSDT, since the bot goes short, got %s"
                            .formatted(instruments));
        }
    }

    public static Setting<MeanReversionSettings> declare(SettingsReader in) {
        Setting<List<InstrumentId>> instruments = in.instruments("SYMBOLS", "The perpetuals the bot trades.")
                .orElse(DEFAULTS.instruments);
        Setting<Interval> interval = in.interval("REVERSION_INTERVAL", "The candles it decides on.")
                .orElse(DEFAULTS.interval);
        Setting<Stretch> stretch = Stretch.declare(in);
        Setting<Filter> filter = Filter.declare(in);
        Setting<Exit> exit = Exit.declare(in);
        Setting<TradeSize> size = TradeSizeSettings.declare(in);
        return in
                .combine(() -> new MeanReversionSettings(instruments.get(), interval.get(), stretch.get(), filter.get(),
                        exit.get(), size.get()));
    }

    /// When a move is stretched: the close stands `entryScore` standard deviations or more from the mean of the last
    /// `length` closes. The entry rests `discount` average true ranges beyond that close for at most `patience`
    /// candles.
    public record Stretch(int length, double entryScore, double discount, int patience) {
        public static final Stretch DEFAULTS = new Stretch(60, 2.5, 4.5, 6);

        public Stretch {
            Range.require("REVERSION_LENGTH", length, 5, 1_000);
            Range.require("REVERSION_ENTRY_SCORE", entryScore, 0.5, 6);
            Range.require("REVERSION_DISCOUNT", discount, 0, 10);
            Range.require("REVERSION_PATIENCE", patience, 1, 100);
        }

        static Setting<Stretch> declare(SettingsReader in) {
            Setting<Integer> length = in.integer("REVERSION_LENGTH", "Candles of the mean and its bands.", 5, 1_000)
                    .orElse(DEFAULTS.length);
            Setting<Double> score = in
                    .number("REVERSION_ENTRY_SCORE", "Standard deviations from the mean that count as stretched.", 0.5,
                            6)
                    .orElse(DEFAULTS.entryScore);
            Setting<Double> discount = in
                    .number("REVERSION_DISCOUNT",
                            "How far beyond the stretched close the entry rests, in average true ranges.",
                            0, 10)
                    .orElse(DEFAULTS.discount);
            Setting<Integer> patience = in.integer("REVERSION_PATIENCE", "Candles for which the entry rests.", 1, 100)
                    .orElse(DEFAULTS.patience);
            return in.combine(() -> new Stretch(length.get(), score.get(), discount.get(), patience.get()));
        }
    }

    /// When a move is better left alone: the ADX of `strengthLength` is above `maxStrength`.
    public record Filter(int strengthLength, double maxStrength) {
        public static final Filter DEFAULTS = new Filter(28, 30);

        public Filter {
            Range.require("REVERSION_STRENGTH_LENGTH", strengthLength, 2, 200);
            Range.require("REVERSION_MAX_STRENGTH", maxStrength, 1, 100);
        }

        static Setting<Filter> declare(SettingsReader in) {
            Setting<Integer> length = in.integer("REVERSION_STRENGTH_LENGTH", "Candles of the ADX.", 2, 200)
                    .orElse(DEFAULTS.strengthLength);
            Setting<Double> strength = in
                    .number("REVERSION_MAX_STRENGTH", "The ADX above which a move is a trend and not faded.", 1, 100)
                    .orElse(DEFAULTS.maxStrength);
            return in.combine(() -> new Filter(length.get(), strength.get()));
        }
    }

    /// When a trade is over: back at the mean, after `maxHold` candles, or `stopRanges` average true ranges (of
    /// `rangeLength` candles, as of the entry) behind the entry price.
    public record Exit(int rangeLength, double stopRanges, int maxHold) {
        public static final Exit DEFAULTS = new Exit(48, 8, 144);

        public Exit {
            Range.require("REVERSION_RANGE_LENGTH", rangeLength, 2, 500);
            Range.require("REVERSION_STOP", stopRanges, 0.5, 20);
            Range.require("REVERSION_MAX_HOLD", maxHold, 1, 2_000);
        }

        static Setting<Exit> declare(SettingsReader in) {
            Setting<Integer> length = in.integer("REVERSION_RANGE_LENGTH", "Candles of the average true range.", 2, 500)
                    .orElse(DEFAULTS.rangeLength);
            Setting<Double> stop = in
                    .number("REVERSION_STOP", "Stop behind the entry price, in average true ranges.", 0.5, 20)
                    .orElse(DEFAULTS.stopRanges);
            Setting<Integer> hold = in.integer("REVERSION_MAX_HOLD", "Candles after which a trade is closed.", 1, 2_000)
                    .orElse(DEFAULTS.maxHold);
            return in.combine(() -> new Exit(length.get(), stop.get(), hold.get()));
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
