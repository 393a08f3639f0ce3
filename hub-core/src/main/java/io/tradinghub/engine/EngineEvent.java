package io.tradinghub.engine;

import java.util.Optional;

import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.market.Candle;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Quote;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskRule;

/// Something that happened, with the moment at which the driver saw it.
public sealed interface EngineEvent {

    Moment at();

    /// A candle that closed before live trading began: the bot sees it, its answer is ignored.
    record WarmUpCandle(Candle candle, Moment at) implements EngineEvent {}

    record CandleClosed(Candle candle, Moment at) implements EngineEvent {}

    record QuoteChanged(Quote quote, Moment at) implements EngineEvent {}

    record FundingAnnounced(FundingRate rate, Moment at) implements EngineEvent {}

    /// The trading rules of an instrument, first or anew. Nothing is traded in an instrument whose rules are not known.
    record InstrumentPublished(Instrument instrument, Moment at) implements EngineEvent {}

    /// Whether the bot has seen all candles of an instrument that it asked for; until it has, no entry leaves there.
    record HistoryChanged(InstrumentId instrument, boolean isComplete, Moment at) implements EngineEvent {}

    /// The exchange told something.
    record ExchangeTold(ExchangeEvent event, Moment at) implements EngineEvent {}

    /// The entry was not committed in time, so it never left.
    record EntryGivenUp(ClientOrderId id, Moment at) implements EngineEvent {}

    /// What the halt switch says now.
    record HaltChanged(HaltState state, Moment at) implements EngineEvent {}

    /// Something outside ends entries, or no longer does. Each rule has its own switch.
    record EntriesBlocked(RiskRule rule, Optional<String> reason, Moment at) implements EngineEvent {}

    /// Something outside that people must hear of: the engine announces it.
    record Noted(RiskRule rule, String detail, Moment at) implements EngineEvent {}

    /// A person says that what is held in this instrument, or in all, is the bot's own.
    record Adopted(Optional<InstrumentId> instrument, Moment at) implements EngineEvent {}

    /// The process is about to end: entries are taken back, and what stands naked is closed or completed.
    record Stopping(Moment at) implements EngineEvent {}

    /// Time passed.
    record Tick(Moment at) implements EngineEvent {}
}
