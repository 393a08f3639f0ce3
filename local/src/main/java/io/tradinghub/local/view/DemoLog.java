package io.tradinghub.local.view;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import org.slf4j.LoggerFactory;

/// Writes the demo's log to a file and prints a selection on the screen: start messages, fills and risk events of the
/// bots, and everything from WARN on.
public final class DemoLog extends AppenderBase<ILoggingEvent> {
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %-5level [%thread] %logger{0} - "
            + "%msg %kvp{NONE}%n";
    private static final String RUNNER = "io.tradinghub.runner.";
    private static final long MAX_FILE_SIZE = 10 * FileSize.MB_COEFFICIENT;
    private final Screen screen;
    private volatile boolean onlyErrors;

    private DemoLog(Screen screen) {
        this.screen = screen;
    }

    /// Redirects the log from standard output to the file.
    public static DemoLog redirect(Path file, Screen screen) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.setLevel(Level.INFO);
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        root.addAppender(fileAppender(file, encoder, context));
        DemoLog selection = new DemoLog(screen);
        selection.setContext(context);
        selection.start();
        root.addAppender(selection);
        return selection;
    }

    /// Limits the log of a demo that runs for weeks to two files.
    private static RollingFileAppender<ILoggingEvent> fileAppender(Path file, PatternLayoutEncoder encoder,
            LoggerContext context) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setEncoder(encoder);
        FixedWindowRollingPolicy names = new FixedWindowRollingPolicy();
        names.setContext(context);
        names.setParent(appender);
        names.setFileNamePattern(file + ".%i");
        names.setMaxIndex(1);
        names.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(new FileSize(MAX_FILE_SIZE));
        size.start();
        appender.setRollingPolicy(names);
        appender.setTriggeringPolicy(size);
        appender.start();
        return appender;
    }

    /// From now on prints only errors: while the demo shuts down, lost connections are expected.
    public void showOnlyErrors() {
        onlyErrors = true;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (isFromABot(event, "risk event")) {
            screen.print(risk(keysOf(event)));
        } else if (event.getLevel().isGreaterOrEqual(onlyErrors ? Level.ERROR : Level.WARN)) {
            screen.print("%s: %s".formatted(event.getLevel(), text(event)));
        } else if (isFromABot(event, "filled")) {
            screen.print(fill(keysOf(event)));
        } else if (isStartMessage(event)) {
            screen.print(event.getFormattedMessage());
        }
    }

    private static boolean isFromABot(ILoggingEvent event, String message) {
        return event.getLoggerName().startsWith(RUNNER) && event.getMessage().equals(message);
    }

    private static Map<String, String> keysOf(ILoggingEvent event) {
        return event.getKeyValuePairs().stream()
                .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
    }

    /// `bot_1_momentum: DAILY_LOSS (equity 9698.76, day began at 10000.00, highest ever 10000.00)`
    private static String risk(Map<String, String> keys) {
        return "%s: %s (%s)".formatted(keys.get("bot"), keys.get("rule"), keys.get("detail"));
    }

    /// `bot_1_momentum: sell 0.061 linear:BTCUSDT at 81275.60`
    private static String fill(Map<String, String> keys) {
        return "%s: %s %s %s at %s".formatted(keys.get("bot"),
                keys.getOrDefault("side", "").toLowerCase(Locale.ROOT), keys.get("quantity"), keys.get("instrument"),
                keys.get("price"));
    }

    private static boolean isStartMessage(ILoggingEvent event) {
        return event.getLoggerName().startsWith(RUNNER) && event.getMessage().startsWith("{} ");
    }

    private static String text(ILoggingEvent event) {
        String message = event.getFormattedMessage();
        if (event.getKeyValuePairs() == null) {
            return message;
        }
        return message + event.getKeyValuePairs().stream().map(pair -> " %s=%s".formatted(pair.key, pair.value))
                .collect(Collectors.joining());
    }
}
