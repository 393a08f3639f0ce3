package io.tradinghub.operations;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import org.slf4j.event.KeyValuePair;

/// Limits warnings and errors of one kind, which are those of one logger with one text, to [#LINES] a minute, so that
/// a fault that repeats itself neither fills the log nor pushes out what came before. The last one let through says
/// that others may be left out, the first of a later minute how many were. Lines below a warning always pass.
///
/// `logging.xml` puts it before the console. Logback's own filter for duplicates goes by the text alone, whatever the
/// level, and never forgets: it would hide orders. Any thread may log.
public final class RepeatedLines extends Filter<ILoggingEvent> {
    static final int LINES = 60;
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    /// Guarded by this. As many entries as there are warnings and errors in the code.
    private final Map<Kind, Minute> minutes = new HashMap<>();

    private record Kind(String logger, String text) {}

    private static final class Minute {
        private long startMillis;
        private int lines;
        private int leftOut;
    }

    @Override
    public synchronized FilterReply decide(ILoggingEvent event) {
        if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
            return FilterReply.NEUTRAL;
        }
        Minute minute = minutes.computeIfAbsent(new Kind(event.getLoggerName(), event.getMessage()), _ -> new Minute());
        if (minute.lines == 0 || Math.abs(event.getTimeStamp() - minute.startMillis) >= MINUTE) {
            say(event, "leftOut", minute.leftOut);
            minute.startMillis = event.getTimeStamp();
            minute.lines = 0;
            minute.leftOut = 0;
        }
        if (minute.lines == LINES) {
            minute.leftOut++;
            return FilterReply.DENY;
        }
        minute.lines++;
        if (minute.lines == LINES) {
            say(event, "othersLeftOutForSeconds", (minute.startMillis + MINUTE - event.getTimeStamp()) / 1_000);
        }
        return FilterReply.NEUTRAL;
    }

    private static void say(ILoggingEvent event, String key, long value) {
        if (value > 0 && event instanceof LoggingEvent line) {
            line.addKeyValuePair(new KeyValuePair(key, value));
        }
    }
}
