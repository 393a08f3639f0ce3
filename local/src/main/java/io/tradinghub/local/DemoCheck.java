package io.tradinghub.local;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

import io.tradinghub.bot.BotId;
import io.tradinghub.local.stores.LocalStoreException;
import io.tradinghub.local.view.FleetView;
import io.tradinghub.local.view.Screen;
import io.tradinghub.operations.Program;

/// Checks at the end of a run that no bot failed, that positions match their fills, and that the candles are stored.
final class DemoCheck {
    private final FleetView fleet;
    private final CandleCheck candles;
    private final Screen screen;

    DemoCheck(FleetView fleet, CandleCheck candles, Screen screen) {
        this.fleet = fleet;
        this.candles = candles;
        this.screen = screen;
    }

    /// Prints the results and returns the exit code.
    ///
    /// @param failed bots that ended with an exception
    /// @param end market time at the end of the run
    int report(List<BotId> failed, Instant end) {
        failed.forEach(bot -> screen.print("%s FAILED, see the log".formatted(bot)));
        boolean good = positionsMatchFills() && failed.isEmpty();
        for (CandleCheck.Result result : candles.compare(end)) {
            screen.print(
                    String.format(Locale.ROOT, "candles of %s: %,d rows of %s, %,d in the store, %s", result.series(),
                            result.rows(), result.file().getFileName(), result.stored(),
                            result.firstDifference().map("DIFFERENT: "::concat).orElse("all equal")));
            good &= result.isEqual();
        }
        return good ? Program.OK : Program.FAILED;
    }

    private boolean positionsMatchFills() {
        try {
            long mismatches = fleet.positionMismatches();
            screen.print(mismatches == 0
                    ? "every position is the sum of its fills"
                    : "%d positions are NOT the sum of their fills".formatted(mismatches));
            return mismatches == 0;
        } catch (SQLException e) {
            throw new LocalStoreException("cannot read the ledger: " + e.getMessage(), e);
        }
    }
}
