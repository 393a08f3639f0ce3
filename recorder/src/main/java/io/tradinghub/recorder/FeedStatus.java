package io.tradinghub.recorder;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.tradinghub.exchange.bybit.stream.StreamSessionListener;
import io.tradinghub.market.Category;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.recorder.frame.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs the state changes of one connection, remembers which topics the exchange rejects, and tells the market listener
/// from when on no data is missed.
final class FeedStatus implements StreamSessionListener {
    private static final Logger LOG = LoggerFactory.getLogger(FeedStatus.class);
    private final Category category;
    private final List<Topic> topics;
    private final MarketDataListener market;
    private final Telemetry.Counter connectionsLost;
    /// Topic names. The recorder's thread writes them; any thread may read the size.
    private final Set<String> rejected = ConcurrentHashMap.newKeySet();

    FeedStatus(Category category, List<Topic> topics, MarketDataListener market, Telemetry telemetry) {
        this.category = category;
        this.topics = topics;
        this.market = market;
        this.connectionsLost = telemetry.counter("connections_lost");
    }

    /// The number of topics that the exchange rejects. Any thread may call.
    int rejectedTopics() {
        return rejected.size();
    }

    @Override
    public void onSubscribed() {
        LOG.atInfo().addKeyValue("category", category).addKeyValue("topics", topics.size()).log("stream subscribed");
        market.onSubscribed(topics.stream().filter(topic -> !rejected.contains(topic.name())).toList());
    }

    @Override
    public void onDisconnected(String reason) {
        connectionsLost.increment();
        rejected.clear();
        LOG.atWarn().addKeyValue("category", category).addKeyValue("reason", reason)
                .log("stream disconnected, reconnecting");
    }

    @Override
    public void onRejected(String topic, String reason) {
        if (rejected.add(topic)) {
            LOG.atError().addKeyValue("category", category).addKeyValue("topic", topic).addKeyValue("reason", reason)
                    .log("exchange rejected a topic, retrying; if it persists, correct SYMBOLS or INTERVALS");
        }
        named(topic).forEach(market::onRejected);
    }

    @Override
    public void onRestored(String topic) {
        rejected.remove(topic);
        LOG.atInfo().addKeyValue("category", category).addKeyValue("topic", topic)
                .log("exchange accepted a topic that it had rejected");
        market.onSubscribed(named(topic));
    }

    private List<Topic> named(String name) {
        return topics.stream().filter(topic -> topic.name().equals(name)).toList();
    }

    @Override
    public void onUnanswered(List<String> unanswered) {
        LOG.atWarn().addKeyValue("category", category).addKeyValue("topics", unanswered)
                .log("exchange did not answer a subscription, retrying once");
    }
}
