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
import ch.qos.logback.core.FileAppender;
import org.slf4j.LoggerFactory;

/// Sends the log of the demo to a file, and what a person wants to see of it to the screen: greetings and fills of the bots, and everything from
/// WARN on.
public final class DemoLog extends AppenderBase<ILoggingEvent> {
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %-5level [%thread] %logger{0} - %msg %kvp{NONE}%n";
    private static final String RUNNER = "io.tradinghub.runner.";
    private final Screen screen;
    private volatile boolean ending;

    private DemoLog(Screen screen) {
        this.screen = screen;
    }

    /// From now on the log goes to the file instead of standard output.
    public static DemoLog redirect(Path file, Screen screen) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.setLevel(Level.INFO);
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setAppend(true);
        appender.setEncoder(encoder);
        appender.start();
        root.addAppender(appender);
        DemoLog selection = new DemoLog(screen);
        selection.setContext(context);
        selection.start();
        root.addAppender(selection);
        return selection;
    }

    /// From now on only errors reach the screen: while everything is being closed, lost connections are no news.
    public void ending() {
        ending = true;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(ending ? Level.ERROR : Level.WARN)) {
            screen.say("%s: %s".formatted(event.getLevel(), text(event)));
        } else if (event.getLoggerName().startsWith(RUNNER)) {
            if (isGreeting(event)) {
                screen.say(event.getFormattedMessage());
            } else if (event.getMessage().equals("filled")) {
                screen.say(fill(event));
            }
        }
    }

    /// `bot_1_momentum: sell 0.061 linear:BTCUSDT at 81275.60`
    private static String fill(ILoggingEvent event) {
        Map<String, String> keys = event.getKeyValuePairs().stream()
                .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
        String order = keys.getOrDefault("clientOrderId", "");
        return "%s: %s %s %s at %s".formatted(order.substring(0, Math.max(0, order.lastIndexOf('-'))),
                keys.getOrDefault("side", "").toLowerCase(Locale.ROOT), keys.get("quantity"), keys.get("instrument"),
                keys.get("price"));
    }

    private static boolean isGreeting(ILoggingEvent event) {
        return event.getLoggerName().endsWith(".BotRunner") && event.getMessage().startsWith("{} ");
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
