package io.tradinghub.recorder;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.ExchangeRefusalException;
import io.tradinghub.exchange.ExchangeUnavailableException;
import io.tradinghub.exchange.PublicMarketData;
import io.tradinghub.exchange.bybit.stream.OkHttpLink;
import io.tradinghub.market.CandleLine;
import io.tradinghub.market.Category;
import io.tradinghub.operations.Heartbeat;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.operations.ThreadSupervisor;
import io.tradinghub.recorder.frame.Topic;
import io.tradinghub.recorder.repair.Backfill;
import io.tradinghub.recorder.repair.GapFiller;
import io.tradinghub.recorder.repair.HistoryScan;
import io.tradinghub.recorder.repair.RepairQueue;
import io.tradinghub.recorder.repair.RepairedCandles;
import io.tradinghub.recorder.repair.UnfillableCandles;
import io.tradinghub.recorder.write.CandleWriter;
import io.tradinghub.recorder.write.DiskSpool;
import io.tradinghub.recorder.write.RejectedLines;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records market data: reads the exchange's streams and REST, writes candles to the store and live data to the bots.
///
/// Frames take this way: [OkHttpLink] → [Feed] → [TaskQueue] → [RecorderLoop], which runs the feed's decoder →
/// [MarketDataRouter] → [CandleWriter] and the publisher. Gaps are filled by [GapFiller] for live series and by
/// [HistoryScan] for the store; instruments and funding come from REST through [InstrumentRefresh].
///
/// Closing ends the streams, then writes the remaining candles to the store or the spool, within ten seconds. The
/// caller owns the stores and the REST client.
public final class Recorder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final int QUEUE_CAPACITY = 16_384;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final ThreadSupervisor supervisor;
    private final RecorderLoop loop;
    private final Components components;

    /// What the recorder opened besides its loop, in closing order.
    private record Components(StatusLog status, InstrumentRefresh instruments, HistoryScan scan, GapFiller gapFiller,
            CandleWriter writer, DiskSpool spool, OkHttpClient streams) {}

    private Recorder(ThreadSupervisor supervisor, RecorderLoop loop, Components components) {
        this.supervisor = supervisor;
        this.loop = loop;
        this.components = components;
    }

    /// Starts recording; returns once the newest stored candles are known.
    ///
    /// @param clock the exchange's clock, which `rest` also corrects
    /// @throws java.io.UncheckedIOException if the work folder cannot be used
    public static Recorder open(RecorderSettings settings, RecorderStores stores, PublicMarketData rest,
            ExchangeClock clock, Telemetry telemetry, Heartbeat heartbeat) {
        ThreadSupervisor supervisor = new ThreadSupervisor();
        RepairQueue repairs = new RepairQueue();
        RepairedCandles repaired = new RepairedCandles();
        UnfillableCandles unfillable = new UnfillableCandles(clock);
        DroppedCandles dropped = new DroppedCandles(telemetry, repairs::add);
        DiskSpool spool = DiskSpool.open(settings.workFolder().resolve("spool"), settings.spoolBytes(), dropped);
        CandleWriter writer = CandleWriter.open(
                new CandleWriter.Destinations(stores.candles(), spool, rejectedLines(settings, unfillable), dropped),
                settings.writerLimits(), supervisor, telemetry);
        GapFiller gapFiller = GapFiller.open(rest, writer, supervisor);
        setClock(rest);
        TaskQueue queue = new TaskQueue(QUEUE_CAPACITY);
        MarketDataRouter market = new MarketDataRouter(settings,
                new MarketDataRouter.Outputs(stores.publisher(), writer, gapFiller, repairs, repaired), queue, clock,
                telemetry);
        market.start(stores.history());
        Backfill backfill = new Backfill(rest, writer, repaired, unfillable, telemetry);
        HistoryScan scan = HistoryScan.open(settings.series(), settings.scanPlan(),
                new HistoryScan.Dependencies(backfill, stores.history(), writer, stores.coverage(), repaired,
                        unfillable, repairs, clock),
                supervisor);
        FundingBackfill funding = new FundingBackfill(stores.funding(), rest, clock,
                Duration.ofDays(settings.scanPlan().backfillDays()));
        InstrumentRefresh instruments = InstrumentRefresh.open(settings.instruments(), rest, known -> {
            queue.put(() -> market.publishInstruments(known));
            funding.update(known);
        }, supervisor);
        OkHttpClient streams = new OkHttpClient.Builder().connectTimeout(CONNECT_TIMEOUT).build();
        List<Feed> feeds = feeds(settings, queue, market, streams, telemetry);
        RecorderLoop loop = RecorderLoop.start(queue, feeds, market, settings.checkInterval(),
                new RecorderLoop.Monitoring(telemetry, heartbeat, writer, supervisor));
        return new Recorder(supervisor, loop,
                new Components(StatusLog.open(telemetry), instruments, scan, gapFiller, writer, spool, streams));
    }

    private static RejectedLines rejectedLines(RecorderSettings settings, UnfillableCandles unfillable) {
        return new RejectedLines(settings.workFolder().resolve("refused.tsv"), InstantSource.system(), line -> {
            try {
                unfillable.addRejected(CandleLine.parse(line));
            } catch (IllegalArgumentException e) {
                LOG.atDebug().addKeyValue("line", line).addKeyValue("reason", e.getMessage())
                        .log("rejected line is not a candle");
            }
        });
    }

    /// Sets the exchange clock before the first decision that depends on it; the REST client does so on each answer.
    private static void setClock(PublicMarketData rest) {
        try {
            LOG.atInfo().addKeyValue("time", rest.serverTime()).log("exchange time received");
        } catch (ExchangeUnavailableException | ExchangeRefusalException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage())
                    .log("exchange time is unknown, using this host's clock until the exchange answers");
        }
    }

    private static List<Feed> feeds(RecorderSettings settings, TaskQueue queue, MarketDataRouter market,
            OkHttpClient streams, Telemetry telemetry) {
        List<Feed> feeds = new ArrayList<>();
        for (Category category : Category.values()) {
            for (List<Topic> topics : ConnectionPlan.split(settings.topics(category))) {
                feeds.add(new Feed(category, topics, queue, market,
                        listener -> new OkHttpLink(streams, settings.streamAddress(category), listener),
                        settings.streamTimes(), telemetry));
            }
        }
        telemetry.gauge("topics_refused", () -> feeds.stream().mapToLong(Feed::rejectedTopics).sum());
        return feeds;
    }

    /// Waits until one of the recorder's threads dies, for ever if none does; the caller then closes the recorder and
    /// starts a new one.
    ///
    /// @throws IllegalStateException when a thread has died
    public void awaitFailure() throws InterruptedException {
        supervisor.awaitFailure();
    }

    @Override
    public void close() {
        loop.requestStop();
        components.status.close();
        components.instruments.close();
        components.scan.close();
        components.gapFiller.close();
        loop.awaitStop();
        components.writer.close();
        components.spool.close();
        components.streams.dispatcher().executorService().shutdown();
        components.streams.connectionPool().evictAll();
    }
}
