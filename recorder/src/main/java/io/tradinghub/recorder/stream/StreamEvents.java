package io.tradinghub.recorder.stream;

/// Hears what happens on a connection, on the threads of the network. `attempt` tells connections of one link apart.
public interface StreamEvents {

    void onOpened(long attempt);

    void onText(long attempt, String frame);

    /// Told at least once when a connection ends or could not be made.
    void onClosed(long attempt, String reason);
}
