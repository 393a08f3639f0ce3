package io.tradinghub.local;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

import io.tradinghub.local.stores.LocalStoreException;
import io.tradinghub.local.view.FleetView;
import io.tradinghub.local.view.Screen;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.SeriesId;
import io.tradinghub.operations.Program;

/// Says at the end whether the books and the candles are as they must be.
final class Verdict {
    private final DemoOptions options;
    private final DemoMarket market;
    private final FleetView fleet;
    private final Screen screen;

    Verdict(DemoOptions options, DemoMarket market, FleetView fleet, Screen screen) {
        this.options = options;
        this.market = market;
        this.fleet = fleet;
        this.screen = screen;
    }

    /// Answers the exit code. Closes the history.
    int pronounce(CandleHistory history) {
        boolean good = booksAreRight();
        try (history) {
            CandleCheck check = new CandleCheck(history);
            List<SeriesId> series = market.baseSeries();
            List<Path> files = DemoRun.candleFiles(options);
            for (int i = 0; i < files.size(); i++) {
                CandleCheck.Result result = check.compare(files.get(i), series.get(i));
                screen.say(String.format(Locale.ROOT, "candles of %s: %,d rows of %s, %,d in the store, %s", result.series(),
                        result.rows(),
                        result.file().getFileName(), result.stored(),
                        result.firstDifference().map("DIFFERENT: "::concat).orElse("all equal")));
                good &= result.isEqual();
            }
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
