package io.tradinghub.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.sim.key.SimAccount;
import io.tradinghub.sim.market.SyntheticMarket;
import io.tradinghub.sim.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What stock clients need of the signed half. Market time and the wall clock stand still.
class StockClientNeedsTest {
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:30.123Z");
    private static final String SECRET = "demo-secret-0123456789";
    private final BybitSim sim = BybitSim.start(SimSettings.local(),
            SyntheticMarket.of(7, List.of("BTCUSDT", "ETHUSDT"), NOW), () -> NOW, () -> NOW,
            List.of(SimAccount.trading("demoKey01", SECRET, 1_001, NOW)));
    private final SignedClient client = client("demoKey01");

    private SignedClient client(String key) {
        return new SignedClient(sim, key, SECRET, NOW.toEpochMilli());
    }

    @AfterEach
    void stop() {
        client.close();
        sim.close();
    }

    @Test
    void showsACoinThatTheAccountNeverHadIfItIsNamed() throws Exception {
        JsonNode coins = client.get("/v5/account/wallet-balance", "accountType=UNIFIED&coin=BTC,USDT")
                .at("/result/list/0/coin");

        assertThat(coins.valueStream().map(row -> row.path("coin").asText() + row.path("walletBalance").asText()))
                .containsExactlyInAnyOrder("USDT10000", "BTC0");
    }

    @Test
    void answersASpotOrderWithTheClientIdThatItWasGiven() throws Exception {
        JsonNode ids = client.post("/v5/order/create",
                "category:spot,symbol:BTCUSDT,side:Buy,orderType:Market,qty:100").path("result");

        assertThat(ids.path("orderLinkId").asLong()).isEqualTo(ids.path("orderId").asLong() + 1);
    }

    @ParameterizedTest
    @CsvSource({"tpslOrder, '', 170213", "tpslOrder, StopOrder, 170213", "tpslOrder, tpslOrder, 0",
            "StopOrder, '', 170213", "StopOrder, tpslOrder, 170213", "StopOrder, StopOrder, 0"})
    void findsASpotStopToCancelByItsKind(String kind, String asked, int code) throws Exception {
        String id = client.post("/v5/order/create", "category:spot,symbol:BTCUSDT,side:Buy,orderType:Market,qty:100,"
                + "orderFilter:%s,triggerPrice:%s".formatted(kind, price(5))).at("/result/orderId").asText();

        assertThat(client.post("/v5/order/cancel", "category:spot,symbol:BTCUSDT,orderId:%s,orderFilter:%s"
                .formatted(id, asked)).path("retCode").asInt()).isEqualTo(code);
    }

    @Test
    void switchesAllSymbolsOfACoinWithoutMindingThoseThatAreSwitched() throws Exception {
        assertThat(switchMode("symbol:BTCUSDT,mode:3")).isZero();
        assertThat(switchMode("symbol:BTCUSDT,mode:3")).isEqualTo(110_025);

        assertThat(switchMode("coin:USDT,mode:3")).isZero();
        assertThat(positionIndexes("ETHUSDT")).containsExactly(1, 2);
        assertThat(switchMode("coin:USDT,mode:0")).isZero();
        assertThat(switchMode("coin:USDT,mode:0")).isZero();
        assertThat(positionIndexes("BTCUSDT")).containsExactly(0);
    }

    @Test
    void switchesNoSymbolOfACoinWhileOneOfThemHasAnOrder() throws Exception {
        client.post("/v5/order/create",
                "category:linear,symbol:BTCUSDT,side:Buy,orderType:Limit,qty:0.01,price:" + price(-1));

        assertThat(switchMode("coin:USDT,mode:3")).isEqualTo(110_028);
        assertThat(positionIndexes("ETHUSDT")).containsExactly(0);
        assertThat(switchMode("coin:USDT,mode:0")).isZero();
    }

    private int switchMode(String members) throws Exception {
        return client.post("/v5/position/switch-mode", "category:linear," + members).path("retCode").asInt();
    }

    private List<Integer> positionIndexes(String symbol) throws Exception {
        return client.get("/v5/position/list", "category=linear&symbol=" + symbol).at("/result/list").valueStream()
                .map(row -> row.path("positionIdx").asInt()).toList();
    }

    @Test
    void opensAnAccountWhileItRuns() throws Exception {
        sim.open(SimAccount.trading("later", SECRET, 1_003, NOW));
        client.post("/v5/order/create", "category:linear,symbol:BTCUSDT,side:Buy,orderType:Market,qty:0.02");
        sim.open(SimAccount.trading("another key", SECRET, 1_001, NOW));

        try (SignedClient later = client("later"); SignedClient another = client("another key")) {
            assertThat(later.get("/v5/account/wallet-balance", "accountType=UNIFIED")
                    .at("/result/list/0/totalEquity").asText()).isEqualTo("10000");
            assertThat(another.get("/v5/position/list", "category=linear&settleCoin=USDT").at("/result/list"))
                    .hasSize(1);
        }
    }

    /// The last price moved by this many percent, on the tick grid.
    private String price(int percent) throws Exception {
        String last = client.plain("GET", "/v5/market/tickers?category=linear&symbol=BTCUSDT").body();
        BigDecimal price = new BigDecimal(
                Json.read(last).orElseThrow().at("/result/list/0/lastPrice").asText());
        return price.multiply(BigDecimal.valueOf(100 + percent)).movePointLeft(2)
                .setScale(1, RoundingMode.HALF_UP).toPlainString();
    }
}
