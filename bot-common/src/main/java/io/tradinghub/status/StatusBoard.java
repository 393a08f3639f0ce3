package io.tradinghub.status;

/// Where a bot's heartbeat and state are shown. Called by one thread at a time.
///
/// Throws [io.tradinghub.market.StoreUnavailableException] when the live store does not answer in time.
public interface StatusBoard extends AutoCloseable {

    /// Shows the state and renews the heartbeat.
    void show(BotStatus status);

    @Override
    void close();
}
