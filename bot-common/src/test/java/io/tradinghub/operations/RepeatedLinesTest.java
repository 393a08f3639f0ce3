package io.tradinghub.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.spi.FilterReply;
import org.junit.jupiter.api.Test;

final class RepeatedLinesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private final RepeatedLines filter = new RepeatedLines();

    private static LoggingEvent line(Level level, String text, Duration after) {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerName("io.tradinghub.Part");
        event.setLevel(level);
        event.setMessage(text);
        event.setInstant(START.plus(after));
        return event;
    }

    private long passed(Level level, String text, int lines) {
        return IntStream.range(0, lines).filter(
                line -> filter.decide(line(level, text, Duration.ofMillis(30L * line))) == FilterReply.NEUTRAL)
                .count();
    }

    @Test
    void aFaultThatRepeatsItselfLeavesRoomForOthers() {
        assertThat(passed(Level.ERROR, "a row cannot be read", 1_000)).isEqualTo(RepeatedLines.LINES);
        assertThat(passed(Level.ERROR, "another fault", 5)).isEqualTo(5);
    }

    @Test
    void saysHowManyLinesWereLeftOut() {
        List<LoggingEvent> first = IntStream.range(0, 100)
                .mapToObj(line -> line(Level.WARN, "away", Duration.ofMillis(line))).toList();
        first.forEach(filter::decide);
        LoggingEvent next = line(Level.WARN, "away", Duration.ofSeconds(61));

        assertThat(filter.decide(next)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(first.get(RepeatedLines.LINES - 1).getKeyValuePairs()).singleElement()
                .hasToString("othersLeftOutForSeconds=\"59\"");
        assertThat(next.getKeyValuePairs()).singleElement().hasToString("leftOut=\"40\"");
        assertThat(first.getFirst().getKeyValuePairs()).isNull();
    }

    @Test
    void whatIsNoFaultAlwaysPasses() {
        assertThat(passed(Level.INFO, "order placed", 10_000)).isEqualTo(10_000);
    }

    @Test
    void aClockThatIsSetBackDoesNotSilenceAFault() {
        assertThat(passed(Level.ERROR, "away", 100)).isEqualTo(RepeatedLines.LINES);
        assertThat(filter.decide(line(Level.ERROR, "away", Duration.ofHours(-1)))).isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    void standsBeforeTheConsoleOfEveryProgram() throws JoranException {
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        URL configuration = Objects.requireNonNull(RepeatedLinesTest.class.getResource("/logback-test.xml"));
        configurator.doConfigure(configuration);

        assertThat(context.getLogger("ROOT").getAppender("CONSOLE").getCopyOfAttachedFiltersList()).singleElement()
                .isInstanceOf(RepeatedLines.class);
        context.stop();
    }
}
