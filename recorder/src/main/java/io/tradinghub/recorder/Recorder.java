package io.tradinghub.recorder;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.ExchangeRefusalException;
import io.tradinghub.exchange.ExchangeUnavailableException;
import io.tradinghub.exchange.PublicMarketData;
import io.tradinghub.market.Candle;
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
import io.tradinghub.recorder.stream.ConnectionPlan;
import io.tradinghub.recorder.stream.OkHttpLink;
import io.tradinghub.recorder.write.CandleWriter;
import io.tradinghub.recorder.write.DiskSpool;
import io.tradinghub.recorder.write.RejectedLines;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records: frames in; candles to the store, live data to the bots out. One thread, `recorder`, owns the sessions, the
/// decoders, the order of the series and the publisher; the writer, the repairs and the comparison have threads of
/// their own and answer through its mailbox.
///
/// Closing ends the streams, then writes what is left to the store or the spool, within ten seconds. The stores and the
/// REST client belong to whoever opened them.
public final class Recorder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final int MAILBOX = 16_384;
    private static final int TASKS_AT_ONCE = 512;
    private static final long STATUS_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long LAST_WORK_NANOS = Duration.ofMillis(500).toNanos();
    private static final Duration LOOP_ENDS_WITHIN = Duration.ofSeconds(1);
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);

    private final RecorderSettings settings;
    private final TaskQueue mailbox;
    private final Workers workers;
    private final MarketDataRouter market;
    private final List<Feed> feeds;
    private final Telemetry telemetry;
    private final Telemetry.Counter internalErrors;
    private final Heartbeat heartbeat;
    private final ThreadSupervisor watch;
    private final Thread thread;
    private volatile boolean closing;
    private long nextCheckNanos;
    private long nextStatusNanos;

    /// The parts with a life of their own, in the order in which they are closed.
    private record Workers(InstrumentRefresh instruments, HistoryScan scan, GapFiller desk, CandleWriter writer,
            DiskSpool spool,
            OkHttpClient streams) {}

    /// What it tells of itself.
    private record Monitoring(Telemetry telemetry, Heartbeat heartbeat, ThreadSupervisor watch) {}

    private Recorder(RecorderSettings settings, TaskQueue mailbox, Workers workers, MarketDataRouter market,
            Monitoring signs) {
        this.settings = settings;
        this.mailbox = mailbox;
        this.workers = workers;
        this.market = market;
        this.telemetry = signs.telemetry;
        this.heartbeat = signs.heartbeat;
        this.watch = signs.watch;
        this.internalErrors = telemetry.counter("internal_errors");
        this.feeds = feeds();
        this.telemetry.gauge("topics_refused", () -> feeds.stream().mapToLong(Feed::rejectedTopics).sum());
        this.thread = Thread.ofPlatform().name("recorder").unstarted(watch.watched("recorder", this::run));
    }

    /// Starts recording; returns once the newest stored candles are known.
    ///
    /// @param clock the exchange's, which `rest` keeps right as well
    /// @throws java.io.UncheckedIOException when the work folder cannot be used
    public static Recorder open(RecorderSettings settings, RecorderStores stores, PublicMarketData rest,
            ExchangeClock clock, Telemetry telemetry, Heartbeat heartbeat) {
        ThreadSupervisor watch = new ThreadSupervisor();
        TaskQueue mailbox = new TaskQueue(MAILBOX);
        RepairQueue wanted = new RepairQueue();
        RepairedCandles book = new RepairedCandles();
        UnfillableCandles absent = new UnfillableCandles(clock);
        DroppedCandles lost = new DroppedCandles(telemetry, wanted::add);
        DiskSpool spool = DiskSpool.open(settings.workFolder().resolve("spool"), settings.spoolBytes(), lost);
        RejectedLines refused = new RejectedLines(settings.workFolder().resolve("refused.tsv"), InstantSource.system(),
                line -> candle(line).ifPresent(absent::addRejected));
        CandleWriter writer = CandleWriter.open(new CandleWriter.Destinations(stores.candles(), spool, refused, lost),
                settings.writerLimits(), watch, telemetry);
        GapFiller desk = GapFiller.open(rest, writer, watch);
        askForTheTime(rest);
        MarketDataRouter market = new MarketDataRouter(settings,
                new MarketDataRouter.Outputs(stores.publisher(), writer, desk, wanted, book),
                mailbox, clock, telemetry);
        market.start(stores.history());
        HistoryScan scan = HistoryScan.open(settings.series(), settings.scanPlan(), new HistoryScan.Dependencies(
                new Backfill(rest, writer, book, absent, telemetry), stores.history(), writer, stores.coverage(), book,
                absent,
                wanted,
                clock), watch);
        FundingBackfill funding = new FundingBackfill(stores.funding(), rest, clock,
                Duration.ofDays(settings.scanPlan().backfillDays()));
        InstrumentRefresh instruments = InstrumentRefresh.open(settings.instruments(), rest, known -> {
            mailbox.put(() -> market.publishInstruments(known));
            funding.update(known);
        }, watch);
        OkHttpClient streams = new OkHttpClient.Builder().connectTimeout(CONNECT_WITHIN).build();
        Recorder recorder = new Recorder(settings, mailbox,
                new Workers(instruments, scan, desk, writer, spool, streams), market,
                new Monitoring(telemetry, heartbeat, watch));
        recorder.thread.start();
        return recorder;
    }

    private static Optional<Candle> candle(String line) {
        try {
            return Optional.of(CandleLine.parse(line));
        } catch (IllegalArgumentException e) {
            // Refused with reason.
            return Optional.empty();
        }
    }

    /// Sets the clock before the first decision that rests on it.
    private static void askForTheTime(PublicMarketData rest) {
        try {
            LOG.atInfo().addKeyValue("time", rest.serverTime()).log("exchange told its time");
        } catch (ExchangeUnavailableException | ExchangeRefusalException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage())
                    .log("exchange does not tell its time, going by the clock of this host until it does");
        }
    }

    /// Waits until a part of the recorder has died, for ever if none does; whoever runs it closes it then and starts it
    /// anew.
    ///
    /// @throws IllegalStateException when one has
    public void awaitFailure() throws InterruptedException {
        watch.awaitFailure();
    }

    private List<Feed> feeds() {
        List<Feed> made = new ArrayList<>();
        for (Category category : Category.values()) {
            for (List<Topic> topics : ConnectionPlan.split(settings.topics(category))) {
                made.add(new Feed(category, topics, mailbox, market,
                        events -> new OkHttpLink(workers.streams, settings.streamAddress(category), events),
                        settings.streamTimes(), telemetry));
            }
        }
        return made;
    }

    private void run() {
        long now = System.nanoTime();
        nextCheckNanos = now + settings.checkInterval().toNanos();
        nextStatusNanos = now + STATUS_NANOS;
        feeds.forEach(feed -> feed.session().start(System.nanoTime()));
        try {
            while (!closing) {
                work(mailbox.poll(Math.max(0, nextNanos() - System.nanoTime())));
                onTime(System.nanoTime());
            }
        } catch (InterruptedException e) {
            LOG.atWarn().log("recorder was interrupted");
        } finally {
            finish();
        }
    }

    private void work(@Nullable Runnable first) {
        Runnable task = first;
        for (int done = 1; task != null; done++) {
            attempt(task);
            task = done < TASKS_AT_ONCE ? mailbox.poll() : null;
        }
    }

    private void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            internalErrors.increment();
            LOG.atError().setCause(e).log("a task of the recorder failed");
        }
    }

    private long nextNanos() {
        long next = Math.min(nextCheckNanos, nextStatusNanos);
        if (market.hasPendingQuotes()) {
            next = Math.min(next, System.nanoTime() + QuoteThrottle.QUOTE_NANOS);
        }
        for (Feed feed : feeds) {
            Optional<Long> due = feed.session().nextNanos();
            next = due.isPresent() ? Math.min(next, due.get()) : next;
        }
        return next;
    }

    private void onTime(long now) {
        for (Feed feed : feeds) {
            Optional<Long> due = feed.session().nextNanos();
            if (due.isPresent() && now - due.get() >= 0) {
                feed.session().onTime(now);
            }
        }
        market.flush(now);
        if (now - nextCheckNanos >= 0) {
            nextCheckNanos = now + settings.checkInterval().toNanos();
            market.check(now);
        }
        if (now - nextStatusNanos >= 0) {
            nextStatusNanos = now + STATUS_NANOS;
            LOG.atInfo().addKeyValue("counters", telemetry.snapshot()).log("recorder status");
        }
        if (feeds.stream().allMatch(feed -> feed.session().isSubscribed())) {
            heartbeat.beat();
        }
    }

    /// What had already come in when the end was asked for is not thrown away.
    private void finish() {
        long end = System.nanoTime() + LAST_WORK_NANOS;
        for (Runnable task = mailbox.poll(); task != null && System.nanoTime() - end < 0; task = mailbox.poll()) {
            attempt(task);
        }
        feeds.forEach(feed -> feed.session().stop());
        mailbox.close();
    }

    @Override
    public void close() {
        closing = true;
        mailbox.wake();
        workers.instruments.close();
        workers.scan.close();
        workers.desk.close();
        try {
            if (!thread.join(LOOP_ENDS_WITHIN)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        mailbox.close();
        workers.writer.close();
        workers.spool.close();
        workers.streams.dispatcher().executorService().shutdown();
        workers.streams.connectionPool().evictAll();
    }
}
