package io.tradinghub.backtest.command;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.backtest.BacktestException;
import io.tradinghub.backtest.columns.ColumnCache;
import io.tradinghub.backtest.command.BacktestOptions.Market;
import io.tradinghub.backtest.files.CandleFiles;
import io.tradinghub.backtest.market.MarketData;
import io.tradinghub.backtest.store.HubMarket;
import io.tradinghub.backtest.store.HubStores;
import io.tradinghub.backtest.store.KeptMarket;
import io.tradinghub.bot.Subscription;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.market.csv.CsvFormatException;

/// Reads the market that was asked for.
public final class MarketReader {
    private final BacktestOptions options;
    private final PrintStream errors;

    /// @param errors hears what a person should know
    public MarketReader(BacktestOptions options, PrintStream errors) {
        this.options = options;
        this.errors = errors;
    }

    /// Reads what is there of what a bot needs.
    ///
    /// @throws BacktestException if nothing can be used; the message says why and what to do
    public MarketData read(Subscription subscription) {
        try {
            return switch (options.market()) {
                case Market.Candles(List<Path> files, Optional<Path> kept) -> CandleFiles.read(files,
                        kept.map(folder -> ColumnCache.in(folder, this::note)).orElseGet(ColumnCache::none)).market();
                case Market.Kept(Path kept) -> HubMarket.kept(new KeptMarket(kept, this::note)).read(subscription,
                        options.from(), options.to());
                case Market.Hub(Map<String, String> environment, Path kept) -> {
                    try (HubStores stores = HubStores.open(environment)) {
                        yield HubMarket.of(stores, new KeptMarket(kept, this::note), this::note).read(subscription,
                                options.from(), options.to());
                    }
                }
            };
        } catch (CsvFormatException | StoreUnavailableException | IllegalArgumentException
                | IllegalStateException | UncheckedIOException e) {
            throw new BacktestException(String.valueOf(e.getMessage()), e);
        }
    }

    private void note(String text) {
        errors.println("hub: " + text);
    }
}
