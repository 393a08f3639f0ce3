package io.tradinghub.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubModeTest {

    @Test
    void tradesOnPaperUnlessToldOtherwise() {
        assertThat(SettingsReader.read(Map.of(), HubMode::declare)).isEqualTo(HubMode.PAPER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "testnet", "live"})
    void refusesModesWhoseAdapterIsNotBuilt(String mode) {
        assertThatThrownBy(() -> SettingsReader.read(Map.of("HUB_MODE", mode), HubMode::declare)).hasMessage(
                "HUB_MODE is '%s', expected paper: the adapter that sends orders to Bybit is not built yet, so demo, testnet and live cannot run."
                        .formatted(mode));
    }

    @Test
    void refusesAModeItDoesNotKnow() {
        assertThatThrownBy(() -> SettingsReader.read(Map.of("HUB_MODE", "Live"), HubMode::declare))
                .hasMessage("HUB_MODE is 'Live', expected one of paper, demo, testnet, live.");
    }
}
