package io.tradinghub.local;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.tradinghub.bot.BotId;
import io.tradinghub.local.stores.LocalStoreException;
import io.tradinghub.local.view.FleetView;
import io.tradinghub.local.view.Screen;
import io.tradinghub.operations.Program;

/// Checks at the end of a run that no bot failed, that positions match their fills, that the ledger matches the
/// exchange where the bots had accounts, and that the candles are stored.
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
    /// @param compared exchange and ledger, where the bots had accounts
    /// @param end market time at the end of the run
    int report(List<BotId> failed, Optional<DemoComparison.Result> compared, Instant end) {
        failed.forEach(bot -> screen.print("%s FAILED, see the log".formatted(bot)));
        boolean good = positionsMatchFills() && failed.isEmpty();
        if (compared.isPresent()) {
            good &= agree(compared.get());
        }
        for (CandleCheck.Result result : candles.compare(end)) {
            screen.print(
                    String.format(Locale.ROOT, "candles of %s: %,d rows of %s, %,d in the store, %s", result.series(),
                            result.rows(), result.file().getFileName(), result.stored(),
                            result.firstDifference().map("DIFFERENT: "::concat).orElse("all equal")));
            good &= result.isEqual();
        }
        return good ? Program.OK : Program.FAILED;
    }

    private boolean agree(DemoComparison.Result compared) {
        screen.print("ledger and exchange %s to the last digit: %d executions, %d funding payments, %d orders"
                .formatted(compared.differences().isEmpty() ? "agree" : "do NOT agree", compared.executions(),
                        compared.fundingPayments(), compared.orders()));
        compared.differences().forEach(screen::print);
        return compared.differences().isEmpty();
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
