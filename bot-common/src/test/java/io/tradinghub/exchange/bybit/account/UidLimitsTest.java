package io.tradinghub.exchange.bybit.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.bybit.Lane;
import io.tradinghub.testing.ManualClock;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;

class UidLimitsTest {
    private static final String CREATE = "/v5/order/create linear";
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final RestReply.Refusal TOO_MANY = new RestReply.Refusal(10006, "Too many visits");
    private final ManualClock clock = new ManualClock(NOW);
    private long nanos;
    private final UidLimits limits = new UidLimits(new ExchangeClock(clock), () -> nanos);

    private static Headers headers(int left, Instant reset) {
        return Headers.of("X-Bapi-Limit", "10", "X-Bapi-Limit-Status", String.valueOf(left),
                "X-Bapi-Limit-Reset-Timestamp", String.valueOf(reset.toEpochMilli()));
    }

    private void answer(Headers headers, RestReply reply) {
        limits.leaves(CREATE);
        limits.answered(CREATE, headers, reply);
        limits.ended(CREATE);
    }

    private void answer(int left) {
        answer(headers(left, NOW), new RestReply.Success(JsonNodeFactory.instance.objectNode(), NOW));
    }

    private Duration wait(Lane lane) {
        return limits.untilFree(lane, CREATE);
    }

    @Test
    void whatIsKnownOfNoLimitWaitsForNone() {
        assertThat(wait(Lane.HISTORY)).isZero();
        answer(Headers.of(), new RestReply.NoAnswer("HTTP 502"));
        assertThat(wait(Lane.HISTORY)).isZero();
    }

    @Test
    void aQuarterIsKeptForExits() {
        answer(3);
        assertThat(wait(Lane.ENTRY)).isZero();
        answer(2);
        assertThat(wait(Lane.ENTRY)).isEqualTo(Duration.ofSeconds(1));
        assertThat(wait(Lane.LOOK_UP)).isEqualTo(Duration.ofSeconds(1));
        assertThat(wait(Lane.EXIT)).isZero();
    }

    @Test
    void withNothingLeftExitsWaitTooAndNotForLongerThanTheLimitCounts() {
        answer(0);
        nanos += Duration.ofMillis(400).toNanos();
        assertThat(wait(Lane.EXIT)).isEqualTo(Duration.ofMillis(600));
        nanos += Duration.ofMillis(600).toNanos();
        assertThat(wait(Lane.EXIT)).isZero();
        assertThat(wait(Lane.ENTRY)).isZero();
    }

    @Test
    void whatIsUnderWayCountsAsUsed() {
        answer(3);
        limits.leaves(CREATE);
        assertThat(wait(Lane.ENTRY)).isPositive();
        limits.leaves(CREATE);
        limits.answered(CREATE, headers(2, NOW), new RestReply.Refusal(110007, ""));
        limits.ended(CREATE);
        limits.leaves(CREATE);
        assertThat(wait(Lane.EXIT)).isPositive();
    }

    @Test
    void aRefusedOneWaitsUntilTheResetThatTheAnswerNames() {
        answer(headers(0, NOW.plusMillis(700)), TOO_MANY);
        assertThat(wait(Lane.EXIT)).isEqualTo(Duration.ofMillis(700));
        answer(headers(0, NOW.plusSeconds(3_600)), TOO_MANY);
        assertThat(wait(Lane.EXIT)).isEqualTo(Duration.ofSeconds(10));
        answer(Headers.of(), TOO_MANY);
        assertThat(wait(Lane.EXIT)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void headersThatAreNoNumbersSayNothing() {
        answer(Headers.of("X-Bapi-Limit-Status", "-1", "X-Bapi-Limit", "?"),
                new RestReply.Success(JsonNodeFactory.instance.objectNode(), NOW));
        assertThat(wait(Lane.ENTRY)).isZero();
    }

    @Test
    void eachEndpointCountsForItself() {
        answer(0);
        assertThat(limits.untilFree(Lane.ENTRY, "/v5/order/create spot")).isZero();
    }
}
