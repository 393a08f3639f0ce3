package io.tradinghub.market;

import java.util.Optional;

/// The trading rules that the recorder last published.
public interface InstrumentCatalog {

    /// Empty while the recorder has not published this instrument.
    Optional<Instrument> find(InstrumentId id);
}
