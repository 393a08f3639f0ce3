package io.tradinghub.exchange;

import java.util.Optional;

import io.tradinghub.market.InstrumentId;

/// A row of the account that this version of the hub cannot read.
///
/// @param id the same each time the row is told
/// @param instrument empty where not even that can be read
/// @param text for people: what is wrong, and the row as the exchange sent it, without quotation marks
public record UnreadRow(Kind kind, String id, Optional<InstrumentId> instrument, String text) {

    public enum Kind {
        /// It has changed a position, whoever caused it, and will never be told otherwise.
        EXECUTION,
        /// It may be the bot's, and is live: a person can cancel it at the exchange.
        ORDER
    }

    @Override
    public String toString() {
        return instrument.map(known -> known + " ").orElse("") + text;
    }
}
