package io.tradinghub.recorder.stream;

import java.util.List;

/// Hears of a session's life, on the thread that owns it.
public interface StreamListener {

    /// Every subscription is answered: from now on nothing is missed.
    void onSubscribed();

    /// The connection ended, or never came about; another attempt follows after a pause.
    void onLost(String reason);

    /// The exchange does not deliver this topic. It is asked again now and then, and this is told again if it says no
    /// again.
    void onRefused(String topic, String reason);

    /// The exchange delivers a topic that it had refused on this connection: from now on nothing of it is missed.
    void onAccepted(String topic);

    /// No answer came to a subscription of these topics in time; they are asked for once more, one by one.
    void onUnanswered(List<String> topics);
}
