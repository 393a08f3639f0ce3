package io.tradinghub.exchange.bybit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.ExchangeRefusalException;
import io.tradinghub.exchange.ExchangeUnavailableException;
import io.tradinghub.exchange.PublicMarketData;
import io.tradinghub.exchange.PublicMarketData.ArchivedCandle;
import io.tradinghub.exchange.PublicMarketData.CandleArchive;
import io.tradinghub.market.Candle;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class BybitMarketDataTest {
    private static final SeriesId MINUTES = new SeriesId(InstrumentId.linear("BTCUSDT"), Interval.M1);
    private static final Instant START = Instant.parse("2025-06-01T00:00:00Z");
    private static final String LIMITED = "{\"retCode\":10006,\"retMsg\":\"Too many visits\",\"result\":{},\"retExtInfo\":{},\"time\":1}";

    private final ConcurrentLinkedQueue<Reply> replies = new ConcurrentLinkedQueue<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final SteppingTime time = new SteppingTime();
    private final ManualClock local = new ManualClock(START.plusSeconds(150));
    /// What the exchange puts on its answers.
    private Instant answeredAt = START.plusSeconds(150);
    private HttpServer server;
    private PublicMarketData market;

    private record Reply(int status, String body) {}

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        market = BybitMarketData.open(BybitRestSettings.of(address),
                HostRequests.alone(new RequestShare(30, false, time), local, time), new ExchangeClock(local), time);
    }

    @AfterEach
    void stopServer() {
        market.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestURI().toString());
        Reply reply = replies.remove();
        byte[] body = reply.body.getBytes(UTF_8);
        exchange.sendResponseHeaders(reply.status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void willAnswer(int status, String body) {
        replies.add(new Reply(status, body));
    }

    private void willAnswer(String result) {
        willAnswer(200,
                "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":%s,\"retExtInfo\":{},\"time\":%d}".formatted(result,
                        answeredAt.toEpochMilli()));
    }

    private static String candles(long... minutes) {
        List<String> rows = new ArrayList<>();
        for (long minute : minutes) {
            rows.add("[\"%d\",\"104200.0\",\"104300\",\"104100.5\",\"104250\",\"1e+06\",\"7\"]"
                    .formatted(START.plusSeconds(60 * minute).toEpochMilli()));
        }
        return "{\"symbol\":\"BTCUSDT\",\"category\":\"linear\",\"list\":[%s]}".formatted(String.join(",", rows));
    }

    @Test
    void returnsClosedMarkCandlesAscendingAndLeavesOutWhatCannotBeRead() {
        long first = START.toEpochMilli();
        willAnswer(
                "{\"list\":[[\"%d\",\"3\",\"3\",\"3\",\"3\"],[\"%d\",\"2\",\"x\",\"2\",\"2\"],[\"%d\",\"1\",\"1.5\",\"0.5\",\"1\"]]}"
                        .formatted(first + 120_000, first + 60_000, first));

        List<Candle> found = market.markCandles(MINUTES, START, START.plusSeconds(600));

        assertThat(found).containsExactly(new Candle(MINUTES, first, 1, 1.5, 0.5, 1, 0, 0));
        assertThat(requests).singleElement().asString().startsWith("/v5/market/mark-price-kline?")
                .contains("category=linear", "symbol=BTCUSDT", "interval=1", "start=" + first, "limit=1000");
    }

    @Test
    void returnsClosedCandlesAscendingInTheDigitsOfTheExchange() {
        willAnswer(candles(2, 1, 0));

        CandleArchive answer = market.candles(MINUTES, START, START.plusSeconds(600));
        List<ArchivedCandle> found = answer.candles();

        assertThat(found).extracting(candle -> candle.candle().openTime()).containsExactly(START,
                START.plusSeconds(60));
        assertThat(found).first().extracting(ArchivedCandle::line)
                .isEqualTo(
                        "kline,category=linear,interval=1,symbol=BTCUSDT open=104200.0,high=104300,low=104100.5,close=104250,"
                                + "volume=1000000,turnover=7,confirmed=true 1748736000000\n");
        assertThat(answer.untilMillis()).isEqualTo(START.plusSeconds(120).toEpochMilli());
        // 150 s after the start the second candle is closed and settled, the third is not even asked for.
        assertThat(requests).containsExactly("/v5/market/kline?category=linear&symbol=BTCUSDT&interval=1"
                + "&start=1748736000000&end=1748736060000&limit=1000");
    }

    @Test
    void asksNothingForARangeWithoutAClosedCandle() {
        CandleArchive answer = market.candles(MINUTES, START.plusSeconds(120), START.plusSeconds(300));
        assertThat(answer).isEqualTo(new CandleArchive(List.of(), START.plusSeconds(120).toEpochMilli(), 0));
        assertThat(requests).isEmpty();
    }

    @Test
    void takesACandleForClosedByTheClockOfTheExchangeOnly() {
        local.advance(Duration.ofSeconds(40));
        willAnswer(candles(2, 1, 0));

        CandleArchive answer = market.candles(MINUTES, START, START.plusSeconds(600));

        // Asked for by a clock that is forty seconds ahead; at the exchange it is still open.
        assertThat(requests).singleElement().asString().contains("&end=1748736120000&");
        assertThat(answer.candles()).extracting(candle -> candle.candle().openTime()).containsExactly(START,
                START.plusSeconds(60));
        assertThat(answer.untilMillis()).isEqualTo(START.plusSeconds(120).toEpochMilli());
    }

    @Test
    void asksByTheClockOfTheExchangeOnceItHasHeardIt() {
        local.advance(Duration.ofMinutes(-10));
        willAnswer("{\"timeSecond\":\"1\",\"timeNano\":\"1\"}");
        willAnswer(candles(1, 0));

        market.serverTime();

        assertThat(market.candles(MINUTES, START, START.plusSeconds(600)).candles()).hasSize(2);
    }

    @Test
    void aRowThatCannotBeReadCostsThatRow() {
        String broken = candles(1, 0).replace("\"104300\",\"104100.5\"", "\"104100.5\",\"104300\"");
        willAnswer(candles(1).replace("]]}", "],") + broken.substring(broken.indexOf("[[") + 1));
        willAnswer(broken);

        CandleArchive some = market.candles(MINUTES, START, START.plusSeconds(120));
        CandleArchive none = market.candles(MINUTES, START, START.plusSeconds(120));

        assertThat(some.candles()).hasSize(1);
        assertThat(some.unreadable()).isEqualTo(2);
        assertThat(none.candles()).isEmpty();
        assertThat(none.unreadable()).isEqualTo(2);
    }

    @Test
    void aPageOfUnreadableRowsIsOneLineOfTheLog() {
        Logger log = (Logger) LoggerFactory.getLogger(AnswerRows.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        willAnswer(candles(LongStream.range(0, 1_000).toArray()).replace("104100.5", "x"));
        try {
            market.candles(MINUTES, START, START.plusSeconds(120));
        } finally {
            log.detachAppender(lines);
        }
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.ERROR);
            assertThat(line.getKeyValuePairs()).extracting(Object::toString).contains("unreadable=\"1000\"")
                    .anyMatch(pair -> pair.contains("104300") && pair.contains("x"));
        });
    }

    @Test
    void aSettlementThatCannotBeReadDoesNotKeepTheOthersOut() {
        InstrumentId id = InstrumentId.linear("BTCUSDT");
        String settlements = """
                {"category":"linear","list":[{"symbol":"BTCUSDT","fundingRate":"","fundingRateTimestamp":"1748764800000"},
                {"symbol":"BTCUSDT","fundingRate":"%s","fundingRateTimestamp":"1748736000000"}]}""";
        willAnswer(settlements.formatted("0.0001"));
        willAnswer(settlements.formatted("none"));

        assertThat(market.settledFunding(perpetual(id), START, START.plus(Duration.ofDays(1))))
                .containsExactly(new FundingRate(id, 0.0001, START, Duration.ofHours(8)));
        assertThatExceptionOfType(ExchangeUnavailableException.class)
                .isThrownBy(() -> market.settledFunding(perpetual(id), START, START.plus(Duration.ofDays(1))))
                .withMessageContaining("can be read");
    }

    @Test
    void triesAgainAfterJsonThatIsNoAnswerOfTheExchange() {
        willAnswer(200, "{\"status\":\"maintenance\"}");
        willAnswer(candles(0));

        assertThat(market.candles(MINUTES, START, START.plusSeconds(60)).candles()).hasSize(1);
    }

    @Test
    void triesAgainAfterAFaultAndAfterALimit() {
        willAnswer(502, "<html>bad gateway</html>");
        willAnswer(200, "<html>not json</html>");
        willAnswer(200, LIMITED);
        willAnswer(candles(0));

        assertThat(market.candles(MINUTES, START, START.plusSeconds(60)).candles()).hasSize(1);
        assertThat(time.pauses()).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(4));
    }

    @Test
    void givesUpAfterFourAttempts() {
        for (int i = 0; i < 4; i++) {
            willAnswer(500, "");
        }

        assertThatExceptionOfType(ExchangeUnavailableException.class).isThrownBy(market::serverTime)
                .withMessage("market time failed 4 times, at last: HTTP 500");
    }

    @Test
    void staysAwayForTenMinutesAfterABan() {
        willAnswer(403, "<html>access too frequent</html>");
        willAnswer("{\"timeSecond\":\"1688639403\",\"timeNano\":\"1688639403423213947\"}");

        assertThatExceptionOfType(ExchangeUnavailableException.class).isThrownBy(market::serverTime);
        time.pass(Duration.ofSeconds(599));
        assertThatExceptionOfType(ExchangeUnavailableException.class).isThrownBy(market::serverTime)
                .withMessageContaining("staying away for another 1 s");
        assertThat(requests).hasSize(1);
        time.pass(Duration.ofSeconds(1));
        assertThat(market.serverTime()).isEqualTo(Instant.parse("2023-07-06T10:30:03.423213947Z"));
    }

    @Test
    void doesNotRepeatARefusedCall() {
        willAnswer(200,
                "{\"retCode\":10001,\"retMsg\":\"Illegal category\",\"result\":{},\"retExtInfo\":{},\"time\":1}");

        assertThatExceptionOfType(ExchangeRefusalException.class).isThrownBy(market::serverTime)
                .withMessage("market time was refused with code 10001: Illegal category");
    }

    @Test
    void readsTheRulesOfAPerpetual() {
        willAnswer(
                """
                        {"category":"linear","list":[{"symbol":"BTCUSDT","contractType":"LinearPerpetual","status":"Trading","baseCoin":"BTC",
                        "quoteCoin":"USDT","priceFilter":{"minPrice":"0.10","maxPrice":"1999999.80","tickSize":"0.10"},"lotSizeFilter":{
                        "maxOrderQty":"1190.000","minOrderQty":"0.001","qtyStep":"0.001","maxMktOrderQty":"500.000","minNotionalValue":"5"},
                        "fundingInterval":480}],"nextPageCursor":""}""");
        InstrumentId id = InstrumentId.linear("BTCUSDT");

        assertThat(market.instrument(id)).isEqualTo(perpetual(id));
    }

    @Test
    void readsTheRulesOfASpotPair() {
        willAnswer("""
                {"category":"spot","list":[{"symbol":"BTCUSDT","baseCoin":"BTC","quoteCoin":"USDT","lotSizeFilter":{
                "basePrecision":"0.000001","quotePrecision":"0.0000001","minOrderQty":"0.000011","minOrderAmt":"5",
                "maxLimitOrderQty":"83","maxMarketOrderQty":"41.5"},"priceFilter":{"tickSize":"0.1"}}]}""");
        InstrumentId id = InstrumentId.spot("BTCUSDT");

        assertThat(market.instrument(id)).isEqualTo(new Instrument(id, "BTC", "USDT", new BigDecimal("0.1"),
                new BigDecimal("0.000001"), new BigDecimal("0.000011"), new BigDecimal("5"), new BigDecimal("83"),
                new BigDecimal("41.5"), Optional.empty()));
    }

    @Test
    void findsTheFirstSettlementsOfARangeAscending() {
        willAnswer("{\"category\":\"linear\",\"list\":[]}");
        willAnswer(
                """
                        {"category":"linear","list":[{"symbol":"BTCUSDT","fundingRate":"-0.00002","fundingRateTimestamp":"1748764800000"},
                        {"symbol":"BTCUSDT","fundingRate":"0.0001","fundingRateTimestamp":"1748736000000"}]}""");
        InstrumentId id = InstrumentId.linear("BTCUSDT");
        Instant from = START.minus(Duration.ofHours(199)).minusMillis(1);

        assertThat(market.settledFunding(perpetual(id), from, START.plus(Duration.ofDays(30)))).containsExactly(
                new FundingRate(id, 0.0001, START, Duration.ofHours(8)),
                new FundingRate(id, -0.00002, START.plus(Duration.ofHours(8)), Duration.ofHours(8)));
        assertThat(requests).containsExactly(
                "/v5/market/funding/history?category=linear&symbol=BTCUSDT&startTime=1748019599999&endTime=1748735999999&limit=200",
                "/v5/market/funding/history?category=linear&symbol=BTCUSDT&startTime=1748736000000&endTime=1749452400000&limit=200");
    }

    private static Instrument perpetual(InstrumentId id) {
        return new Instrument(id, "BTC", "USDT", new BigDecimal("0.10"), new BigDecimal("0.001"),
                new BigDecimal("0.001"),
                new BigDecimal("5"), new BigDecimal("1190.000"), new BigDecimal("500.000"),
                Optional.of(Duration.ofHours(8)));
    }

    @Test
    void saysWhenAnInstrumentIsNotTraded() {
        willAnswer("{\"category\":\"spot\",\"list\":[]}");

        assertThatExceptionOfType(ExchangeRefusalException.class)
                .isThrownBy(() -> market.instrument(InstrumentId.spot("NOPEUSDT")))
                .withMessageContaining("spot:NOPEUSDT");
    }
}
