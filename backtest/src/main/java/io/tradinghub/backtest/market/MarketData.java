package io.tradinghub.backtest.market;

import java.util.List;
import java.util.Map;

import io.tradinghub.backtest.MarketHistory;

/// A market that was read for a run, and what the run says about it.
///
/// @param digests SHA-256 of what was read, by its name
/// @param rules how the trading rules of the instruments are known
/// @param notes what a reader of the results must know
/// @param remedy what to do about what lacks
public record MarketData(MarketHistory history, Map<String, String> digests, String rules, List<String> notes,
        Remedy remedy) {
    public MarketData {
        notes = List.copyOf(notes);
    }
}
