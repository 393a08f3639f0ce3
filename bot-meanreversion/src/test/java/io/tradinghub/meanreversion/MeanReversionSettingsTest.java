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
}
