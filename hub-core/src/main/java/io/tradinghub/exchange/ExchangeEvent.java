package io.tradinghub.exchange;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExchangeOrderId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry.FundingPayment;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.Side;

/// Something the exchange told.
public sealed interface ExchangeEvent {

    /// What became of sending an order.
    record Answered(ClientOrderId id, Answer answer) implements ExchangeEvent {}

    /// The state of an order, from the order stream or a look-up. One that the exchange changed before, or with less
    /// filled than one heard earlier, says nothing new.
    ///
    /// @param side and `quantity` what the exchange has under this id
    record OrderSeen(OrderReport report, InstrumentId instrument, Side side, BigDecimal quantity)
            implements ExchangeEvent {}

    /// An execution, of an order or not.
    record Executed(Fill fill) implements ExchangeEvent {}

    /// Funding was settled.
    record FundingPaid(FundingPayment payment) implements ExchangeEvent {}

    /// What the account holds.
    record AccountSeen(AccountState account) implements ExchangeEvent {}

    /// Where the stop of a position rests now.
    ///
    /// @param refusal why the exchange did not do what [Exchange#protect] asked; empty when it did
    record ProtectionSeen(InstrumentId instrument, Protection protection, Optional<String> refusal)
            implements ExchangeEvent {}

    /// The connection changed.
    ///
    /// @param at the exchange's clock; for `RESYNCED` every execution up to this moment has been told
    record LinkChanged(LinkState state, Instant at) implements ExchangeEvent {}

    /// Everything missed up to this moment has been told but these rows, which cannot be read. Told instead of
    /// `RESYNCED`.
    ///
    /// @param rows never empty
    record RowsUnread(List<UnreadRow> rows, Instant at) implements ExchangeEvent {
        public RowsUnread {
            rows = List.copyOf(rows);
        }
    }

    /// The exchange found no such order.
    record NoSuchOrder(ClientOrderId id, AbsenceProof proof) implements ExchangeEvent {}

    /// What the exchange, or the way to it, says to a sent order.
    sealed interface Answer {

        /// The exchange has it, nothing more.
        record Received(ExchangeOrderId exchangeOrderId, Instant at) implements Answer {}

        /// It is not and never was live. A `DUPLICATE` says nothing about the order under this id.
        record Refused(RefusalKind kind, String reason) implements Answer {}

        /// It left and no usable answer came: the order may be live.
        ///
        /// @param lastArrival after this the exchange no longer takes the request, by the exchange's clock
        record Unknown(String reason, Instant lastArrival) implements Answer {}
    }

    /// Whether what happens at the exchange is heard.
    enum LinkState {
        /// Nothing is heard: executions may be missed.
        DOWN,
        /// Heard again; what was missed has not been told yet.
        UP,
        /// Everything missed has been told.
        RESYNCED
    }
}
