package io.tradinghub.guardian.fleet;

import java.math.BigDecimal;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.tradinghub.market.InstrumentId;

/// What the ledger says of all bots of one mode.
///
/// @param mode as the ledger writes it, like `live`
/// @param bots who counts: those that trade in the mode now, or did on this UTC day, or still hold something there
/// @param peakEarned the most that these bots ever earned together, at least zero
public record FleetBook(String mode, List<BotBook> bots, BigDecimal peakEarned) {
    public FleetBook {
        bots = List.copyOf(bots);
    }

    /// The bots' names; another set has another peak.
    public String names() {
        return bots.stream().map(BotBook::bot).sorted().collect(Collectors.joining(","));
    }

    /// Everything that any of them holds.
    public TreeSet<InstrumentId> instruments() {
        return bots.stream().flatMap(bot -> bot.holdings().stream()).map(Holding::instrument)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
