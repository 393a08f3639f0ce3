package io.tradinghub.recorder;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import io.tradinghub.market.Category;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Quote;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.recorder.frame.DecodeResult;
import io.tradinghub.recorder.frame.FrameDecoder;
import io.tradinghub.recorder.frame.FrameFault;
import io.tradinghub.recorder.frame.FrameListener;
import io.tradinghub.recorder.frame.Kline;
import io.tradinghub.recorder.frame.Reply;
import io.tradinghub.recorder.frame.Topic;
import io.tradinghub.recorder.stream.StreamEvents;
import io.tradinghub.recorder.stream.StreamLink;
import io.tradinghub.recorder.stream.StreamListener;
import io.tradinghub.recorder.stream.StreamSession;
import io.tradinghub.recorder.stream.StreamTimes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection: its session, its decoder, and where both report. Everything happens on the recorder's thread; the
/// network's threads only put into its mailbox.
final class Feed implements StreamEvents {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private final Category category;
    private final List<Topic> topics;
    private final Mailbox mailbox;
    private final StreamSession session;
    private final FrameDecoder decoder;
    private final MarketDataListener hearer;
    private final Telemetry.Counter frames;
    private final Telemetry.Counter ignored;
    private final Telemetry.Counter lost;
    /// By name. Written by the recorder's thread, its size read by anybody.
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    /// Where the market data of a connection goes.
    interface MarketDataListener {
        void onKline(Kline kline);

        void onQuote(Quote quote);

        void onFunding(FundingRate rate);

        void onFault(FrameFault fault, String detail, String frame);

        /// The exchange does not deliver this topic for now.
        void onRefused(Topic topic);

        /// From now on nothing of these topics is missed; those that are refused are not among them.
        void onSubscribed(List<Topic> topics);
    }

    Feed(Category category, List<Topic> topics, Mailbox mailbox, MarketDataListener hearer,
            Function<StreamEvents, StreamLink> links,
            StreamTimes times, Telemetry telemetry) {
        this.category = category;
        this.topics = topics;
        this.mailbox = mailbox;
        this.hearer = hearer;
        this.frames = telemetry.counter("frames");
        this.ignored = telemetry.counter("frames_ignored");
        this.lost = telemetry.counter("connections_lost");
        this.decoder = new FrameDecoder(topics, new Decoded());
        this.session = new StreamSession(topics.stream().map(Topic::name).toList(), times, links.apply(this),
                new Life(),
                RandomGenerator.getDefault());
    }

    StreamSession session() {
        return session;
    }

    /// How many topics the exchange refuses. Any thread may ask.
    int refusedTopics() {
        return refused.size();
    }

    @Override
    public void onOpened(long attempt) {
        mailbox.put(() -> session.onOpened(attempt, System.nanoTime()));
    }

    @Override
    public void onText(long attempt, String frame) {
        mailbox.put(() -> decode(attempt, frame));
    }

    @Override
    public void onClosed(long attempt, String reason) {
        mailbox.put(() -> session.onClosed(attempt, reason, System.nanoTime()));
    }

    private void decode(long attempt, String frame) {
        if (session.onFrame(attempt, System.nanoTime())) {
            frames.increment();
            if (decoder.decode(frame) == DecodeResult.IGNORED) {
                ignored.increment();
            }
        }
    }

    /// Sorts what the decoder finds.
    private final class Decoded implements FrameListener {
        @Override
        public void onKline(Kline kline) {
            session.onData(System.nanoTime());
            hearer.onKline(kline);
        }

        @Override
        public void onQuote(Quote quote) {
            session.onData(System.nanoTime());
            hearer.onQuote(quote);
        }

        @Override
        public void onFunding(FundingRate rate) {
            hearer.onFunding(rate);
        }

        @Override
        public void onReply(Reply reply) {
            session.onReply(reply, System.nanoTime());
        }

        @Override
        public void onFault(FrameFault fault, String detail, String frame) {
            hearer.onFault(fault, detail, frame);
        }
    }

    /// Tells people and the recorder how the connection fares.
    private final class Life implements StreamListener {
        @Override
        public void onSubscribed() {
            LOG.atInfo().addKeyValue("category", category).addKeyValue("topics", topics.size())
                    .log("stream subscribed");
            hearer.onSubscribed(topics.stream().filter(topic -> !refused.contains(topic.name())).toList());
        }

        @Override
        public void onLost(String reason) {
            lost.increment();
            refused.clear();
            LOG.atWarn().addKeyValue("category", category).addKeyValue("reason", reason)
                    .log("stream lost, will reconnect");
        }

        @Override
        public void onRefused(String topic, String reason) {
            if (refused.add(topic)) {
                LOG.atError().addKeyValue("category", category).addKeyValue("topic", topic)
                        .addKeyValue("reason", reason)
                        .log("exchange refuses a topic, will be asked again; if it stays so, correct SYMBOLS or INTERVALS");
            }
            named(topic).forEach(hearer::onRefused);
        }

        @Override
        public void onAccepted(String topic) {
            refused.remove(topic);
            LOG.atInfo().addKeyValue("category", category).addKeyValue("topic", topic)
                    .log("exchange delivers a topic that it had refused");
            hearer.onSubscribed(named(topic));
        }

        private List<Topic> named(String name) {
            return topics.stream().filter(one -> one.name().equals(name)).toList();
        }

        @Override
        public void onUnanswered(List<String> unanswered) {
            LOG.atWarn().addKeyValue("category", category).addKeyValue("topics", unanswered)
                    .log("subscription was not answered, asking again");
        }
    }
}
