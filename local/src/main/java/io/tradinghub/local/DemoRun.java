package io.tradinghub.local;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tradinghub.bot.BotId;
import io.tradinghub.local.view.BotRow;
import io.tradinghub.local.view.FleetTable;
import io.tradinghub.local.view.FleetView;
import io.tradinghub.local.view.Screen;
import io.tradinghub.market.StoreUnavailableException;

/// Shows the running demo until its time is up, its market ends or a shutdown is requested.
final class DemoRun {
    private static final Duration REDRAW = Duration.ofMillis(500);
    private static final Duration PLAIN_LINES = Duration.ofSeconds(10);
    private final DemoOptions options;
    private final DemoMarket market;
    private final InstantSource marketClock;
    private final FleetView fleet;
    private final List<BotId> bots;
    private final Screen screen;
    private final long startNanos = System.nanoTime();
    private List<BotRow> rows = List.of();
    private boolean storesAnswer = true;

    DemoRun(DemoOptions options, DemoMarket market, InstantSource marketClock, FleetView fleet, List<BotId> bots,
            Screen screen) {
        this.options = options;
        this.market = market;
        this.marketClock = marketClock;
        this.fleet = fleet;
        this.bots = bots;
        this.screen = screen;
    }

    /// Blocks until the run ends and returns the reason.
    String show(ShutdownSignal shutdown) throws InterruptedException {
        long linesAt = startNanos + PLAIN_LINES.toNanos();
        while (true) {
            Optional<String> endReason = endReason();
            if (endReason.isPresent()) {
                return endReason.get();
            }
            if (shutdown.await(REDRAW)) {
                return "shutdown requested";
            }
            List<BotRow> rows = rows();
            List<String> table = new ArrayList<>(List.of("", header()));
            table.addAll(FleetTable.table(rows));
            screen.draw(table);
            if (screen.kind() == Screen.Kind.PLAIN && System.nanoTime() >= linesAt) {
                linesAt += PLAIN_LINES.toNanos();
                screen.print(header());
                rows.forEach(row -> screen.print("  " + FleetTable.line(row)));
            }
        }
    }

    /// Prints the final table, which stays on the screen.
    void printSummary() {
        screen.print("");
        screen.print(header());
        FleetTable.table(rows()).forEach(screen::print);
    }

    /// The current rows; the last ones while a store does not answer.
    private List<BotRow> rows() {
        try {
            rows = fleet.rows(bots);
            storesAnswer = true;
        } catch (SQLException | StoreUnavailableException e) {
            if (storesAnswer) {
                screen.print("a store does not answer, the table shows the last state: " + e.getMessage());
            }
            storesAnswer = false;
        }
        return rows;
    }

    private String header() {
        Duration passed = Duration.ofNanos(System.nanoTime() - startNanos);
        String of = options.length().map(length -> " of " + clock(length)).orElse("");
        return "market time %s UTC, %sx, running %s%s".formatted(
                marketClock.instant().truncatedTo(ChronoUnit.MINUTES).toString().replace("T", " ").replace(":00Z", ""),
                options.speed() == Math.rint(options.speed())
                        ? Long.toString((long) options.speed())
                        : Double.toString(options.speed()),
                clock(passed), of);
    }

    private Optional<String> endReason() {
        if (options.length().isPresent() && System.nanoTime() - startNanos >= options.length().get().toNanos()) {
            return Optional.of("time is up");
        }
        return market.end().filter(end -> !marketClock.instant().isBefore(end)).map(_ -> "the replay is over");
    }

    private static String clock(Duration duration) {
        return "%d:%02d".formatted(duration.toMinutes(), duration.toSecondsPart());
    }
}
