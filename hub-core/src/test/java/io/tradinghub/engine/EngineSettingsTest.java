package io.tradinghub.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Settings that would cost money do not start an engine.
final class EngineSettingsTest {

    private static EngineSettings settings(String capital, int slippageBps, double disasterStop) {
        return new EngineSettings(new BigDecimal(capital), "USDT", slippageBps, disasterStop,
                EngineSettings.Timing.DEFAULTS);
    }

    @ParameterizedTest
    @CsvSource({"0.01, 0, 0.001", "10000, 1000, 0.999"})
    void takesWhatIsJustPossible(String capital, int slippageBps, double disasterStop) {
        assertThatCode(() -> settings(capital, slippageBps, disasterStop)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"0, 20, 0.1, capital", "-1, 20, 0.1, capital", "1, -1, 0.1, slippage", "1, 1001, 0.1, slippage",
            "1, 20, 0, disaster stop", "1, 20, 1, disaster stop", "1, 20, NaN, disaster stop"})
    void refusesWhatCannotBeMeant(String capital, int slippageBps, double disasterStop, String named) {
        assertThatThrownBy(() -> settings(capital, slippageBps, disasterStop))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(named);
    }
}
