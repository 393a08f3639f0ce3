package io.tradinghub.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.sim.exchange.Environment;
import io.tradinghub.sim.exchange.Exchange;
import io.tradinghub.sim.key.ApiKey;
import io.tradinghub.sim.key.SimAccount;
import io.tradinghub.sim.market.SyntheticMarket;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What an account earned and where its balances come from: closed results, the transaction log, transfers.
class StatementsTest {
    private static final Instant MARKET = Instant.parse("2026-03-02T12:00:30.123Z");
    private static final long WALL = 1_700_000_000_000L;
    private static final String SECRET = "demo-secret-0123456789";
    private static final String CLOSED = "/v5/position/closed-pnl";
    private static final String LOG = "/v5/account/transaction-log";
    private static final Offset<BigDecimal> ROUNDING = Offset.offset(new BigDecimal("0.00000002"));
    private static final String TRANSFERS = "/v5/asset/transfer/query-inter-transfer-list";
    private final AtomicReference<Instant> now = new AtomicReference<>(MARKET);
    private final SyntheticMarket market = SyntheticMarket.of(7, List.of("BTCUSDT", "ETHUSDT"), MARKET);
    private final BybitSim sim = BybitSim.start(
            SimSettings.local().withExchange(new Exchange.Settings(1, Environment.MAINNET, 0)), market, now::get,
            () -> Instant.ofEpochMilli(WALL), accounts());
    private final SignedClient client = new SignedClient(sim, "demoKey01", SECRET, WALL);

    private static List<SimAccount> accounts() {
        Instant made = Instant.ofEpochMilli(WALL);
        Map<String, List<String>> rights = new LinkedHashMap<>(ApiKey.tradingRights());
        rights.put("Wallet", List.of("AccountTransfer"));
        ApiKey mover = new ApiKey("mover", SECRET, 1_001, false, rights, List.of(ApiKey.ANY_ADDRESS), made,
                Optional.empty(), "test");
        return List.of(SimAccount.trading("demoKey01", SECRET, 1_001, made),
                new SimAccount(mover, SimAccount.PLAY_MONEY));
    }

    @AfterEach
    void stop() {
        client.close();
        sim.close();
    }

    private void trade(String category, String side, String quantity) throws Exception {
        JsonNode answer = client.post("/v5/order/create",
                "category:%s,symbol:BTCUSDT,side:%s,orderType:Market,marketUnit:baseCoin,qty:%s".formatted(category,
                        side, quantity));
        assertThat(answer.path("retCode").asInt()).as(answer.toString()).isZero();
    }

    private BigDecimal wallet(String coin) throws Exception {
        return new BigDecimal(client.get("/v5/account/wallet-balance", "accountType=UNIFIED&coin=" + coin)
                .at("/result/list/0/coin/0/walletBalance").asText());
    }

    private List<JsonNode> rows(String path, String query) throws Exception {
        List<JsonNode> rows = new ArrayList<>();
        JsonNode answer = client.get(path, query);
        assertThat(answer.path("retCode").asInt()).as(answer.toString()).isZero();
        answer.at("/result/list").forEach(rows::add);
        return rows;
    }

    private static BigDecimal number(JsonNode row, String field) {
        String text = row.path(field).asText();
        return text.isEmpty() ? BigDecimal.ZERO : new BigDecimal(text);
    }

