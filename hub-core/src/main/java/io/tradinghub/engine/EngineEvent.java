package io.tradinghub.engine;

import io.tradinghub.market.Candle;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.Quote;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderReport;
import io.tradinghub.risk.HaltState;

/// Something that happened, with the moment at which the runner saw it, in epoch milliseconds.
public sealed interface EngineEvent {

    long atMillis();

    /// A candle that closed before live trading began: the bot sees it, its answer is ignored.
    record WarmUpCandle(Candle candle, long atMillis) implements EngineEvent {}

    record CandleClosed(Candle candle, long atMillis) implements EngineEvent {}

    record QuoteChanged(Quote quote, long atMillis) implements EngineEvent {}

    record FundingAnnounced(FundingRate rate, long atMillis) implements EngineEvent {}

    /// The trading rules of an instrument, first or anew. Nothing is traded in an instrument whose rules are not known.
    record InstrumentPublished(Instrument instrument, long atMillis) implements EngineEvent {}

    /// The exchange, or our attempt to reach it, says this about an order.
    record Reported(OrderReport report, long atMillis) implements EngineEvent {}

    record Filled(Fill fill, long atMillis) implements EngineEvent {}

    record FundingPaid(LedgerEntry.FundingPayment payment, long atMillis) implements EngineEvent {}

    /// The exchange says it has no such order.
    record OrderAbsent(ClientOrderId id, long atMillis) implements EngineEvent {}

    /// The intent could not be committed, so the order never left.
    record IntentFailed(ClientOrderId id, long atMillis) implements EngineEvent {}

    /// What the halt switch says now.
    record HaltChanged(HaltState state, long atMillis) implements EngineEvent {}

    /// Whether intents can be committed.
    record LedgerChanged(LedgerState state, long atMillis) implements EngineEvent {}

    /// Time passed.
    record Tick(long atMillis) implements EngineEvent {}

    /// Whether the ledger can commit.
    enum LedgerState {
        AVAILABLE, AWAY
    }
}
