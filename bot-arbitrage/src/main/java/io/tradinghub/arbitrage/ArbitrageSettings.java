package io.tradinghub.arbitrage;

import java.time.Duration;
import java.util.List;

import io.tradinghub.market.Interval;
import io.tradinghub.market.Symbol;
import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsReader;

/// What the arbitrage bot trades and how; every symbol both on spot and as a perpetual. `docs/bot-arbitrage.md`
/// explains each parameter.
///
/// `capitalShare` is the share of the equity that the spot legs of all pairs may cost together (the perpetual legs need
/// as much again as margin at leverage 1).
public record ArbitrageSettings(List<Symbol> symbols, double capitalShare, Basis basis, Carry carry, Costs costs) {
    public static final ArbitrageSettings DEFAULTS = new ArbitrageSettings(
            List.of(new Symbol("BTCUSDT"), new Symbol("ETHUSDT"), new Symbol("SOLUSDT")), 0.45, Basis.DEFAULTS,
            Carry.DEFAULTS, Costs.DEFAULTS);

    public ArbitrageSettings {
        symbols = List.copyOf(symbols);
        if (symbols.isEmpty()) {
            throw new IllegalArgumentException("SYMBOLS must name at least one symbol");
        }
        Range.require("ARBITRAGE_CAPITAL_SHARE", capitalShare, 0.01, 0.9);
    }

    public static Setting<ArbitrageSettings> declare(SettingsReader in) {
        Setting<List<Symbol>> symbols = in.list("SYMBOLS", "What the bot trades, on spot and as a perpetual.",
                "a symbol like BTCUSDT", Symbol::new).orElse(DEFAULTS.symbols);
        Setting<Double> share = in
                .number("ARBITRAGE_CAPITAL_SHARE", "The share of the equity that all spot legs may cost together.",
                        0.01, 0.9)
                .orElse(DEFAULTS.capitalShare);
        Setting<Basis> basis = Basis.declare(in);
        Setting<Carry> carry = Carry.declare(in);
        Setting<Costs> costs = Costs.declare(in);
        return in.combine(
                () -> new ArbitrageSettings(symbols.get(), share.get(), basis.get(), carry.get(), costs.get()));
    }

    /// How the distance of the perpetual from spot is judged: against its average over `length` candles of `interval`,
    /// and only by quotes that are not more than `maxSkew` apart, because an old quote beside a new one shows a
    /// distance that nobody can trade.
    public record Basis(Interval interval, int length, Duration maxSkew) {
        public static final Basis DEFAULTS = new Basis(Interval.M5, 288, Duration.ofSeconds(5));

        public Basis {
            Range.require("ARBITRAGE_BASIS_LENGTH", length, 2, 5_000);
            Range.require("ARBITRAGE_MAX_QUOTE_SKEW", maxSkew, Duration.ZERO);
        }

        static Setting<Basis> declare(SettingsReader in) {
            Setting<Interval> interval = in.interval("ARBITRAGE_INTERVAL", "The candles it averages the basis over.")
                    .orElse(DEFAULTS.interval);
            Setting<Integer> length = in.integer("ARBITRAGE_BASIS_LENGTH", "Candles of the usual basis.", 2, 5_000)
                    .orElse(DEFAULTS.length);
            Setting<Duration> skew = in.duration("ARBITRAGE_MAX_QUOTE_SKEW",
                    "How far apart in time the quotes of the two legs may be.", Duration.ZERO, Range.LONGEST)
                    .orElse(DEFAULTS.maxSkew);
            return in.combine(() -> new Basis(interval.get(), length.get(), skew.get()));
        }
    }

    /// What funding is expected to be worth and when that is enough. The announced rate is taken to halve every
    /// `halfLife` over `horizon`. A pair is entered when funding and basis pay for all four fees and both spreads with
    /// at least `entryMargin` to spare, and left when holding on is expected to lose more than `exitMargin`, but not
    /// before `minHold`. Margins are fractions of the value of one leg.
    public record Carry(Duration halfLife, Duration horizon, double entryMargin, double exitMargin, Duration minHold) {
        public static final Carry DEFAULTS = new Carry(Duration.ofDays(5), Duration.ofDays(14), 0.0005, 0.0003,
                Duration.ofDays(3));

