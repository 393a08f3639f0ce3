package io.tradinghub.exchange.bybit.stream;

import java.util.List;

/// Receives the state changes of a [StreamSession], on the thread that owns it.
public interface StreamSessionListener {

    /// The exchange has answered every subscription: no data is missed from now on.
    void onSubscribed();

    /// The connection ended or could not be opened; the session will reconnect after a delay.
    void onDisconnected(String reason);

    /// The exchange rejected this topic. The session retries it periodically; called again after each further
    /// rejection.
    void onRejected(String topic, String reason);

    /// The exchange accepted a topic that it had rejected on this connection: no data of it is missed from now on.
    void onRestored(String topic);

    /// The exchange did not reply to a subscription of these topics in time; the session retries each once, one by one.
    void onUnanswered(List<String> topics);
}
