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

/// Says at the end whether the bots, the books and the candles are as they must be.
final class DemoCheck {
    private final FleetView fleet;
    private final CandleCheck candles;
    private final Screen screen;

    DemoCheck(FleetView fleet, CandleCheck candles, Screen screen) {
        this.fleet = fleet;
        this.candles = candles;
        this.screen = screen;
    }

    /// Answers the exit code.
    ///
    /// @param failed bots that ended by a fault of their own
    /// @param end market time at the end of the run
    int pronounce(List<BotId> failed, Instant end) {
        failed.forEach(bot -> screen.say("%s FAILED, the log says why".formatted(bot)));
        boolean good = booksAreRight() && failed.isEmpty();
        for (CandleCheck.Result result : candles.compare(end)) {
            screen.say(
                    String.format(Locale.ROOT, "candles of %s: %,d rows of %s, %,d in the store, %s", result.series(),
                            result.rows(), result.file().getFileName(), result.stored(),
                            result.firstDifference().map("DIFFERENT: "::concat).orElse("all equal")));
            good &= result.isEqual();
        }
        return good ? Program.OK : Program.FAILED;
    }

    private boolean booksAreRight() {
        try {
            long wrong = fleet.wrongSums();
            screen.say(wrong == 0
                    ? "every position is the sum of its fills"
                    : "%d positions are NOT the sum of their fills".formatted(wrong));
            return wrong == 0;
        } catch (SQLException e) {
            throw new LocalStoreException("the ledger cannot be read: " + e.getMessage(), e);
        }
    }
}
