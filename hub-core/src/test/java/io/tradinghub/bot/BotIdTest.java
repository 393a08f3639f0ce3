package io.tradinghub.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BotIdTest {

    @Test
    void refusesTheWordThatAddressesEveryBot() {
        assertThatThrownBy(() -> new BotId("all")).hasMessageContaining("addresses every bot");
        assertThat(new BotId("all_of_it").value()).isEqualTo("all_of_it");
    }
}
