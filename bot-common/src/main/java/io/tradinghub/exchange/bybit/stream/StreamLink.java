package io.tradinghub.exchange.bybit.stream;

/// A connection to the exchange that a session can open, use and drop. Calls return at once; their results arrive at
/// the [StreamLinkListener].
public interface StreamLink {

    /// Opens a connection with this number and drops the previous one. The session ignores events with an older number.
    void connect(long attempt);

    /// Sends a frame on the current connection; does nothing if there is none.
    void send(String frame);

    /// Drops the current connection without a closing handshake.
    void abort();
}
