package io.tradinghub.meanreversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;

import io.tradinghub.engine.EngineSettings;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.settings.SettingsException;
import io.tradinghub.settings.SettingsReader;
import io.tradinghub.strategy.TradeSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MeanReversionSettingsTest {

    @Test
    void hasDefaultsForEverything() {
        assertThat(SettingsReader.read(Map.of(), MeanReversionSettings::declare))
                .isEqualTo(MeanReversionSettings.DEFAULTS);
    }

    @Test
    void theDefaultLimitsLeaveRoomForItsLargestPosition() {
        MeanReversionSettings defaults = MeanReversionSettings.DEFAULTS;
        double largest = EngineSettings.DEFAULTS.capital().doubleValue() * defaults.size().maxLeverage()
                / defaults.instruments().size();

        assertThat(RiskLimits.DEFAULTS.maxPositionNotional().doubleValue()).isGreaterThan(1.2 * largest);
        assertThat(RiskLimits.DEFAULTS.maxOrderNotional().doubleValue()).isGreaterThan(1.2 * largest);
    }

    @Test
    void readsEverySetting() {
        Map<String, String> environment = Map.ofEntries(Map.entry("SYMBOLS", "linear:XRPUSDT"),
                Map.entry("REVERSION_INTERVAL", "1"), Map.entry("REVERSION_LENGTH", "30"),
                Map.entry("REVERSION_ENTRY_SCORE", "1.5"), Map.entry("REVERSION_DISCOUNT", "0.25"),
                Map.entry("REVERSION_PATIENCE", "3"), Map.entry("REVERSION_STRENGTH_LENGTH", "7"),
                Map.entry("REVERSION_MAX_STRENGTH", "40"), Map.entry("REVERSION_RANGE_LENGTH", "11"),
                Map.entry("REVERSION_STOP", "2"), Map.entry("REVERSION_MAX_HOLD", "17"),
                Map.entry("SIZE_RISK_PER_TRADE", "0.01"), Map.entry("SIZE_MAX_LEVERAGE", "3"));

        assertThat(SettingsReader.read(environment, MeanReversionSettings::declare)).isEqualTo(
                new MeanReversionSettings(List.of(InstrumentId.linear("XRPUSDT")), Interval.M1,
                        new MeanReversionSettings.Stretch(30, 1.5, 0.25, 3), new MeanReversionSettings.Filter(7, 40),
                        new MeanReversionSettings.Exit(11, 2, 17), new TradeSize(0.01, 3)));
    }

    @Test
    void refusesSpotWhichCannotBeShort() {
        assertThatThrownBy(() -> SettingsReader.read(Map.of("SYMBOLS", "spot:BTCUSDT"), MeanReversionSettings::declare))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("SYMBOLS must name perpetuals, like linear:BTCUSDT");
    }

    @ParameterizedTest
    @CsvSource({"4, 2.5, 4.5, 6, REVERSION_LENGTH", "1001, 2.5, 4.5, 6, REVERSION_LENGTH",
            "60, 0.4, 4.5, 6, REVERSION_ENTRY_SCORE", "60, 6.1, 4.5, 6, REVERSION_ENTRY_SCORE",
            "60, 2.5, -0.1, 6, REVERSION_DISCOUNT", "60, 2.5, 10.1, 6, REVERSION_DISCOUNT",
            "60, 2.5, 4.5, 0, REVERSION_PATIENCE", "60, 2.5, 4.5, 101, REVERSION_PATIENCE",
            "60, NaN, 4.5, 6, REVERSION_ENTRY_SCORE", "60, 2.5, NaN, 6, REVERSION_DISCOUNT"})
    void refusesAStretchThatIsNone(int length, double score, double discount, int patience, String name) {
        assertThatThrownBy(() -> new MeanReversionSettings.Stretch(length, score, discount, patience))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(name + " must be from ");
    }

    @ParameterizedTest
    @CsvSource({"1, 30, REVERSION_STRENGTH_LENGTH", "201, 30, REVERSION_STRENGTH_LENGTH",
            "28, 0.9, REVERSION_MAX_STRENGTH", "28, 100.1, REVERSION_MAX_STRENGTH", "28, NaN, REVERSION_MAX_STRENGTH"})
    void refusesAFilterThatFiltersAllOrNothing(int length, double strength, String name) {
        assertThatThrownBy(() -> new MeanReversionSettings.Filter(length, strength))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(name + " must be from ");
    }

    @ParameterizedTest
    @CsvSource({"1, 8, 144, REVERSION_RANGE_LENGTH", "501, 8, 144, REVERSION_RANGE_LENGTH",
            "48, 0.4, 144, REVERSION_STOP", "48, 20.1, 144, REVERSION_STOP", "48, NaN, 144, REVERSION_STOP",
            "48, 8, 0, REVERSION_MAX_HOLD", "48, 8, 2001, REVERSION_MAX_HOLD"})
    void refusesATradeThatNeverEndsOrNeverBegins(int rangeLength, double stop, int maxHold, String name) {
        assertThatThrownBy(() -> new MeanReversionSettings.Exit(rangeLength, stop, maxHold))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(name + " must be from ");
    }

    @Test
    void takesTheEndsOfEveryRange() {
        assertThat(new MeanReversionSettings.Stretch(5, 0.5, 0, 1).discount()).isZero();
        assertThat(new MeanReversionSettings.Stretch(1_000, 6, 10, 100).discount()).isEqualTo(10);
        assertThat(new MeanReversionSettings.Filter(2, 1).maxStrength()).isEqualTo(1);
        assertThat(new MeanReversionSettings.Exit(500, 20, 2_000).maxHold()).isEqualTo(2_000);
    }

    @Test
    void refusesToTradeNothing() {
        assertThatThrownBy(() -> new MeanReversionSettings(List.of(), Interval.M5,
                MeanReversionSettings.Stretch.DEFAULTS, MeanReversionSettings.Filter.DEFAULTS,
                MeanReversionSettings.Exit.DEFAULTS, TradeSize.DEFAULTS)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("SYMBOLS must name perpetuals");
    }
}
