package io.tradinghub.sim.stream;

/// One client's socket, as the hub sees it.
interface ClientSocket {

    /// Sends a text frame without waiting for it to arrive; does nothing once the socket is gone.
    void send(String frame);

    /// Ends the connection without a close frame, so that the client sees code 1006.
    void cut();
}
