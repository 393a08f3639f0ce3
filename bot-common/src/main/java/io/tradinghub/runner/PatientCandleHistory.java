package io.tradinghub.runner;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/// A candle history that is opened when it is first asked, so that a bot starts, and looks after what it holds, while
/// the candle store is away. What the store refuses counts as away too: a token may be mended while the bot runs.
final class PatientCandleHistory implements CandleHistory {
    private final Supplier<CandleHistory> opener;
    private @Nullable CandleHistory opened;
    private boolean closed;

    /// @param opener opens the store or throws when it is not there
    PatientCandleHistory(Supplier<CandleHistory> opener) {
        this.opener = opener;
    }

    @Override
    public void read(SeriesId series, Instant from, Instant to, Consumer<CandleBlock> visitor) {
        try {
            open().read(series, from, to, visitor);
        } catch (IllegalStateException refused) {
            throw unavailable(refused);
        }
    }

    @Override
    public Optional<Instant> newest(SeriesId series) {
        try {
            return open().newest(series);
        } catch (IllegalStateException refused) {
            throw unavailable(refused);
        }
    }

    private static StoreUnavailableException unavailable(IllegalStateException refused) {
        return new StoreUnavailableException(String.valueOf(refused.getMessage()), refused);
    }

    private synchronized CandleHistory open() {
        if (closed) {
            throw new StoreUnavailableException("the bot is about to end", new IllegalStateException("closed"));
        }
        CandleHistory history = opened;
        if (history == null) {
            history = opener.get();
            opened = history;
        }
        return history;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (opened != null) {
            opened.close();
        }
    }
}
