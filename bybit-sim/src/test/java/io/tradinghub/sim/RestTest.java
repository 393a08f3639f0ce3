package io.tradinghub.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.sim.fault.Fault;
import io.tradinghub.sim.market.SyntheticMarket;
import io.tradinghub.sim.wire.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestTest {
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:30.123Z");
    private static final long OPEN = Instant.parse("2026-03-02T12:00:00Z").toEpochMilli();
    private static final String BTC = "/v5/market/kline?category=linear&symbol=BTCUSDT&interval=1";
    private final SyntheticMarket market = SyntheticMarket.of(7, List.of("BTCUSDT", "ETHUSDT", "SOLUSDT"), NOW);
    private final BybitSim sim = BybitSim.start(SimSettings.local(), market, () -> NOW);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterAll
    void stop() {
        http.close();
        sim.close();
    }

    @Test
    void returnsTheMarketTime() throws Exception {
        JsonNode answer = get("/v5/market/time");

        assertThat(answer.at("/result/timeSecond").asText()).isEqualTo(Long.toString(NOW.getEpochSecond()));
        assertThat(answer.at("/result/timeNano").asText()).isEqualTo(NOW.getEpochSecond() + "123000000");
        assertThat(answer.path("time").asLong()).isEqualTo(NOW.toEpochMilli());
        assertThat(JsonShape.of(answer)).isEqualTo(JsonShape.of(JsonShape.fixture("rest/time")));
    }

    @ParameterizedTest
    @CsvSource({"/v5/market/kline?category=linear&symbol=BTCUSDT&interval=60&limit=3, kline.inverse",
            "/v5/market/tickers?category=linear&symbol=BTCUSDT, tickers.inverse",
            "/v5/market/tickers?category=spot&symbol=ETHUSDT, tickers.spot",
            "/v5/market/orderbook?category=spot&symbol=BTCUSDT, orderbook.spot",
            "/v5/market/funding/history?category=linear&symbol=BTCUSDT, funding.history",
            "/v5/market/recent-trade?category=spot&symbol=BTCUSDT, recent-trade.spot"})
    void answersWithTheDocumentedFields(String path, String fixture) throws Exception {
        assertThat(JsonShape.of(get(path))).isEqualTo(JsonShape.of(JsonShape.fixture("rest/" + fixture)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear", "spot"})
    void listsInstrumentsWithEveryDocumentedField(String category) throws Exception {
        Map<String, String> documented = JsonShape.of(JsonShape.fixture("rest/instruments-info." + category));

        assertThat(JsonShape.of(get("/v5/market/instruments-info?category=" + category)))
                .containsAllEntriesOf(documented);
    }

    @Test
    void returnsTheNewestCandlesFirstStartingWithTheOpenOne() throws Exception {
        List<Long> starts = starts(BTC);

        assertThat(starts).hasSize(200).startsWith(OPEN, OPEN - 60_000).endsWith(OPEN - 199 * 60_000L);
    }

    @Test
    void includesBothEndsOfARange() throws Exception {
        assertThat(starts(BTC + "&start=" + (OPEN - 600_000) + "&end=" + (OPEN - 480_000))).containsExactly(
                OPEN - 480_000,
                OPEN - 540_000, OPEN - 600_000);
    }

    @Test
    void returnsTheNewestRowsOfARangeLongerThanTheLimit() throws Exception {
        assertThat(starts(BTC + "&limit=2&start=" + (OPEN - 600_000) + "&end=" + (OPEN - 480_000)))
                .containsExactly(OPEN - 480_000, OPEN - 540_000);
    }

    @Test
    void returnsTheOldestRowsFromAStartWithoutAnEnd() throws Exception {
        assertThat(starts(BTC + "&limit=2&start=" + (OPEN - 600_000))).containsExactly(OPEN - 540_000, OPEN - 600_000);
        assertThat(starts(BTC + "&limit=1&start=1")).containsExactly(SyntheticMarket.LISTED.toEpochMilli());
    }

    @Test
    void returnsTheLatestRowsUpToAnEndWithoutAStart() throws Exception {
        assertThat(starts(BTC + "&limit=2&end=" + (OPEN - 600_000))).containsExactly(OPEN - 600_000, OPEN - 660_000);
    }

    @Test
    void returnsAtMostAThousandRows() throws Exception {
        assertThat(starts(BTC + "&limit=5000")).hasSize(1_000);
    }

    @Test
    void returnsNothingAfterNowAndNothingBeforeTheListing() throws Exception {
        assertThat(starts(BTC + "&start=" + (OPEN + 60_000) + "&end=" + (OPEN + 600_000))).isEmpty();
        assertThat(starts(BTC + "&end=1000000000000")).isEmpty();
        assertThat(starts(BTC + "&start=9999999999999")).isEmpty();
        assertThat(starts(BTC + "&start=9999999999999&end=9999999999999")).isEmpty();
        assertThat(starts(BTC + "&start=0&end=0")).isEmpty();
    }

    @Test
    void pagesBackwardsWithoutAGapOrARepeat() throws Exception {
        Set<Long> seen = new LinkedHashSet<>();
        long start = OPEN - 2_500 * 60_000L;
        long end = OPEN;
        for (List<Long> page = starts(BTC + "&limit=1000&start=%d&end=%d".formatted(start, end)); !page
                .isEmpty(); page = starts(
                        BTC + "&limit=1000&start=%d&end=%d".formatted(start, end))) {
            page.forEach(row -> assertThat(seen.add(row)).isTrue());
            end = page.getLast() - 1;
        }

        assertThat(seen).hasSize(2_501);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "5", "15", "30", "60", "120", "240", "360", "720", "D", "W", "M"})
    void servesEveryInterval(String interval) throws Exception {
        JsonNode rows = get("/v5/market/kline?category=spot&symbol=ETHUSDT&limit=3&interval=" + interval)
                .at("/result/list");

        assertThat(rows).hasSize(3);
        assertThat(rows.get(0).get(1)).isEqualTo(rows.get(1).get(4));
    }

    @Test
    void opensWeeksOnMondayAndMonthsOnTheFirst() throws Exception {
        String spot = "/v5/market/kline?category=spot&symbol=ETHUSDT&limit=2&interval=";

        assertThat(starts(spot + "W").get(1)).isEqualTo(Instant.parse("2026-02-23T00:00:00Z").toEpochMilli());
        assertThat(starts(spot + "M").get(1)).isEqualTo(Instant.parse("2026-02-01T00:00:00Z").toEpochMilli());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "/v5/market/kline?category=linear&symbol=NOPEUSDT&interval=1 | Not supported symbols",
            "/v5/market/kline?category=linear&symbol=btcusdt&interval=1 | Not supported symbols",
            "/v5/market/kline?category=linear&symbol=BTCUSDT&interval=2 | Invalid period!",
            "/v5/market/kline?category=linear&symbol=BTCUSDT&interval=1&start=x | params error: start must be a number",
            "/v5/market/kline?category=linear&symbol=BTCUSDT&interval=1&start=9223372036854775807 "
                    + "| params error: start must be a time in milliseconds",
            "/v5/market/kline?category=linear&symbol=BTCUSDT&interval=1&end=-9223372036854775808 "
                    + "| params error: end must be a time in milliseconds",
            "/v5/market/funding/history?category=linear&symbol=BTCUSDT&endTime=-1 "
                    + "| params error: endTime must be a time in milliseconds",
            "/v5/market/tickers | Illegal category", "/v5/market/tickers?category=moon | Illegal category",
            "/v5/market/orderbook?category=linear | params error: symbol is required",
            "/v5/market/funding/history?category=spot&symbol=BTCUSDT | Illegal category"})
    void rejectsInTheEnvelopeWithHttpOk(String path, String message) throws Exception {
        HttpResponse<String> response = request(path);
        JsonNode answer = Json.read(response.body()).orElseThrow();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(answer.path("retCode").asInt()).isEqualTo(10_001);
        assertThat(answer.path("retMsg").asText()).isEqualTo(message);
        assertThat(answer.path("result")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"inverse, Trading", "option, Trading", "linear, PreLaunch", "spot, PreLaunch", "linear, Closed"})
    void listsNoInstrumentsWhereNoneTrade(String category, String status) throws Exception {
        JsonNode answer = get("/v5/market/instruments-info?category=%s&status=%s".formatted(category, status));

        assertThat(answer.path("retCode").asInt()).isZero();
        assertThat(answer.at("/result/list")).isEmpty();
    }

    @Test
    void pagesInstrumentsByCursorUntilItIsEmpty() throws Exception {
        List<String> symbols = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode result = get("/v5/market/instruments-info?category=linear&limit=2&cursor=" + cursor)
                    .path("result");
            result.path("list").forEach(row -> symbols.add(row.path("symbol").asText()));
            cursor = result.path("nextPageCursor").asText();
        } while (!cursor.isEmpty());

        assertThat(symbols).containsExactly("BTCUSDT", "ETHUSDT", "SOLUSDT");
    }

    @Test
    void tellsTheRiskLimitThatMarginsAreComputedOf() throws Exception {
        JsonNode result = get("/v5/market/risk-limit?category=linear&symbol=BTCUSDT").path("result");

        assertThat(result.path("list")).singleElement().satisfies(tier -> {
            assertThat(tier.path("symbol").asText()).isEqualTo("BTCUSDT");
            assertThat(tier.path("maxLeverage").asText()).isEqualTo("100.00");
            assertThat(tier.path("initialMargin").asText()).isEqualTo("0.01");
            assertThat(tier.path("maintenanceMargin").asText()).isEqualTo("0.005");
        });
        assertThat(result.path("nextPageCursor").asText()).isEmpty();
        assertThat(get("/v5/market/risk-limit?category=linear").at("/result/list")).hasSize(3);
        assertThat(get("/v5/market/risk-limit?category=spot").path("retCode").asInt()).isEqualTo(10_001);
    }

    @Test
    void showsCandlesOfTheMarkPrice() throws Exception {
        String asked = "category=linear&symbol=BTCUSDT&interval=60&limit=3";
        JsonNode marks = get("/v5/market/mark-price-kline?" + asked).at("/result/list");
        JsonNode trades = get("/v5/market/kline?" + asked).at("/result/list");
        double mark = get("/v5/market/tickers?category=linear&symbol=BTCUSDT").at("/result/list/0/markPrice")
                .asDouble();

        assertThat(marks).hasSize(3).allSatisfy(row -> assertThat(row).hasSize(5));
        assertThat(marks.valueStream().map(row -> row.path(0)))
                .containsExactlyElementsOf(trades.valueStream().map(row -> row.path(0)).toList());
        assertThat(marks.at("/0/4").asDouble()).isCloseTo(mark, withinPercentage(0.05));
        assertThat(marks.at("/0/4").asText()).isNotEqualTo(trades.at("/0/4").asText());
        assertThat(get("/v5/market/mark-price-kline?category=spot&symbol=BTCUSDT&interval=60").path("retCode").asInt())
                .isEqualTo(10_001);
    }

    @Test
    void doesNotPageSpotInstruments() throws Exception {
        JsonNode result = get("/v5/market/instruments-info?category=spot&limit=1").path("result");

        assertThat(result.path("list")).hasSize(3);
        assertThat(result.has("nextPageCursor")).isFalse();
    }

    @Test
    void filtersInstrumentsByBaseCoin() throws Exception {
        assertThat(get("/v5/market/instruments-info?category=linear&baseCoin=ETH").at("/result/list")).singleElement()
                .satisfies(row -> assertThat(row.path("symbol").asText()).isEqualTo("ETHUSDT"));
    }

    @Test
    void returnsSettledFundingNewestFirst() throws Exception {
        JsonNode rows = get("/v5/market/funding/history?category=linear&symbol=BTCUSDT").at("/result/list");
        long latest = Instant.parse("2026-03-02T08:00:00Z").toEpochMilli();
        double rate = market.fundingRate(InstrumentId.linear("BTCUSDT"), latest, latest).orElseThrow();

        assertThat(rows).hasSize(200);
        assertThat(rows.get(0).path("fundingRateTimestamp").asText()).isEqualTo(Long.toString(latest));
        assertThat(Double.parseDouble(rows.get(0).path("fundingRate").asText())).isEqualTo(rate);
        assertThat(rows.get(1).path("fundingRateTimestamp").asText()).isEqualTo(Long.toString(latest - 8 * 3_600_000L));
    }

    @Test
    void rejectsAFundingStartWithoutAnEnd() throws Exception {
        String path = "/v5/market/funding/history?category=linear&symbol=BTCUSDT";
        long end = Instant.parse("2026-03-01T08:00:00Z").toEpochMilli();

        assertThat(get(path + "&startTime=1").path("retCode").asInt()).isEqualTo(10_001);
        assertThat(get(path + "&limit=1&endTime=" + end).at("/result/list/0/fundingRateTimestamp").asLong())
                .isEqualTo(end);
        assertThat(get(path + "&startTime=%d&endTime=%d".formatted(end - 1, end)).at("/result/list")).hasSize(1);
    }

    @Test
    void returnsAsManyBookLevelsAsRequested() throws Exception {
        JsonNode book = get("/v5/market/orderbook?category=linear&symbol=BTCUSDT&limit=200").path("result");

        assertThat(book.path("a")).hasSize(200);
        assertThat(book.path("b")).hasSize(200);
        assertThat(Double.parseDouble(book.at("/a/0/0").asText()))
                .isGreaterThan(Double.parseDouble(book.at("/b/0/0").asText()));
        assertThat(get("/v5/market/orderbook?category=linear&symbol=BTCUSDT").at("/result/a")).hasSize(25);
        assertThat(get("/v5/market/orderbook?category=spot&symbol=BTCUSDT").at("/result/a")).hasSize(1);
    }

    @Test
    void answersAnUnknownPathWith404() throws Exception {
        assertThat(request("/v5/market/nope").statusCode()).isEqualTo(404);
    }

    @Test
    void bansAnAddressThatExceedsTheRateLimit() throws Exception {
        try (BybitSim strict = BybitSim.start(SimSettings.local().withRequestsPerFiveSeconds(2), market, () -> NOW)) {
            URI time = strict.restUrl().resolve("/v5/market/time");
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                statuses.add(
                        http.send(HttpRequest.newBuilder(time).build(), HttpResponse.BodyHandlers.discarding())
                                .statusCode());
            }

            assertThat(statuses).containsExactly(200, 200, 403);
        }
    }

    @Test
    void injectsServerErrorsAndTruncatedAnswers() throws Exception {
        sim.faults().arm(Fault.HTTP_500, 1);
        sim.faults().arm(Fault.TRUNCATED, 1);

        assertThat(request("/v5/market/time").statusCode()).isEqualTo(500);
        assertThat(Json.read(request("/v5/market/time").body())).isEmpty();
        assertThat(Json.read(request("/v5/market/time").body())).isPresent();
    }

    @Test
    void leavesARequestUnansweredOnDemand() {
        sim.faults().arm(Fault.TIME_OUT, 1);
        HttpRequest impatient = HttpRequest.newBuilder(sim.restUrl().resolve("/v5/market/time"))
                .timeout(Duration.ofMillis(300))
                .build();

        assertThatThrownBy(() -> http.send(impatient, HttpResponse.BodyHandlers.discarding()))
                .isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void sendsLimitHeadersWithEveryOtherAnswer() throws Exception {
        boolean first = request("/v5/market/time").headers().firstValue("x-bapi-limit").isPresent();
        boolean second = request("/v5/market/time").headers().firstValue("x-bapi-limit").isPresent();

        assertThat(first).isNotEqualTo(second);
    }

    private List<Long> starts(String path) throws IOException, InterruptedException {
        List<Long> starts = new ArrayList<>();
        get(path).at("/result/list").forEach(row -> starts.add(Long.parseLong(row.get(0).asText())));
        return starts;
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return Json.read(request(path).body()).orElseThrow();
    }

    private HttpResponse<String> request(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(sim.restUrl().resolve(path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
