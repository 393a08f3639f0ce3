package io.tradinghub.recorder;

import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import io.tradinghub.exchange.bybit.stream.StreamLink;
import io.tradinghub.exchange.bybit.stream.StreamLinkListener;
import io.tradinghub.exchange.bybit.stream.StreamSession;
import io.tradinghub.exchange.bybit.stream.StreamTimes;
import io.tradinghub.market.Category;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.recorder.frame.DecodeResult;
import io.tradinghub.recorder.frame.FrameDecoder;
import io.tradinghub.recorder.frame.Topic;

/// One connection to the public streams: its session and its decoder.
///
/// The link reports its events on network threads. The feed queues them, so session and decoder run on the recorder's
/// thread only: a frame goes from the link through the queue to the decoder, and from there to the market listener.
final class Feed implements StreamLinkListener {
    private final TaskQueue queue;
    private final FeedStatus status;
    private final StreamSession session;
    private final FrameDecoder decoder;
    private final Telemetry.Counter frames;
    private final Telemetry.Counter ignored;

    /// @param links opens the link that reports to the given listener
    Feed(Category category, List<Topic> topics, TaskQueue queue, MarketDataListener market,
            Function<StreamLinkListener, StreamLink> links, StreamTimes times, Telemetry telemetry) {
        this.queue = queue;
        this.status = new FeedStatus(category, topics, market, telemetry);
        this.session = new StreamSession(topics.stream().map(Topic::name).toList(), times, links.apply(this), status,
                RandomGenerator.getDefault());
        this.decoder = new FrameDecoder(topics, new FrameDispatcher(session, market));
        this.frames = telemetry.counter("frames");
        this.ignored = telemetry.counter("frames_ignored");
    }

    StreamSession session() {
        return session;
    }

    /// The number of topics that the exchange rejects. Any thread may call.
    int rejectedTopics() {
        return status.rejectedTopics();
    }

    @Override
    public void onOpened(long attempt) {
        queue.put(() -> session.onOpened(attempt, System.nanoTime()));
    }

    @Override
    public void onText(long attempt, String frame) {
        queue.put(() -> decode(attempt, frame));
    }

    @Override
    public void onClosed(long attempt, String reason) {
        queue.put(() -> session.onClosed(attempt, reason, System.nanoTime()));
    }

    private void decode(long attempt, String frame) {
        if (session.onFrame(attempt, System.nanoTime())) {
            frames.increment();
            if (decoder.decode(frame) == DecodeResult.IGNORED) {
                ignored.increment();
            }
        }
    }
}
