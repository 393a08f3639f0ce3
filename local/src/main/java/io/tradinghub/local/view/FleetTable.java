package io.tradinghub.local.view;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Formats the bots as a table, or as one line each.
public final class FleetTable {
    private static final String ROW = "%-22s %-{width}s %6s %11s %11s %9s %8s";
    private static final int MIN_WIDTH = 24;
    private static final int MAX_WIDTH = 64;

    private FleetTable() {}

    /// Formats the table, with a line for the whole fleet.
    public static List<String> table(List<BotRow> bots) {
        int width = Math.clamp(bots.stream().mapToInt(bot -> bot.holding().length()).max().orElse(0), MIN_WIDTH,
                MAX_WIDTH);
        String row = ROW.replace("{width}", Integer.toString(width));
        List<String> lines = new ArrayList<>();
        lines.add(row.formatted("bot", "position", "trades", "realised", "unrealised", "fees", "lag"));
        for (BotRow bot : bots) {
            lines.add(row.formatted(bot.bot(), shortened(bot.holding(), width), bot.trades(), signed(bot.realised()),
                    signed(bot.unrealised()),
                    plain(bot.fees()), lag(bot.candleLag())) + bot.note().map(note -> "  " + note).orElse(""));
        }
        lines.add(row.formatted("fleet", "", bots.stream().mapToLong(BotRow::trades).sum(),
                signed(sum(bots, BotRow::realised)),
                signed(sum(bots, BotRow::unrealised)), plain(sum(bots, BotRow::fees)), ""));
        return lines;
    }

    /// Formats one line for one bot, for output that is not a terminal.
    public static String line(BotRow bot) {
        return "%s %s | %d trades | realised %s | unrealised %s | fees %s | lag %s%s".formatted(bot.bot(),
                bot.holding(),
                bot.trades(),
                signed(bot.realised()), signed(bot.unrealised()), plain(bot.fees()), lag(bot.candleLag()),
                bot.note().map(note -> " | " + note).orElse(""));
    }

    private static BigDecimal sum(List<BotRow> bots, Function<BotRow, BigDecimal> column) {
        return bots.stream().map(column).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static String signed(BigDecimal amount) {
        return String.format(Locale.ROOT, "%+,.2f", amount.setScale(2, RoundingMode.HALF_EVEN));
    }

    private static String plain(BigDecimal amount) {
        return String.format(Locale.ROOT, "%,.2f", amount.setScale(2, RoundingMode.HALF_EVEN));
    }

    private static String lag(Optional<Duration> lag) {
        return lag.map(duration -> duration.toMillis() + " ms").orElse("-");
    }

    private static String shortened(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }
}
