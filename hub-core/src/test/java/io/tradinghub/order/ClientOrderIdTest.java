package io.tradinghub.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;

import io.tradinghub.bot.BotId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientOrderIdTest {
    private static final BotId BOT = new BotId("momentum");
    private static final BotId LONG_NAME = new BotId("mean_reversion_on_alts");
    private static final StartMark START = StartMark.of(Instant.parse("2026-01-01T00:00:00Z"), 1);

    @Test
    void carriesTheBotTheStartAndTheCounter() {
        assertThat(ClientOrderId.of(BOT, START, 37)).hasToString("momentum-" + START + "-11");
        assertThat(ClientOrderId.of(LONG_NAME, START, 1)).hasToString("mean_reversion-" + START + "-1");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void refusesACounterThatWasNeverHandedOut(long counter) {
        assertThatThrownBy(() -> ClientOrderId.of(BOT, START, counter)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got " + counter);
    }

    @Test
    void theLongestNameAndTheLargestCounterOfAHundredYearsFitWhatTheExchangeTakes() {
        assertThat(ClientOrderId.of(LONG_NAME, START, 3_000_000_000L).value()).hasSizeLessThanOrEqualTo(36);
        assertThat(new ClientOrderId("a".repeat(36)).value()).hasSize(36);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0123456789012345678901234567890123456", "bot 1", "bot.1", "bot_ä-1", "bot_١-1"})
    void refusesWhatTheExchangeWouldRefuse(String value) {
        assertThatThrownBy(() -> new ClientOrderId(value)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + value + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bot_1-1", "Bot-A_9", "z"})
    void takesLettersDigitsHyphensAndUnderscores(String value) {
        assertThat(new ClientOrderId(value)).hasToString(value);
    }

    @Test
    void knowsItsOwnOrdersAlsoThoseOfAnOlderLedgerAndNoOthers() {
        assertThat(ClientOrderId.of(LONG_NAME, START, 1).isOf(LONG_NAME)).isTrue();
        assertThat(new ClientOrderId("mean_reversion_on_alts-17").isOf(LONG_NAME)).isTrue();
        assertThat(new ClientOrderId("momentum-17").isOf(LONG_NAME)).isFalse();
        assertThat(ClientOrderId.of(new BotId("momentum_2"), START, 1).isOf(BOT)).isFalse();
    }

    @Test
    void saysWhichStartHandedItOut() {
        assertThat(ClientOrderId.of(BOT, START, 17).start()).contains(START);
        assertThat(ClientOrderId.of(LONG_NAME, START, 17).start()).contains(START);
    }

    /// Names of fewer, exactly as many, and more characters than a mark has.
    @ParameterizedTest
    @ValueSource(strings = {"bot_1-1", "bot123456-1", "bot1234567-1", "mean_reversion_on_alts-17", "bot"})
    void anIdOfAnOlderLedgerNamesNoStart(String value) {
        assertThat(new ClientOrderId(value).start()).isEqualTo(Optional.empty());
    }
}
