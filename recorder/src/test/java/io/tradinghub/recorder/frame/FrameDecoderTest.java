package io.tradinghub.recorder.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

import io.tradinghub.exchange.bybit.stream.Reply;
import io.tradinghub.market.Candle;
import io.tradinghub.market.Category;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.Quote;
import io.tradinghub.market.SeriesId;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
    private static final InstrumentId BTC = InstrumentId.linear("BTCUSDT");
    private static final SeriesId MINUTES = new SeriesId(BTC, Interval.M1);
    private static final String KLINE = """
            {"topic":"kline.1.BTCUSDT","data":[{"start":1786310760000,"end":1786310819999,\
            "interval":"1","open":"65119.9","close":"65114.2","high":"65119.9","low":"65114.2",\
            "volume":"3.712","turnover":"241712.1394","confirm":true,"timestamp":1786310820441},\
            {"start":1786310820000,"end":1786310879999,"interval":"1","open":"65114.2","close":"65114.2",\
            "high":"65114.2","low":"65114.2","volume":"0","turnover":"0","confirm":false,"timestamp":1786310820441}],\
            "ts":1786310820441,"type":"snapshot"}""";
    private static final String QUOTE = """
            {"topic":"orderbook.1.BTCUSDT","ts":1790134712130,"type":"snapshot","data":{"s":"BTCUSDT",\
            "b":[["86723.40","0.194"]],"a":[["86723.50","5.959"]],"u":173678160,"seq":814547787693},\
            "cts":1790134712126}""";

    private final RecordingFrameListener recorded = new RecordingFrameListener();
    private final FrameDecoder decoder = new FrameDecoder(SampleFrames.topics(Category.LINEAR), recorded);

    @Test
    void keepsTheExchangesDigitsOfEveryCandleInAFrame() {
        assertThat(decoder.decode(KLINE)).isEqualTo(DecodeResult.DECODED);

        assertThat(recorded.lines).containsExactly(
                "kline,category=linear,interval=1,symbol=BTCUSDT open=65119.9,high=65119.9,low=65114.2,"
                        + "close=65114.2,volume=3.712,turnover=241712.1394,confirmed=true 1786310760000\n",
                "kline,category=linear,interval=1,symbol=BTCUSDT open=65114.2,high=65114.2,low=65114.2,"
                        + "close=65114.2,volume=0,turnover=0,confirmed=false 1786310820000\n");
        assertThat(recorded.others).first()
                .isEqualTo(new Candle(MINUTES, 1786310760000L, 65119.9, 65119.9, 65114.2, 65114.2, 3.712, 241712.1394));
        assertThat(decoder.fallbacks()).isZero();
    }

    @Test
    void writesExponentsAsPlainDecimals() {
        decoder.decode(KLINE.replace("\"3.712\"", "\"1e+06\"").replace("\"241712.1394\"", "\"9e-8\""));

        assertThat(recorded.lines).first().asString().contains(",volume=1000000,turnover=0.00000009,");
        assertThat(decoder.fallbacks()).isOne();
    }

    @Test
    void rejectsADecimalOfAbsurdSize() {
        assertThat(decoder.decode(KLINE.replace("\"3.712\"", "\"1e999999999\""))).isEqualTo(DecodeResult.INVALID);
        assertThat(recorded.faults).containsExactly(FrameFault.KLINE_SHAPE);
    }

    @Test
    void rejectsACandleThatCannotExist() {
        decoder.decode(KLINE.replace("\"low\":\"65114.2\"", "\"low\":\"65120\""));

        assertThat(recorded.faults).containsExactly(FrameFault.KLINE_VALUES);
        assertThat(recorded.lines).isEmpty();
    }

    @Test
    void readsMembersInAnyOrderAndIgnoresNewOnes() {
        decoder.decode(
                """
                        {"type":"snapshot","ts":1,"data":[{"new":{"x":[1]},"confirm":true,"turnover":"1","volume":"1",
                         "low":"1","high":"2","close":"2","open":"1","interval":"1","end":1786310819999,
                         "start":1786310760000}],"topic":"kline.1.BTCUSDT"}""");

        assertThat(recorded.others).containsExactly(new Candle(MINUTES, 1786310760000L, 1, 2, 1, 2, 1, 1));
    }

    @Test
    void readsTheBestBidAndAsk() {
        Quote expected = new Quote(BTC, 86723.40, 0.194, 86723.50, 5.959, Instant.ofEpochMilli(1790134712126L));

        decoder.decode(QUOTE);
        decoder.decode(" " + QUOTE);

        assertThat(recorded.others).containsExactly(expected, expected);
        assertThat(decoder.fallbacks()).isOne();
    }

    @Test
    void ignoresABookWithAnEmptySide() {
        assertThat(decoder.decode(QUOTE.replace("[\"86723.40\",\"0.194\"]", ""))).isEqualTo(DecodeResult.IGNORED);
    }

    @Test
    void rejectsACrossedBook() {
        decoder.decode(QUOTE.replace("86723.40", "86724"));

        assertThat(recorded.faults).containsExactly(FrameFault.QUOTE_VALUES);
    }

    @Test
    void mergesFundingOverDeltasAndReportsEachChangeOnce() {
        String head = "{\"topic\":\"tickers.BTCUSDT\",\"type\":\"%s\","
                + "\"data\":{\"symbol\":\"BTCUSDT\",%s},\"cs\":1,\"ts\":2}";
        decoder.decode(head.formatted("snapshot",
                "\"fundingIntervalHour\":\"8\",\"nextFundingTime\":\"1786320000000\",\"fundingRate\":\"0.0001\""));
        decoder.decode(head.formatted("delta", "\"lastPrice\":\"1\""));
        decoder.decode(head.formatted("delta", "\"fundingRate\":\"0.0001\""));
        decoder.decode(head.formatted("delta", "\"fundingRate\":\"-0.0002\""));

        Instant settles = Instant.ofEpochMilli(1786320000000L);
        assertThat(recorded.others).containsExactly(new FundingRate(BTC, 0.0001, settles, Duration.ofHours(8)),
                new FundingRate(BTC, -0.0002, settles, Duration.ofHours(8)));
    }

    @Test
    void distinguishesRepliesFromData() {
        decoder.decode(
                "{\"success\":false,\"ret_msg\":\"error:handler not found,topic:x\",\"conn_id\":\"c\","
                        + "\"req_id\":\"e1\",\"op\":\"subscribe\"}");

        assertThat(recorded.others)
                .containsExactly(new Reply("subscribe", "e1", false, "error:handler not found,topic:x"));
    }

    @Test
    void namesWhatIsWrongWithAnInvalidFrame() {
        for (String frame : new String[]{"", "garbage", "[]", "{}", "{\"topic\":\"kline.1.BTCUSDT\",\"data\":[]}",
                KLINE.substring(0, 200), KLINE + "x"}) {
            assertThat(decoder.decode(frame)).isEqualTo(DecodeResult.INVALID);
        }
        assertThat(recorded.faults).containsExactly(FrameFault.NOT_JSON, FrameFault.NOT_JSON, FrameFault.NOT_JSON,
                FrameFault.UNKNOWN_SHAPE, FrameFault.KLINE_SHAPE, FrameFault.NOT_JSON, FrameFault.NOT_JSON);
    }

    @Test
    void decodesOrIgnoresEveryCapturedFrame() {
        Map<DecodeResult, Integer> results = new EnumMap<>(DecodeResult.class);
        for (Category category : Category.values()) {
            FrameDecoder perCategory = new FrameDecoder(SampleFrames.topics(category), recorded);
            for (String frame : SampleFrames.of(category)) {
                results.merge(perCategory.decode(frame), 1, Integer::sum);
            }
        }
        // 36 kline frames, 2 acknowledgements and 3 tickers with new funding; the others are tickers, books and trades
        // that the decoder ignores.
        assertThat(results).isEqualTo(Map.of(DecodeResult.DECODED, 41, DecodeResult.IGNORED, 16));
        assertThat(recorded.faults).isEmpty();
    }
}
