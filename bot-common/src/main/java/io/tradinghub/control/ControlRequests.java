package io.tradinghub.control;

import java.util.List;

import io.tradinghub.exchange.RequestUse;
import io.tradinghub.status.Health;

/// The requests to this bot as the ledger's store keeps them, and what the bot says there of itself. One thread.
public interface ControlRequests extends AutoCloseable {

    /// Reads what is asked of this bot.
    ///
    /// @throws io.tradinghub.market.StoreUnavailableException when the store does not answer
    Asked read();

    /// Writes how far the bot is; writing the same twice does nothing.
    ///
    /// @throws io.tradinghub.market.StoreUnavailableException when the store does not answer
    void write(ControlProgress progress);

    /// Shows how the process that holds the lease is; each replaces the one before.
    ///
    /// @throws io.tradinghub.market.StoreUnavailableException when the store does not answer
    void show(Health health);

    /// Shows how much of its share of the host's requests the bot uses; one row for each minute of the last day.
    ///
    /// @throws io.tradinghub.market.StoreUnavailableException when the store does not answer
    void show(RequestUse use);

    @Override
    void close();

    /// What was asked.
    ///
    /// @param orders the newest halts, flattenings and resumptions, whether the bot has carried them out or not
    /// @param open what the bot has yet to carry out, oldest first
    record Asked(HaltOrders orders, List<ControlRequest> open) {
        public Asked {
            open = List.copyOf(open);
        }
    }
}
