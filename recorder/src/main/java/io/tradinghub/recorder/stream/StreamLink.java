package io.tradinghub.recorder.stream;

/// The way from a session to the network. Calls return at once; what comes of them is told to the session by its owner.
public interface StreamLink {

    /// Opens a connection under this number and drops the one before. Events of other numbers are stale.
    void connect(long attempt);

    /// Sends a frame on the current connection; nothing happens when it is gone.
    void send(String frame);

    /// Drops the current connection without ceremony.
    void abort();
}
