package io.tradinghub.guardian.alert;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Keeps alerts over a restart. One thread calls it.
///
/// Throws [io.tradinghub.market.StoreUnavailableException] when the store does not answer in time.
public interface AlertLog {

    /// The alerts that last, and those of which a channel has not been told all.
    Kept load();

    /// Writes these alerts as they are now, and that the rules were evaluated at this moment: all of it or nothing.
    void save(Collection<AlertRecord> records, Instant evaluatedAt);

    /// What an earlier process left.
    ///
    /// @param evaluatedAt when it last evaluated the rules; empty if none ever did
    record Kept(List<AlertRecord> records, Optional<Instant> evaluatedAt) {
        public Kept {
            records = List.copyOf(records);
        }
    }
}
