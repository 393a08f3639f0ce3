package io.tradinghub.recorder;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.MarketPublisher;
import io.tradinghub.market.MarketPublisher.Confirmation;
import io.tradinghub.market.Quote;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.recorder.frame.FrameFault;
import io.tradinghub.recorder.frame.Kline;
import io.tradinghub.recorder.frame.Topic;
import io.tradinghub.recorder.repair.CandleRange;
import io.tradinghub.recorder.repair.GapFiller;
import io.tradinghub.recorder.repair.RepairQueue;
import io.tradinghub.recorder.repair.RepairedCandles;
import io.tradinghub.recorder.repair.SeriesSequencer;
import io.tradinghub.recorder.write.CandleWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the streams say, on its way out: closed candles to the writer at once and to the bots in order, everything else
/// to the bots as it comes. Only closed candles are stored; the open one lives in the live store alone, where charts
/// and bots read it. Of the recorder's thread.
final class MarketDataRouter implements MarketDataListener {
    private static final Logger LOG = LoggerFactory.getLogger(MarketDataRouter.class);
    /// How many candles of the time before the start are still brought to the bots in order; older ones are history.
    private static final int MOST_CAUGHT_UP = 1000;
    /// A candle that opens so far ahead is an error: taken in order, it would make every true one until then look old.
    private static final long FUTURE_MILLIS = Duration.ofHours(1).toMillis();
    private final RecorderSettings settings;
    private final MarketPublisher publisher;
    private final CandleWriter writer;
    private final GapFiller desk;
    private final RepairQueue later;
    private final RepairedCandles book;
    private final TaskQueue mailbox;
    private final ExchangeClock clock;
    private final ClockDriftMonitor clockWatch;
    private final QuoteThrottle board;
    private final BadFrameLog faults;
    private final Map<SeriesId, SeriesSequencer> sequencers = new LinkedHashMap<>();
    /// Series that the exchange does not deliver, so that nothing is missing of them.
    private final Set<SeriesId> refused = new HashSet<>();
    private final Map<InstrumentId, FundingRate> rates = new HashMap<>();
    private final Telemetry.Counter closedCandles;
    private final Telemetry.Counter repeatedCandles;
    private final Telemetry.Counter fromTheFuture;
    private final Telemetry.Counter holes;
    private final Telemetry.Counter repairedCandles;
    /// When the newest closed candle closed, and how long after that it came.
    private volatile long newestCloseMillis;
    private volatile long newestCameAfterMillis;

    /// Where things go: live data, candles, and what is missing of them, now for bots and store or later for the store
    /// alone.
    record Outlets(MarketPublisher publisher, CandleWriter writer, GapFiller desk, RepairQueue later,
            RepairedCandles book) {}

    MarketDataRouter(RecorderSettings settings, Outlets outlets, TaskQueue mailbox, ExchangeClock clock,
            Telemetry telemetry) {
        this.settings = settings;
        this.publisher = outlets.publisher;
        this.writer = outlets.writer;
        this.desk = outlets.desk;
        this.later = outlets.later;
        this.book = outlets.book;
        this.mailbox = mailbox;
        this.clock = clock;
        this.clockWatch = new ClockDriftMonitor(clock, telemetry);
        this.newestCloseMillis = clock.millis();
        this.board = new QuoteThrottle(publisher, System.nanoTime());
        this.faults = new BadFrameLog(telemetry);
        this.closedCandles = telemetry.counter("candles_closed");
        this.repeatedCandles = telemetry.counter("candles_repeated");
        this.fromTheFuture = telemetry.counter("candles_from_the_future");
        this.holes = telemetry.counter("holes_found");
        this.repairedCandles = telemetry.counter("candles_repaired");
        telemetry.gauge("candle_lag_millis", this::lagMillis);
    }

    /// How late candles come: the newest one after its close, or by how much the next minute's is overdue already.
    private long lagMillis() {
        return Math.max(newestCameAfterMillis, clock.millis() - newestCloseMillis - Interval.M1.millis());
    }

    /// Sets each series to go on behind its newest stored candle.
    void start(CandleHistory history) {
        long now = clock.millis();
        for (SeriesId series : settings.series()) {
            sequencers.put(series,
                    new SeriesSequencer(series, firstExpected(series, history, now), settings.holdFor().toNanos(),
                            new Sequenced()));
        }
    }

