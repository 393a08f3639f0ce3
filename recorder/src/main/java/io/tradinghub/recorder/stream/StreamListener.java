package io.tradinghub.recorder.stream;

import java.util.List;

/// Hears of a session's life, on the thread that owns it.
public interface StreamListener {

    /// Every subscription is answered: from now on nothing is missed.
    void onSubscribed();

    /// The connection ended, or never came about; another attempt follows after a pause.
    void onLost(String reason);

    /// The exchange will not deliver this topic.
    void onRefused(String topic, String reason);

    /// No answer came to a subscription of these topics in time; they are asked for once more, one by one.
    void onUnanswered(List<String> topics);
}