        public Carry {
            Range.require("ARBITRAGE_FUNDING_HALF_LIFE", halfLife, Duration.ofHours(1));
            Range.require("ARBITRAGE_HORIZON", horizon, Duration.ofHours(1));
            Range.require("ARBITRAGE_ENTRY_MARGIN", entryMargin, 0, 0.05);
            Range.require("ARBITRAGE_EXIT_MARGIN", exitMargin, 0, 0.05);
            Range.require("ARBITRAGE_MIN_HOLD", minHold, Duration.ZERO);
        }

        /// What a rate per period is expected to bring until the horizon.
        double expected(double rate, Duration period) {
            double periods = (double) horizon.toMillis() / period.toMillis();
            double kept = Math.pow(0.5, (double) period.toMillis() / halfLife.toMillis());
            return rate * (1 - Math.pow(kept, periods)) / (1 - kept);
        }

        static Setting<Carry> declare(SettingsReader in) {
            Setting<Duration> halfLife = in.duration("ARBITRAGE_FUNDING_HALF_LIFE",
                    "The time in which a funding rate is expected to halve.", Duration.ofHours(1), Range.LONGEST)
                    .orElse(DEFAULTS.halfLife);
            Setting<Duration> horizon = in.duration("ARBITRAGE_HORIZON", "How far ahead funding is counted.",
                    Duration.ofHours(1), Range.LONGEST).orElse(DEFAULTS.horizon);
            Setting<Double> entry = in
                    .number("ARBITRAGE_ENTRY_MARGIN", "What must be left of a leg's value after all costs to enter.", 0,
                            0.05)
                    .orElse(DEFAULTS.entryMargin);
            Setting<Double> exit = in
                    .number("ARBITRAGE_EXIT_MARGIN", "Expected loss, as a share of a leg's value, at which it leaves.",
                            0, 0.05)
                    .orElse(DEFAULTS.exitMargin);
            Setting<Duration> hold = in
                    .duration("ARBITRAGE_MIN_HOLD", "Time for which a pair is held at least.", Duration.ZERO,
                            Range.LONGEST)
                    .orElse(DEFAULTS.minHold);
            return in.combine(() -> new Carry(halfLife.get(), horizon.get(), entry.get(), exit.get(), hold.get()));
        }
    }

    /// What the exchange takes of a trade's value. Each leg is traded twice, always as a taker.
    public record Costs(double spotFee, double perpetualFee) {
        public static final Costs DEFAULTS = new Costs(0.001, 0.00055);

        public Costs {
            Range.require("ARBITRAGE_SPOT_FEE", spotFee, 0, 0.01);
            Range.require("ARBITRAGE_PERPETUAL_FEE", perpetualFee, 0, 0.01);
        }

        double roundTrip() {
            return 2 * (spotFee + perpetualFee);
        }

        static Setting<Costs> declare(SettingsReader in) {
            Setting<Double> spot = in.number("ARBITRAGE_SPOT_FEE", "Taker fee on spot.", 0, 0.01)
                    .orElse(DEFAULTS.spotFee);
            Setting<Double> perpetual = in.number("ARBITRAGE_PERPETUAL_FEE", "Taker fee on perpetuals.", 0, 0.01)
                    .orElse(DEFAULTS.perpetualFee);
            return in.combine(() -> new Costs(spot.get(), perpetual.get()));
        }
    }

    /// Stands apart from the outer record: one of the nested records that is used first must not start the outer one,
    /// whose defaults are made of those of all nested ones.
    private static final class Range {
        private static final Duration LONGEST = Duration.ofDays(100);

        static void require(String name, double value, double min, double max) {
            if (!(value >= min && value <= max)) {
                throw new IllegalArgumentException("%s must be from %s to %s, got %s".formatted(name, min, max, value));
            }
        }

        static void require(String name, Duration value, Duration min) {
            if (value.compareTo(min) < 0 || value.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "%s must be from %s to %s, got %s".formatted(name, min, LONGEST, value));
            }
        }
    }
}
