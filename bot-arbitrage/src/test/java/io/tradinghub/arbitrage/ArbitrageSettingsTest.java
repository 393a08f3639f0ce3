package io.tradinghub.arbitrage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.tradinghub.arbitrage.ArbitrageSettings.Basis;
import io.tradinghub.arbitrage.ArbitrageSettings.Carry;
import io.tradinghub.arbitrage.ArbitrageSettings.Costs;
import io.tradinghub.engine.EngineSettings;
import io.tradinghub.market.Interval;
import io.tradinghub.market.Symbol;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.settings.SettingsReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArbitrageSettingsTest {

    @Test
    void hasDefaultsForEverything() {
        assertThat(SettingsReader.read(Map.of(), ArbitrageSettings::declare)).isEqualTo(ArbitrageSettings.DEFAULTS);
    }

    @Test
    void theDefaultLimitsLeaveRoomForItsLargestPosition() {
        ArbitrageSettings defaults = ArbitrageSettings.DEFAULTS;
        double largest = EngineSettings.DEFAULTS.capital().doubleValue() * defaults.capitalShare()
                / defaults.symbols().size();

        assertThat(RiskLimits.DEFAULTS.maxPositionNotional().doubleValue()).isGreaterThan(1.2 * largest);
        assertThat(RiskLimits.DEFAULTS.maxOrderNotional().doubleValue()).isGreaterThan(1.2 * largest);
    }

    @Test
    void readsEverySetting() {
        Map<String, String> environment = Map.ofEntries(Map.entry("SYMBOLS", "XRPUSDT,BTCUSDT"),
                Map.entry("ARBITRAGE_CAPITAL_SHARE", "0.3"), Map.entry("ARBITRAGE_INTERVAL", "1"),
                Map.entry("ARBITRAGE_BASIS_LENGTH", "30"), Map.entry("ARBITRAGE_MAX_QUOTE_SKEW", "2s"),
                Map.entry("ARBITRAGE_FUNDING_HALF_LIFE", "2d"), Map.entry("ARBITRAGE_HORIZON", "9d"),
                Map.entry("ARBITRAGE_ENTRY_MARGIN", "0.001"), Map.entry("ARBITRAGE_EXIT_MARGIN", "0.002"),
                Map.entry("ARBITRAGE_MIN_HOLD", "8h"), Map.entry("ARBITRAGE_SPOT_FEE", "0.0008"),
                Map.entry("ARBITRAGE_PERPETUAL_FEE", "0.0004"));

        assertThat(SettingsReader.read(environment, ArbitrageSettings::declare)).isEqualTo(new ArbitrageSettings(
                List.of(new Symbol("XRPUSDT"), new Symbol("BTCUSDT")), 0.3,
                new Basis(Interval.M1, 30, Duration.ofSeconds(2)),
                new Carry(Duration.ofDays(2), Duration.ofDays(9), 0.001, 0.002, Duration.ofHours(8)),
                new Costs(0.0008, 0.0004)));
    }

    @Test
    void expectsARateToHalveEveryHalfLifeUntilTheHorizon() {
        Carry carry = new Carry(Duration.ofHours(8), Duration.ofHours(24), 0, 0, Duration.ZERO);

        assertThat(carry.expected(0.0004, Duration.ofHours(8))).isCloseTo(0.0004 + 0.0002 + 0.0001, within(1e-15));
    }

    @Test
    void refusesValuesOutOfTheirRange() {
        assertThatThrownBy(() -> new Basis(Interval.M5, 1, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ARBITRAGE_BASIS_LENGTH must be from 2.0 to 5000.0, got 1.0");
        assertThatThrownBy(() -> new Costs(-0.001, 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ARBITRAGE_SPOT_FEE must be from 0.0 to 0.01, got -0.001");
    }

    @ParameterizedTest
    @CsvSource({"1, PT5S, ARBITRAGE_BASIS_LENGTH", "5001, PT5S, ARBITRAGE_BASIS_LENGTH",
            "288, PT-0.001S, ARBITRAGE_MAX_QUOTE_SKEW", "288, PT2400H0.001S, ARBITRAGE_MAX_QUOTE_SKEW"})
    void refusesABasisThatSaysNothing(int length, Duration maxSkew, String name) {
        assertThatThrownBy(() -> new Basis(Interval.M5, length, maxSkew)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(name + " must be from ");
    }

    @ParameterizedTest
    @CsvSource({"PT59M, P14D, 0, 0, P3D, ARBITRAGE_FUNDING_HALF_LIFE",
            "P101D, P14D, 0, 0, P3D, ARBITRAGE_FUNDING_HALF_LIFE", "P5D, PT59M, 0, 0, P3D, ARBITRAGE_HORIZON",
            "P5D, P101D, 0, 0, P3D, ARBITRAGE_HORIZON", "P5D, P14D, -0.001, 0, P3D, ARBITRAGE_ENTRY_MARGIN",
            "P5D, P14D, 0.051, 0, P3D, ARBITRAGE_ENTRY_MARGIN", "P5D, P14D, 0, -0.001, P3D, ARBITRAGE_EXIT_MARGIN",
            "P5D, P14D, 0, 0.051, P3D, ARBITRAGE_EXIT_MARGIN", "P5D, P14D, 0, 0, PT-1S, ARBITRAGE_MIN_HOLD",
            "P5D, P14D, 0, 0, P101D, ARBITRAGE_MIN_HOLD"})
    void refusesACarryThatCannotBe(Duration halfLife, Duration horizon, double entry, double exit, Duration minHold,
            String name) {
        assertThatThrownBy(() -> new Carry(halfLife, horizon, entry, exit, minHold))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(name + " must be from ");
    }

    @ParameterizedTest
    @CsvSource({"-0.0001, 0.0005, ARBITRAGE_SPOT_FEE", "0.0101, 0.0005, ARBITRAGE_SPOT_FEE",
            "0.001, -0.0001, ARBITRAGE_PERPETUAL_FEE", "0.001, 0.0101, ARBITRAGE_PERPETUAL_FEE",
            "NaN, 0.0005, ARBITRAGE_SPOT_FEE"})
    void refusesFeesThatNoExchangeTakes(double spot, double perpetual, String name) {
        assertThatThrownBy(() -> new Costs(spot, perpetual)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(name + " must be from ");
    }

    @ParameterizedTest
    @CsvSource({"BTCUSDT, 0.009, ARBITRAGE_CAPITAL_SHARE must be from", "BTCUSDT, 0.91, ARBITRAGE_CAPITAL_SHARE must",
            "'', 0.4, SYMBOLS must name at least one symbol"})
    void refusesToSpendMoreThanThereIsOrToTradeNothing(String name, double share, String message) {
        List<Symbol> symbols = name.isEmpty() ? List.of() : List.of(new Symbol(name));
        assertThatThrownBy(() -> new ArbitrageSettings(symbols, share, Basis.DEFAULTS, Carry.DEFAULTS, Costs.DEFAULTS))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(message);
    }

    @Test
    void takesTheEndsOfEveryRange() {
        Duration hundredDays = Duration.ofDays(100);
        assertThat(new Basis(Interval.M5, 5_000, hundredDays).maxSkew()).isEqualTo(hundredDays);
        assertThat(new Basis(Interval.M5, 2, Duration.ZERO).maxSkew()).isZero();
        assertThat(new Carry(Duration.ofHours(1), Duration.ofHours(1), 0, 0, Duration.ZERO).horizon())
                .isEqualTo(Duration.ofHours(1));
        assertThat(new Carry(hundredDays, hundredDays, 0.05, 0.05, hundredDays).minHold()).isEqualTo(hundredDays);
        assertThat(new Costs(0, 0).roundTrip()).isZero();
        assertThat(new Costs(0.01, 0.01).roundTrip()).isEqualTo(0.04);
    }

    @Test
    void countsFourFees() {
        assertThat(new Costs(0.001, 0.0005).roundTrip()).isCloseTo(0.003, within(1e-15));
    }
}
