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

/// Routes market data from the streams: closed candles to the writer at once and to the bots in order, everything else
/// to the bots as it arrives. Only closed candles are stored; the open candle exists in Redis only, where charts and
/// bots read it. Runs on the recorder's thread.
final class MarketDataRouter implements MarketDataListener {
    private static final Logger LOG = LoggerFactory.getLogger(MarketDataRouter.class);
    /// At a restart, publishes at most this many missed candles to the bots in order; older ones are history only.
    private static final int MAX_CATCH_UP_CANDLES = 1000;
    /// Drops candles that open further ahead: published in order, such a candle would make every later one until then
    /// look repeated.
    private static final long MAX_AHEAD_MILLIS = Duration.ofHours(1).toMillis();
    private final RecorderSettings settings;
    private final MarketPublisher publisher;
    private final CandleWriter writer;
    private final GapFiller gapFiller;
    private final RepairQueue repairs;
    private final RepairedCandles repaired;
    private final TaskQueue queue;
    private final ExchangeClock clock;
    private final ClockDriftMonitor clockDrift;
    private final QuoteThrottle throttle;
    private final BadFrameLog badFrames;
    private final Map<SeriesId, SeriesSequencer> sequencers = new LinkedHashMap<>();
    /// Series whose topic the exchange rejects, so no candle of them can be overdue.
    private final Set<SeriesId> rejected = new HashSet<>();
    private final Map<InstrumentId, FundingRate> fundingRates = new HashMap<>();
    private final Telemetry.Counter closedCandles;
    private final Telemetry.Counter repeatedCandles;
    private final Telemetry.Counter futureCandles;
    private final Telemetry.Counter gapsFound;
    private final Telemetry.Counter repairedCandles;
    /// The close time of the newest closed candle, and its delay after that time.
    private volatile long newestCloseMillis;
    private volatile long newestDelayMillis;

    /// Where the router sends data: live data, candles, gaps to fill for bots and store now, and gaps to fill in the
    /// store later.
    record Outputs(MarketPublisher publisher, CandleWriter writer, GapFiller gapFiller, RepairQueue repairs,
            RepairedCandles repaired) {}

    MarketDataRouter(RecorderSettings settings, Outputs outputs, TaskQueue queue, ExchangeClock clock,
            Telemetry telemetry) {
        this.settings = settings;
        this.publisher = outputs.publisher;
        this.writer = outputs.writer;
        this.gapFiller = outputs.gapFiller;
        this.repairs = outputs.repairs;
        this.repaired = outputs.repaired;
        this.queue = queue;
        this.clock = clock;
        this.clockDrift = new ClockDriftMonitor(clock, telemetry);
        this.newestCloseMillis = clock.millis();
        this.throttle = new QuoteThrottle(publisher, System.nanoTime());
        this.badFrames = new BadFrameLog(telemetry);
        this.closedCandles = telemetry.counter("candles_closed");
        this.repeatedCandles = telemetry.counter("candles_repeated");
        this.futureCandles = telemetry.counter("candles_from_the_future");
        this.gapsFound = telemetry.counter("holes_found");
        this.repairedCandles = telemetry.counter("candles_repaired");
        telemetry.gauge("candle_lag_millis", this::lagMillis);
    }

    /// The delay of the newest candle after its close, or how long the next minute's candle is overdue.
    private long lagMillis() {
        return Math.max(newestDelayMillis, clock.millis() - newestCloseMillis - Interval.M1.millis());
    }

    /// Starts each series after its newest stored candle.
    void start(CandleHistory history) {
        long now = clock.millis();
        for (SeriesId series : settings.series()) {
            long first = firstExpected(series, history, now);
            sequencers.put(series,
                    new SeriesSequencer(series, first, settings.maxHold().toNanos(), new SequencerOutput()));
        }
    }

    private static long firstExpected(SeriesId series, CandleHistory history, long nowMillis) {
        long interval = series.interval().millis();
        long open = series.interval().floor(nowMillis);
        Optional<Instant> newest = Optional.empty();
        try {
            newest = history.newest(series);
        } catch (StoreUnavailableException | IllegalStateException e) {
            // Bots get live data even if someone has to repair the store first.
            LOG.atWarn().addKeyValue("series", series).addKeyValue("reason", e.getMessage())
                    .log("newest stored candle is unknown, starting with the open candle");
        }
        long following = newest.map(time -> time.toEpochMilli() + interval).orElse(open);
        return Math.clamp(following, open - MAX_CATCH_UP_CANDLES * interval, open);
    }

