package io.tradinghub.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;

import org.junit.jupiter.api.Test;

class HubModeTest {

    @Test
    void tradesOnPaperUnlessToldOtherwise() {
        assertThat(SettingsReader.read(Map.of(), HubMode::declare)).isEqualTo(HubMode.PAPER);
    }

    @Test
    void refusesAModeItDoesNotKnow() {
        assertThatThrownBy(() -> SettingsReader.read(Map.of("HUB_MODE", "Live"), HubMode::declare))
                .hasMessage("HUB_MODE is 'Live', expected one of paper, demo, testnet, live.");
    }
}
