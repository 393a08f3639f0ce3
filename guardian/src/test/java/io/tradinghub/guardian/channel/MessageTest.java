package io.tradinghub.guardian.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.tradinghub.guardian.alert.Alert;
import io.tradinghub.guardian.alert.AlertRule;
import io.tradinghub.guardian.alert.Condition;
import io.tradinghub.guardian.alert.Notice;
import org.junit.jupiter.api.Test;

class MessageTest {
    private static final Instant BEGAN = Instant.parse("2026-11-01T00:00:00Z");

    @Test
    void saysOfEachNewsWhatBecameOfTheAlert() {
        Condition gap = new Condition(AlertRule.GAP, "linear:BTCUSDT 1", "candles are missing");
        Condition event = new Condition(AlertRule.RISK_EVENT, "EXIT_FAILING", "bot_1 (live)", "no takers");
        Message message = Message.of("my hub",
                List.of(notice(Notice.Kind.BEGAN, event), notice(Notice.Kind.BEGAN, gap),
                        notice(Notice.Kind.LASTS, gap), ended(Notice.Kind.ENDED, event, Duration.ofSeconds(40)),
                        ended(Notice.Kind.CAME_AND_WENT, event, Duration.ofMinutes(12))));
        assertThat(message.headline()).isEqualTo("ALERT EXIT_FAILING: bot_1 (live) (+4 more)");
        assertThat(message.text()).isEqualTo("""
                my hub
                ALERT EXIT_FAILING: bot_1 (live)
                  no takers
                WARNING Gap not repaired: linear:BTCUSDT 1
                  candles are missing
                STILL Gap not repaired: linear:BTCUSDT 1 (since 2026-11-01T00:00:00Z)
                  candles are missing
                OVER EXIT_FAILING: bot_1 (live) (40 s from 2026-11-01T00:00:00Z)
                WAS EXIT_FAILING: bot_1 (live) (12 min from 2026-11-01T00:00:00Z)
                  no takers""");
    }

    @Test
    void aFaultOfEverythingIsOneShortMessage() {
        List<Notice> notices = new ArrayList<>();
        for (int number = 1; number <= 100; number++) {
            notices.add(notice(Notice.Kind.BEGAN,
                    new Condition(AlertRule.RECORDER_STALE, "linear:COIN%dUSDT".formatted(number), "no candle")));
        }
        assertThat(Message.of("hub", notices).text().lines()).containsExactly("hub",
                "ALERT Recorder stale: linear:COIN1USDT, linear:COIN2USDT, linear:COIN3USDT, linear:COIN4USDT, "
                        + "linear:COIN5USDT, linear:COIN6USDT, linear:COIN7USDT, linear:COIN8USDT, linear:COIN9USDT, "
                        + "linear:COIN10USDT and 90 more",
                "  no candle");
    }

    @Test
    void noMessageIsLongerThanTelegramTakes() {
        List<Notice> notices = new ArrayList<>();
        for (AlertRule rule : AlertRule.values()) {
            for (int number = 1; number <= 10; number++) {
                notices.add(
                        notice(Notice.Kind.BEGAN, new Condition(rule, "subject " + number, number + "x".repeat(900))));
            }
        }
        assertThat(Message.of("hub", notices).text()).hasSize(Message.MAX_LENGTH).endsWith("…");
    }

    private static Notice notice(Notice.Kind kind, Condition condition) {
        return new Notice(kind, new Alert(new UUID(0, 1), condition, BEGAN, Optional.empty()));
    }

    private static Notice ended(Notice.Kind kind, Condition condition, Duration lasted) {
        return new Notice(kind, new Alert(new UUID(0, 1), condition, BEGAN, Optional.of(BEGAN.plus(lasted))));
    }
}
