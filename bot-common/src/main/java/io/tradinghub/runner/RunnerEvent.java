package io.tradinghub.runner;

import java.util.List;

import io.tradinghub.control.ControlRequests;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.ledger.IntentLog;
import io.tradinghub.ledger.LedgerReply;
import io.tradinghub.market.Candle;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.SeriesId;
import io.tradinghub.preflight.PreflightReport;
import io.tradinghub.risk.HaltState;

/// What reaches the bot's thread from the others.
sealed interface RunnerEvent {

    record FromMarket(MarketEvent event) implements RunnerEvent {}

    record FromExchange(ExchangeEvent event) implements RunnerEvent {}

    record FromLedger(LedgerReply reply) implements RunnerEvent {}

    record FromFile(IntentLog.Reply reply) implements RunnerEvent {}

    record HaltRead(HaltState state) implements RunnerEvent {}

    /// What the bot knows of the guardian has changed. In mode live only.
    record GuardianHeard(GuardianWatch.Guard guard) implements RunnerEvent {}

    /// Somebody asks something of the bot that it has not heard of in this start.
    record Requested(ControlRequests.Asked asked) implements RunnerEvent {}

    /// The stored candles of these series are complete; they are sorted by their close.
    ///
    /// @param missed what happened while the bot was gone
    record WarmedUp(List<SeriesId> series, List<Candle> candles, MissedMarket missed) implements RunnerEvent {}

    /// The stored candles of these series are not complete yet, for this reason.
    record StillCold(List<SeriesId> series, String reason) implements RunnerEvent {}

    /// The account was checked.
    record AccountChecked(PreflightReport report) implements RunnerEvent {}

    /// A part of the runner ended with a fault that it cannot mend; without it the bot must not go on.
    record Failed(IllegalStateException cause) implements RunnerEvent {}

    record Stop() implements RunnerEvent {}
}
