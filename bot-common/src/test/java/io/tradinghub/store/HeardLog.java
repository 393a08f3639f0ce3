package io.tradinghub.store;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/// Hears what a class says in the log, from its opening until it is closed.
final class HeardLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger logger;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private HeardLog(Logger logger) {
        this.logger = logger;
    }

    static HeardLog of(Class<?> speaker) {
        Logger logger = (Logger) LoggerFactory.getLogger(speaker);
        HeardLog heard = new HeardLog(logger);
        heard.start();
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(heard);
        return heard;
    }

    /// A line each: level, text and the value of `reason`, if it has one.
    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    protected void append(ILoggingEvent event) {
        List<KeyValuePair> pairs = Objects.requireNonNullElse(event.getKeyValuePairs(), List.of());
        String reason = pairs.stream().filter(pair -> pair.key.equals("reason")).map(pair -> ": " + pair.value)
                .findFirst().orElse("");
        lines.add(event.getLevel() + " " + event.getMessage() + reason);
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        logger.setAdditive(true);
        logger.setLevel(null);
        stop();
    }
}
