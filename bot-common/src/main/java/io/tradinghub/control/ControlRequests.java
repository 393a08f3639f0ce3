package io.tradinghub.control;

import java.util.List;

/// The requests to this bot as the ledger's store keeps them. One thread.
public interface ControlRequests extends AutoCloseable {

    /// Reads what is asked of this bot.
    ///
    /// @throws io.tradinghub.market.StoreUnavailableException when the store does not answer
    Asked read();

    /// Writes how far the bot is; writing the same twice does nothing.
    ///
    /// @throws io.tradinghub.market.StoreUnavailableException when the store does not answer
    void write(ControlProgress progress);

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