    private static BigDecimal sum(List<JsonNode> rows, String field) {
        return rows.stream().map(row -> number(row, field)).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    // ---- closed results

    @ParameterizedTest
    @CsvSource({"Buy, Sell", "Sell, Buy"})
    void whatWasClosedEarnedWhatTheWalletGained(String open, String close) throws Exception {
        BigDecimal before = wallet("USDT");
        trade("linear", open, "0.03");
        trade("linear", close, "0.01");
        trade("linear", close, "0.02");
        List<JsonNode> closed = rows(CLOSED, "category=linear&symbol=BTCUSDT");
        assertThat(closed).hasSize(2);
        assertThat(sum(closed, "closedPnl")).isCloseTo(wallet("USDT").subtract(before),
                ROUNDING);
        assertThat(closed).extracting(row -> row.path("closedSize").asText()).containsExactlyInAnyOrder("0.01", "0.02");
        assertThat(closed).allSatisfy(row -> {
            assertThat(row.path("side").asText()).isEqualTo(close);
            assertThat(number(row, "openFee")).isPositive();
            assertThat(number(row, "closeFee")).isPositive();
            assertThat(row.path("fillCount").asText()).matches("[1-9][0-9]*");
            assertThat(number(row, "avgExitPrice")).isPositive();
            assertThat(number(row, "cumExitValue").subtract(number(row, "cumEntryValue"))
                    .multiply(BigDecimal.valueOf(close.equals("Sell") ? 1 : -1)).subtract(number(row, "openFee"))
                    .subtract(number(row, "closeFee"))).isCloseTo(number(row, "closedPnl"),
                            ROUNDING);
        });
        assertThat(rows(CLOSED, "category=linear&symbol=ETHUSDT")).isEmpty();
    }

    @Test
    void anOrderThatTurnsAPositionClosesOnlyWhatWasOpen() throws Exception {
        trade("linear", "Buy", "0.01");
        trade("linear", "Sell", "0.03");
        JsonNode row = rows(CLOSED, "category=linear").getFirst();
        assertThat(row.path("closedSize").asText()).isEqualTo("0.01");
        assertThat(row.path("qty").asText()).isEqualTo("0.03");
        List<JsonNode> executions = rows("/v5/execution/list", "category=linear").stream()
                .filter(execution -> execution.path("orderId").asText().equals(row.path("orderId").asText())).toList();
        assertThat(number(row, "closeFee")).as("a third of it closed").isCloseTo(
                sum(executions, "execFee").divide(BigDecimal.valueOf(3), MathContext.DECIMAL64),
                Percentage.withPercentage(2));
    }

    @Test
    void pagesEndWithAnEmptyOneAndAFullOneNamesTheNext() throws Exception {
        for (int time = 0; time < 3; time++) {
            trade("linear", "Buy", "0.01");
            trade("linear", "Sell", "0.01");
        }
        for (String path : List.of(CLOSED, LOG)) {
            List<String> seen = new ArrayList<>();
            String cursor = "";
            int pages = 0;
            do {
                JsonNode result = client.get(path, "category=linear&limit=2&cursor=" + cursor).path("result");
                result.path("list").forEach(
                        row -> seen.add(row.path("orderId").asText() + row.path("tradeId").asText()));
                cursor = result.path("nextPageCursor").asText();
                pages++;
            } while (!cursor.isEmpty());
            assertThat(seen).as(path).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(3);
            assertThat(pages).as(path).isEqualTo((seen.size() + 1) / 2 + 1);
        }
    }

    @ParameterizedTest
    @CsvSource({CLOSED + ", category=linear&startTime=1&endTime=604800002", CLOSED + ", symbol=BTCUSDT",
            LOG + ", accountType=SPOT", LOG + ", startTime=1&endTime=604800002", TRANSFERS + ", cursor=x"})
    void refusesWhatBybitRefuses(String path, String query) throws Exception {
        assertThat(client.get(path, query).path("retCode").asInt()).isEqualTo(10_001);
    }

    // ---- the transaction log

    @Test
    void theLogAddsUpToTheBalances() throws Exception {
        BigDecimal usdt = wallet("USDT");
        BigDecimal btc = wallet("BTC");
        trade("spot", "Buy", "0.02");
        trade("spot", "Sell", "0.01");
        trade("linear", "Sell", "0.02");
        client.plain("POST", "/sim/accounts/1001/fund?symbol=BTCUSDT&rate=0.001");
        client.plain("POST", "/sim/accounts/1001/adl?symbol=BTCUSDT&qty=0.005");
        client.plain("POST", "/sim/accounts/1001/liquidate?symbol=BTCUSDT");
        client.plain("POST", "/sim/accounts/1001/transfer?coin=USDT&amount=-500");
        List<JsonNode> log = rows(LOG, "accountType=UNIFIED&limit=50");

        assertThat(sum(of(log, "USDT"), "change")).isEqualByComparingTo(wallet("USDT").subtract(usdt));
        assertThat(sum(of(log, "BTC"), "change")).isEqualByComparingTo(wallet("BTC").subtract(btc));
        assertThat(number(of(log, "USDT").getFirst(), "cashBalance")).isEqualByComparingTo(wallet("USDT"));
        assertThat(log).extracting(row -> row.path("type").asText())
                .contains("TRADE", "SETTLEMENT", "ADL", "LIQUIDATION", "TRANSFER_OUT");
        assertThat(log).allSatisfy(row -> assertThat(number(row, "cashFlow").add(number(row, "funding"))
                .subtract(number(row, "fee"))).isEqualByComparingTo(number(row, "change")));
        JsonNode funding = rows(LOG, "type=SETTLEMENT").getFirst();
        JsonNode execution = rows("/v5/execution/list", "category=linear&execType=Funding").getFirst();
        assertThat(number(funding, "funding")).as("its sign is the other one")
                .isEqualByComparingTo(number(execution, "execFee").negate()).isPositive();
    }

    private static List<JsonNode> of(List<JsonNode> log, String coin) {
        return log.stream().filter(row -> row.path("currency").asText().equals(coin)).toList();
    }

    @ParameterizedTest
    @CsvSource({"category=spot, 2", "category=linear, 1", "currency=BTC, 1", "type=TRANSFER_IN, 1", "baseCoin=ETH, 0",
            "'', 4"})
    void theLogIsAskedInParts(String query, int count) throws Exception {
        trade("spot", "Buy", "0.001");
        trade("linear", "Buy", "0.001");
        client.plain("POST", "/sim/accounts/1001/transfer?coin=USDT&amount=5");
        assertThat(rows(LOG, query)).hasSize(count);
    }

    // ---- time

    @ParameterizedTest
    @ValueSource(strings = {CLOSED + "?category=linear", LOG + "?category=linear", TRANSFERS + "?coin=USDT"})
    void onlyWhatHappenedInTheSpanIsTold(String question) throws Exception {
        trade("linear", "Buy", "0.01");
        trade("linear", "Sell", "0.01");
        client.plain("POST", "/sim/accounts/1001/transfer?coin=USDT&amount=5");
        String path = question.substring(0, question.indexOf('?'));
        String query = question.substring(question.indexOf('?') + 1) + "&startTime=%d&endTime=%d";
        long at = MARKET.toEpochMilli();
        assertThat(rows(path, query.formatted(at - 1, at))).as("both ends count").isNotEmpty();
        assertThat(rows(path, query.formatted(at, at + 1))).isNotEmpty();
        assertThat(rows(path, query.formatted(at - 1_000, at - 1))).isEmpty();
        assertThat(rows(path, query.formatted(at + 1, at + 1_000))).isEmpty();
    }

    @Test
    void theLogAndTransfersAreKeptForTwoYears() throws Exception {
        client.plain("POST", "/sim/accounts/1001/transfer?coin=USDT&amount=5");
        long at = MARKET.toEpochMilli();
        String then = "startTime=%d&endTime=%d".formatted(at - 1, at + 1);
        now.set(MARKET.plus(Duration.ofDays(729)));
        assertThat(rows(LOG, then)).hasSize(1);
        assertThat(rows(TRANSFERS, then)).hasSize(1);
        now.set(MARKET.plus(Duration.ofDays(731)));
        assertThat(rows(LOG, then)).isEmpty();
        assertThat(rows(TRANSFERS, then)).isEmpty();
    }

    // ---- transfers

    @Test
    void coinsMoveBetweenTheAccountsAndAreListed() throws Exception {
        BigDecimal before = wallet("USDT");
        try (SignedClient mover = new SignedClient(sim, "mover", SECRET, WALL)) {
            assertThat(move(mover, "t-1", "UNIFIED", "FUND", "100")).isZero();
            assertThat(move(mover, "t-2", "FUND", "UNIFIED", "40")).isZero();
            assertThat(move(mover, "t-2", "FUND", "UNIFIED", "1")).as("the id is taken").isEqualTo(10_001);
            assertThat(move(mover, "t-3", "FUND", "UNIFIED", "61")).as("more than is there").isEqualTo(131_212);
            assertThat(move(mover, "t-4", "UNIFIED", "FUND", "100000000")).isEqualTo(131_212);
            assertThat(move(mover, "t-5", "SPOT", "FUND", "1")).isEqualTo(10_001);
        }
        assertThat(wallet("USDT")).isEqualByComparingTo(before.subtract(new BigDecimal("60")));
        JsonNode fund = client.get("/v5/asset/transfer/query-account-coin-balance", "accountType=FUND&coin=USDT");
        assertThat(fund.at("/result/balance/walletBalance").asText()).isEqualTo("60");
        assertThat(rows(TRANSFERS, "coin=USDT")).extracting(row -> "%s %s %s".formatted(row.path("transferId").asText(),
                row.path("fromAccountType").asText(), row.path("amount").asText()))
                .containsExactly("t-2 FUND 40", "t-1 UNIFIED 100");
        assertThat(rows(TRANSFERS, "transferId=t-1")).hasSize(1);
        assertThat(rows(TRANSFERS, "coin=BTC")).isEmpty();
        assertThat(rows(TRANSFERS, "status=FAILED")).isEmpty();
    }

    private static int move(SignedClient mover, String id, String from, String to, String amount) throws Exception {
        return mover.post("/v5/asset/transfer/inter-transfer",
                "transferId:%s,coin:USDT,amount:%s,fromAccountType:%s,toAccountType:%s".formatted(id, amount, from, to))
                .path("retCode").asInt();
    }

    @Test
    void aKeyThatMayOnlyTradeMovesNothing() throws Exception {
        assertThat(move(client, "t-1", "UNIFIED", "FUND", "1")).isEqualTo(10_005);
        assertThat(rows(TRANSFERS, "")).isEmpty();
    }
}
