package io.tradinghub.guardian.channel;

/// A way to people. One thread calls it.
public interface Channel {

    /// The word for it in `ALERTS`.
    String name();

    /// Sends the message and waits until the other side has taken it, for some seconds at most.
    ///
    /// @throws DeliveryException when it was not taken, or nobody knows whether it was
    void send(Message message) throws DeliveryException;
}
