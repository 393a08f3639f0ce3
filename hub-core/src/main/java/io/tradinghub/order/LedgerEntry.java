package io.tradinghub.order;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

import io.tradinghub.market.InstrumentId;

/// A fact the ledger remembers. Recording one twice changes nothing.
public sealed interface LedgerEntry
        permits OrderReport, Fill, LedgerEntry.FundingPayment, LedgerEntry.EquitySnapshot, LedgerEntry.RiskEvent {

    /// A funding settlement of a perpetual position: `amount` in quote coin, positive is received. Keyed on the
    /// execution id.
    record FundingPayment(ExecutionId executionId, InstrumentId instrument, BigDecimal amount, BigDecimal rate,
            BigDecimal position,
            Instant settledAt) implements LedgerEntry {}

    /// The worth of a bot at a moment, in quote coin: `equity` = capital + realised + unrealised + funding - fees.
    /// Keyed on the moment.
    record EquitySnapshot(Instant at, BigDecimal equity, BigDecimal realisedPnl, BigDecimal unrealisedPnl,
            BigDecimal fees,
            BigDecimal funding) implements LedgerEntry {}

    /// The risk gate or a person stopped or allowed entries. `rule` is a short fixed word, `detail` is for people.
    /// Keyed on moment and rule.
    record RiskEvent(Instant at, String rule, String detail, Optional<BigDecimal> value) implements LedgerEntry {}
}
