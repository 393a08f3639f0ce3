package io.tradinghub.order;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.risk.RiskRule;

/// A fact the ledger remembers. Recording one twice changes nothing.
public sealed interface LedgerEntry
        permits OrderReport, Fill, LedgerEntry.Conclusion, LedgerEntry.FundingPayment, LedgerEntry.EquitySnapshot,
        LedgerEntry.RiskEvent, LedgerEntry.Watermark, LedgerEntry.StopMoved, LedgerEntry.Claim,
        LedgerEntry.LateExecution, LedgerEntry.PassedOver {

    /// The engine concluded without a word from the exchange what became of an order. It is asked about again at later
    /// resyncs, and a late fill is still booked.
    record Conclusion(OrderReport report) implements LedgerEntry {}

    /// A funding settlement of a perpetual position: `amount` in quote coin, positive is received. Keyed on the
    /// execution id.
    record FundingPayment(ExecutionId executionId, InstrumentId instrument, BigDecimal amount, BigDecimal rate,
            BigDecimal position, Instant settledAt) implements LedgerEntry {}

    /// The worth of a bot at a moment, in quote coin: `equity` = capital + realised + unrealised + funding - fees.
    /// Keyed on the moment.
    record EquitySnapshot(Instant at, BigDecimal equity, BigDecimal realisedPnl, BigDecimal unrealisedPnl,
            BigDecimal fees, BigDecimal funding) implements LedgerEntry {}

    /// The engine or a person stopped or allowed entries, or something needs a person.
    ///
    /// @param key names the event within its bot; two events of one rule in one millisecond have two keys
    /// @param detail for people
    record RiskEvent(String key, Instant at, RiskRule rule, String detail, Optional<BigDecimal> value)
            implements
                LedgerEntry {}

    /// An execution that a difference booked by [Origin#ADOPTED] contained already, told of after it was booked. As
    /// much of that difference is taken back, so the position stays as it is and only what it cost changes. Both are
    /// booked, or neither where the execution is known.
    record LateExecution(Fill takenBack, Fill execution) implements LedgerEntry {
        public LateExecution {
            if (takenBack.positionChange().add(execution.positionChange()).signum() != 0) {
                throw new IllegalArgumentException("%s of %s and %s of %s must cancel each other out".formatted(
                        takenBack.executionId(), takenBack.positionChange(), execution.executionId(),
                        execution.positionChange()));
            }
        }
    }

    /// The exchange has told of every execution up to this moment.
    record Watermark(Instant executionsUntil) implements LedgerEntry {}

    /// The stop that rests at the exchange for an instrument; empty when none does.
    record StopMoved(InstrumentId instrument, Optional<BigDecimal> stopPrice, Instant at) implements LedgerEntry {}

    /// A person told the bot to pass over a row of the account that cannot be read. Keyed on the row.
    ///
    /// @param row the id of the row
    /// @param text the row, for people
    record PassedOver(String row, String text, Instant at) implements LedgerEntry {}

    /// What something other than the bot's own orders had traded in an instrument is settled.
    record Claim(InstrumentId instrument, Kind kind, Instant at) implements LedgerEntry {

        /// How it was settled.
        public enum Kind {
            /// A person told the bot to treat what is held as its own.
            ADOPTED,
            /// A person told the bot to be flat.
            FLATTENED,
            /// After a stop the strategy wanted something else; all that was held was the bot's own.
            DECIDED
        }
    }
}
