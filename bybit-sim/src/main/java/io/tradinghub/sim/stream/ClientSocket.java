package io.tradinghub.sim.stream;

/// The socket of one client, as [StreamHub] uses it.
interface ClientSocket {

    /// Sends a text frame without blocking; does nothing once the socket is closed.
    void send(String frame);

    /// Closes the connection without a close frame, so that the client reports code 1006.
    void cut();
}