    /// Carries out the sequencer's decisions.
    private final class SequencerOutput implements SeriesSequencer.Output {
        @Override
        public void publish(Candle candle) {
            publisher.publish(candle, Confirmation.CLOSED);
        }

        @Override
        public void repair(CandleRange range) {
            gapsFound.increment();
            gapFiller.repair(range, new RepairListener());
        }

        @Override
        public void skipped(CandleRange range) {
            LOG.atWarn().addKeyValue("series", range.series())
                    .addKeyValue("from", Instant.ofEpochMilli(range.fromMillis()))
                    .addKeyValue("candles", range.candles()).log("skipped missing candles, bots continue without them");
            repairs.add(range);
        }
    }

    /// Passes the gap filler's answers to the recorder's thread.
    private final class RepairListener implements GapFiller.Listener {
        @Override
        public void repaired(CandleRange range, long untilMillis, List<Candle> candles) {
            queue.put(() -> {
                List<Candle> added = sequencer(range.series()).repaired(range, untilMillis, candles, System.nanoTime());
                repairedCandles.add(added.size());
                repaired.add(added);
            });
        }

        @Override
        public void failed(CandleRange range) {
            queue.put(() -> sequencer(range.series()).repairFailed());
        }
    }

    private SeriesSequencer sequencer(SeriesId series) {
        return Objects.requireNonNull(sequencers.get(series));
    }

    @Override
    public void onKline(Kline kline) {
        if (kline.openTimeMillis() > clock.millis() + MAX_AHEAD_MILLIS) {
            futureCandles.increment();
            return;
        }
        if (!kline.isConfirmed()) {
            throttle.publishOpen(kline, System.nanoTime());
            return;
        }
        closedCandles.increment();
        Candle candle = kline.toCandle();
        if (candle.closeTimeMillis() > newestCloseMillis) {
            newestCloseMillis = candle.closeTimeMillis();
            newestDelayMillis = clock.millis() - newestCloseMillis;
        }
        if (sequencer(kline.series()).closed(candle, System.nanoTime()) == SeriesSequencer.Arrival.REPEATED) {
            repeatedCandles.increment();
        }
        // Writes repeated candles too: their values may differ, and writing a candle twice is the same as once.
        writer.addNow(kline::appendTo);
    }

    @Override
    public void onQuote(Quote quote) {
        clock.heard(quote.exchangeTime().toEpochMilli());
        throttle.add(quote);
    }

    @Override
    public void onFunding(FundingRate rate) {
        fundingRates.put(rate.instrument(), rate);
        publisher.publish(rate);
    }

    /// Publishes the trading rules, and repeats the funding rates: a Redis that lost its data gets them back.
    void publishInstruments(List<Instrument> instruments) {
        publisher.publish(instruments);
        fundingRates.values().forEach(publisher::publish);
    }

    @Override
    public void onFault(FrameFault fault, String detail, String frame) {
        badFrames.add(fault, detail, frame);
    }

    @Override
    public void onRejected(Topic topic) {
        if (topic instanceof Topic.Candles candles) {
            rejected.add(candles.series());
        }
    }

    @Override
    public void onSubscribed(List<Topic> topics) {
        long settled = settledMillis();
        for (Topic topic : topics) {
            if (topic instanceof Topic.Candles candles) {
                rejected.remove(candles.series());
                sequencer(candles.series()).connected(settled);
            }
        }
    }

    void check(long nowNanos) {
        clockDrift.check();
        long settled = settledMillis();
        sequencers.values().stream().filter(sequencer -> !rejected.contains(sequencer.series()))
                .forEach(sequencer -> sequencer.check(settled, nowNanos));
    }

    /// Candles that closed up to this time are final at REST.
    private long settledMillis() {
        return clock.millis() - settings.settleTime().toMillis();
    }

    void flush(long nowNanos) {
        throttle.flush(nowNanos);
    }

    boolean hasPendingQuotes() {
        return throttle.hasPendingQuotes();
    }
}
