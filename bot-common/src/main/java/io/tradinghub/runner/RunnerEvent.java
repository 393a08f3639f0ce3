package io.tradinghub.runner;

import io.tradinghub.market.MarketEvent;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.risk.HaltState;

/// What reaches the bot's thread from the others.
sealed interface RunnerEvent {

    record FromMarket(MarketEvent event) implements RunnerEvent {}

    record FromExchange(LedgerEntry entry) implements RunnerEvent {}

    record HaltRead(HaltState state) implements RunnerEvent {}

    /// A part of the runner ended with a fault that it cannot mend; without it the bot must not go on.
    record Failed(String part, Throwable cause) implements RunnerEvent {}

    record Stop() implements RunnerEvent {}
}
