package io.tradinghub.exchange.bybit.stream;

/// Receives the events of a [StreamLink], on the threads of the network. `attempt` is the number that the session
/// passed to [StreamLink#connect].
public interface StreamLinkListener {

    void onOpened(long attempt);

    void onText(long attempt, String frame);

    /// Called at least once when a connection ends or cannot be opened.
    void onClosed(long attempt, String reason);
}
