package io.tradinghub.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.bybit.stream.Reply;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.Quote;
import io.tradinghub.market.SeriesId;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.operations.ThreadSupervisor;
import io.tradinghub.recorder.frame.FrameDecoder;
import io.tradinghub.recorder.frame.FrameFault;
import io.tradinghub.recorder.frame.FrameListener;
import io.tradinghub.recorder.frame.Kline;
import io.tradinghub.recorder.frame.Topic;
import io.tradinghub.recorder.repair.GapFiller;
import io.tradinghub.recorder.repair.RepairQueue;
import io.tradinghub.recorder.repair.RepairedCandles;
import io.tradinghub.recorder.repair.ScriptedMarket;
import io.tradinghub.recorder.write.CandleWriter;
import io.tradinghub.recorder.write.DiskSpool;
import io.tradinghub.recorder.write.RejectedLines;
import io.tradinghub.recorder.write.WriterLimits;
import io.tradinghub.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarketDataRouterTest {
    private static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    private static final SeriesId SERIES = new SeriesId(PERP, Interval.M1);
    private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
    @TempDir
    private Path folder;
    private final ManualClock local = new ManualClock(START);
    private final ExchangeClock clock = new ExchangeClock(local);
    private final MemoryStores stores = new MemoryStores();
    private final RecordingPublisher publisher = new RecordingPublisher(local);
    private final Telemetry telemetry = new Telemetry();
    private DiskSpool spool;
    private CandleWriter writer;
    private GapFiller gapFiller;
    private MarketDataRouter market;

    @BeforeEach
    void open() {
        RecorderSettings settings = SimulatedHub.with(SimulatedHub.settings(1, folder, 0), List.of(PERP), 1 << 20);
        ThreadSupervisor supervisor = new ThreadSupervisor();
        spool = DiskSpool.open(folder.resolve("spool"), 1 << 20, _ -> {
        });
        RejectedLines rejected = new RejectedLines(folder.resolve("rejected.tsv"), InstantSource.fixed(START), _ -> {
        });
        writer = CandleWriter.open(new CandleWriter.Destinations(stores, spool, rejected, _ -> {
        }), WriterLimits.standard(), supervisor, telemetry);
        gapFiller = GapFiller.open(new ScriptedMarket(), writer, supervisor);
        market = new MarketDataRouter(settings,
                new MarketDataRouter.Outputs(publisher, writer, gapFiller, new RepairQueue(), new RepairedCandles()),
                new TaskQueue(100), clock, telemetry);
        market.start(stores);
    }

    @AfterEach
    void close() {
        gapFiller.close();
        writer.close();
        spool.close();
    }

    private void receiveClosed(Instant openTime) {
        long start = openTime.toEpochMilli();
        new FrameDecoder(List.of(Topic.kline(SERIES)), new KlinesOnly(market))
                .decode("""
                        {"topic":"kline.1.BTCUSDT","type":"snapshot","ts":1,"data":[{"start":%d,"end":%d,\
                        "interval":"1","open":"1","close":"2","high":"2","low":"1","volume":"3","turnover":"4",\
                        "confirm":true,"timestamp":1}]}"""
                        .formatted(start, start + 59_999));
    }

    @Test
    void republishesFundingForALiveStoreThatLostItsData() {
        FundingRate rate = new FundingRate(PERP, 0.0001, START.plusSeconds(3_600), Duration.ofHours(8));
        market.onFunding(rate);
        publisher.clearRates();
        market.publishInstruments(List.of());

        assertThat(publisher.rates()).isEqualTo(Map.of(PERP, rate));
    }

    @Test
    void dropsACandleFromTheFutureAndContinues() {
        receiveClosed(Instant.parse("2100-01-01T00:00:00Z"));
        receiveClosed(START);

        assertThat(publisher.closed(SERIES)).containsExactly(START.toEpochMilli());
        assertThat(telemetry.counter("candles_from_the_future").value()).isOne();
    }

    @Test
    void measuresCandleDelayAndThenHowOverdueTheNextOneIs() {
        local.advance(Duration.ofSeconds(63));
        receiveClosed(START);
        assertThat(telemetry.snapshot()).containsEntry("candle_lag_millis", 3_000L);
        local.advance(Duration.ofSeconds(57));
        assertThat(telemetry.snapshot()).containsEntry("candle_lag_millis", 3_000L);
        local.advance(Duration.ofMinutes(9));
        assertThat(telemetry.snapshot()).containsEntry("candle_lag_millis", Duration.ofMinutes(9).toMillis());
    }

    @Test
    void setsTheClockByQuotes() {
        market.onQuote(new Quote(PERP, 1, 1, 2, 1, START.minusSeconds(90)));

        assertThat(clock.instant()).isEqualTo(START.minusSeconds(90));
        assertThat(telemetry.snapshot()).containsEntry("clock_offset_millis", 90_000L);
    }

    private record KlinesOnly(MarketDataRouter market) implements FrameListener {
        @Override
        public void onKline(Kline kline) {
            market.onKline(kline);
        }

        @Override
        public void onQuote(Quote quote) {
            throw new AssertionError(quote);
        }

        @Override
        public void onFunding(FundingRate rate) {
            throw new AssertionError(rate);
        }

        @Override
        public void onReply(Reply reply) {
            throw new AssertionError(reply);
        }

        @Override
        public void onFault(FrameFault fault, String detail, String frame) {
            throw new AssertionError(fault + " " + detail + " " + frame);
        }
    }
}
