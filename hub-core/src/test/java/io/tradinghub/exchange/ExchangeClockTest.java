package io.tradinghub.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import io.tradinghub.testing.ManualClock;
import org.junit.jupiter.api.Test;

class ExchangeClockTest {
    private static final Instant TRUE_START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration AHEAD = Duration.ofMinutes(3);
    private final ManualClock local = new ManualClock(TRUE_START.plus(AHEAD));
    private final ExchangeClock clock = new ExchangeClock(local);
    private Instant exchange = TRUE_START;

    private void pass(Duration time) {
        local.advance(time);
        exchange = exchange.plus(time);
    }

    /// A stamp that was so long on its way.
    private void hear(Duration way) {
        clock.heard(exchange.minus(way).toEpochMilli());
    }

    @Test
    void isTheLocalClockBeforeTheFirstStamp() {
        assertThat(clock.instant()).isEqualTo(local.instant());
        assertThat(clock.localAheadMillis()).isZero();
    }

    @Test
    void takesTheStampThatCameQuickest() {
        hear(Duration.ofMillis(300));
        hear(Duration.ofMillis(20));
        hear(Duration.ofMillis(500));
        pass(Duration.ofSeconds(5));

        assertThat(clock.instant()).isEqualTo(exchange.minusMillis(20));
        assertThat(clock.localAheadMillis()).isEqualTo(AHEAD.toMillis() + 20);
    }

    @Test
    void followsALocalClockThatIsSet() {
        hear(Duration.ofMillis(20));
        local.advance(Duration.ofSeconds(10));
        for (int second = 0; second < 61; second++) {
            hear(Duration.ofMillis(20));
            pass(Duration.ofSeconds(1));
        }

        assertThat(clock.instant()).isEqualTo(exchange.minusMillis(20));
    }

    @Test
    void doesNotBelieveASingleStampFromTheFuture() {
        hear(Duration.ZERO);
        hear(Duration.ofDays(-365));
        hear(Duration.ZERO);

        assertThat(clock.instant()).isEqualTo(exchange);
    }

    @Test
    void believesTwoStampsThatAreFarAhead() {
        hear(Duration.ofMinutes(10));
        hear(Duration.ZERO);
        hear(Duration.ZERO);

        assertThat(clock.instant()).isEqualTo(exchange);
    }

    /// An answer that was so long under way after its stamp; the question took as long.
    private void ask(Duration way) {
        long asked = clock.asked();
        pass(way);
        long stamp = exchange.toEpochMilli();
        pass(way);
        clock.answered(asked, stamp);
    }

    @Test
    void isRightWithTheFirstAnswerAfterTheLocalClockWasSetForward() {
        ask(Duration.ofMillis(20));
        local.advance(Duration.ofMillis(1_500));
        ask(Duration.ofMillis(30));

        assertThat(clock.instant()).isEqualTo(exchange.minusMillis(30));
    }

    @Test
    void isRightWithTheFirstAnswerAfterTheLocalClockWasSetBack() {
        ask(Duration.ofMillis(20));
        local.advance(Duration.ofSeconds(-30));
        ask(Duration.ofMillis(30));

        assertThat(clock.instant()).isEqualTo(exchange.minusMillis(30));
    }

    @Test
    void keepsItsEstimateHoweverLongAnAnswerIsUnderWay() {
        ask(Duration.ofMillis(20));
        ask(Duration.ofSeconds(8));

        assertThat(clock.instant()).isEqualTo(exchange.minusMillis(20));
    }

    @Test
    void believesOneStampWhenTheExchangeSaysThatItsTimeWasWrong() {
        hear(Duration.ofMillis(20));
        local.advance(Duration.ofHours(-2));
        clock.restarted(exchange.toEpochMilli());

        assertThat(clock.instant()).isEqualTo(exchange);
    }
}