    private static long firstExpected(SeriesId series, CandleHistory history, long nowMillis) {
        long interval = series.interval().millis();
        long open = series.interval().floor(nowMillis);
        Optional<Instant> newest = Optional.empty();
        try {
            newest = history.newest(series);
        } catch (StoreUnavailableException | IllegalStateException e) {
            // Even a store that a person has to put right must not keep the bots from live data.
            LOG.atWarn().addKeyValue("series", series).addKeyValue("reason", e.getMessage())
                    .log("newest stored candle is unknown, starting with the open one");
        }
        long following = newest.map(time -> time.toEpochMilli() + interval).orElse(open);
        return Math.clamp(following, open - MOST_CAUGHT_UP * interval, open);
    }

    /// The sequencer's decisions.
    private final class Sequenced implements SeriesSequencer.Output {
        @Override
        public void publish(Candle candle) {
            publisher.publish(candle, Confirmation.CLOSED);
        }

        @Override
        public void repair(CandleRange range) {
            holes.increment();
            desk.repair(range, new Answers());
        }

        @Override
        public void skipped(CandleRange range) {
            LOG.atWarn().addKeyValue("series", range.series())
                    .addKeyValue("from", Instant.ofEpochMilli(range.fromMillis()))
                    .addKeyValue("candles", range.candles()).log("bots go on without candles that cannot be had now");
            later.add(range);
        }
    }

    /// Brings the desk's answers to the recorder's thread.
    private final class Answers implements GapFiller.Answers {
        @Override
        public void repaired(CandleRange range, long untilMillis, List<Candle> candles) {
            mailbox.put(() -> {
                List<Candle> news = sequencer(range.series()).repaired(range, untilMillis, candles, System.nanoTime());
                repairedCandles.add(news.size());
                book.addRepaired(news);
            });
        }

        @Override
        public void failed(CandleRange range) {
            mailbox.put(() -> sequencer(range.series()).repairFailed());
        }
    }

    private SeriesSequencer sequencer(SeriesId series) {
        return Objects.requireNonNull(sequencers.get(series));
    }

    @Override
    public void onKline(Kline kline) {
        if (kline.openTimeMillis() > clock.millis() + FUTURE_MILLIS) {
            fromTheFuture.increment();
            return;
        }
        if (!kline.isConfirmed()) {
            board.openCandle(kline, System.nanoTime());
            return;
        }
        closedCandles.increment();
        Candle candle = kline.toCandle();
        if (candle.closeTimeMillis() > newestCloseMillis) {
            newestCloseMillis = candle.closeTimeMillis();
            newestCameAfterMillis = clock.millis() - newestCloseMillis;
        }
        if (sequencer(kline.series()).closed(candle, System.nanoTime()) == SeriesSequencer.Novelty.REPEATED) {
            repeatedCandles.increment();
        }
        // A repeated one is written too: it may differ, and writing the same twice is writing it once.
        writer.addNow(kline::appendTo);
    }

    @Override
    public void onQuote(Quote quote) {
        clock.heard(quote.exchangeTime().toEpochMilli());
        board.quote(quote);
    }

    @Override
    public void onFunding(FundingRate rate) {
        rates.put(rate.instrument(), rate);
        publisher.publish(rate);
    }

    /// Publishes the trading rules, and what else changes seldom once more: a live store that lost its memory gets it
    /// back.
    void handOut(List<Instrument> instruments) {
        publisher.publish(instruments);
        rates.values().forEach(publisher::publish);
    }

    @Override
    public void onFault(FrameFault fault, String detail, String frame) {
        faults.add(fault, detail, frame);
    }

    @Override
    public void onRejected(Topic topic) {
        if (topic instanceof Topic.Candles candles) {
            refused.add(candles.series());
        }
    }

    @Override
    public void onSubscribed(List<Topic> topics) {
        long settled = settledMillis();
        for (Topic topic : topics) {
            if (topic instanceof Topic.Candles candles) {
                refused.remove(candles.series());
                sequencer(candles.series()).connected(settled);
            }
        }
    }

    void check(long nowNanos) {
        clockWatch.look();
        long settled = settledMillis();
        sequencers.values().stream().filter(sequencer -> !refused.contains(sequencer.series()))
                .forEach(sequencer -> sequencer.check(settled, nowNanos));
    }

    /// Candles that closed up to this moment are final at REST.
    private long settledMillis() {
        return clock.millis() - settings.settle().toMillis();
    }

    void flush(long nowNanos) {
        board.flush(nowNanos);
    }

    boolean isWaiting() {
        return board.isWaiting();
    }
}
