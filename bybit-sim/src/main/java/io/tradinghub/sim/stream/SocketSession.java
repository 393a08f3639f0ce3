package io.tradinghub.sim.stream;

/// One client's connection to a stream, on the thread that serves all of them.
interface SocketSession {

    /// A text frame came in.
    void received(String text);

    /// The connection has ended.
    void disconnected();
}
