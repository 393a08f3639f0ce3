package io.tradinghub.local.wire;

import java.io.IOException;
import java.io.OutputStream;

/// Passes the bytes of one connection on, both ways, and reads along. Each way has a thread of its own.
interface Inspector {

    /// Passes on what came from the bot; false ends the connection.
    boolean fromBot(byte[] bytes, int length, OutputStream out) throws IOException;

    /// Passes on what came from the server; false ends the connection.
    boolean fromServer(byte[] bytes, int length, OutputStream out) throws IOException;
}
