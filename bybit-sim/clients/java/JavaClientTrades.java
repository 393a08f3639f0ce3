import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.bybit.api.client.domain.CategoryType;
import com.bybit.api.client.domain.TradeOrderType;
import com.bybit.api.client.domain.TriggerBy;
import com.bybit.api.client.domain.account.AccountType;
import com.bybit.api.client.domain.account.request.AccountDataRequest;
import com.bybit.api.client.domain.market.request.MarketDataRequest;
import com.bybit.api.client.domain.position.request.PositionDataRequest;
import com.bybit.api.client.domain.trade.PositionIdx;
import com.bybit.api.client.domain.trade.Side;
import com.bybit.api.client.domain.trade.TimeInForce;
import com.bybit.api.client.domain.trade.request.BatchOrderRequest;
import com.bybit.api.client.domain.trade.request.TradeOrderRequest;
import com.bybit.api.client.restApi.BybitApiAccountRestClient;
import com.bybit.api.client.restApi.BybitApiPositionRestClient;
import com.bybit.api.client.restApi.BybitApiTradeRestClient;
import com.bybit.api.client.service.BybitApiClientFactory;

/// Trades through the Java client: REST and the private stream.
class JavaClientTrades {
    private static final String BASE = System.getenv("SIM_URL");
    private static final CategoryType LINEAR = CategoryType.LINEAR;
    private static final ConcurrentLinkedQueue<String> FRAMES = new ConcurrentLinkedQueue<>();
    private static int checks;
    private static int failures;

    public static void main(String[] args) throws Exception {
        String line = Files.readAllLines(Path.of(System.getenv("SIM_KEYS"))).get(3);
        String key = member(line, "key");
        String secret = member(line, "secret");
        try {
            listen(key, secret);
            trade(BybitApiClientFactory.newInstance(key, secret, BASE));
        } catch (RuntimeException e) {
            check(e.toString(), false, e.getStackTrace()[0]);
        }
        for (String topic : List.of("order", "execution", "position", "wallet")) {
            check("stream of " + topic, await(() -> FRAMES.stream().anyMatch(f -> f.contains("\"topic\":\"" + topic + '"'))), "");
        }
        System.out.println(checks + " checks, " + failures + " failed");
        System.exit(failures == 0 ? 0 : 1); // the client's ping thread never ends
    }

    private static void listen(String key, String secret) throws InterruptedException {
        BybitApiClientFactory.newInstance(key, secret, BASE.replace("http", "ws")).newWebsocketClient(20, "60s", FRAMES::add)
                .getPrivateChannelStream(List.of("order", "execution", "position", "wallet"), "/v5/private");
        check("authenticated", await(() -> FRAMES.stream().anyMatch(f -> f.contains("\"op\":\"auth\"") && f.contains("\"success\":true"))), FRAMES);
        check("subscribed", await(() -> FRAMES.stream().anyMatch(f -> f.contains("\"op\":\"subscribe\"") && f.contains("\"success\":true"))), FRAMES);
    }

    private static void trade(BybitApiClientFactory factory) throws InterruptedException {
        BybitApiTradeRestClient trade = factory.newTradeRestClient();
        BybitApiPositionRestClient positions = factory.newPositionRestClient();
        BybitApiAccountRestClient account = factory.newAccountRestClient();
        Object wallet = account.getWalletBalance(AccountDataRequest.builder().accountType(AccountType.UNIFIED).build());
        check("wallet", at(wallet, "result", "list", 0, "totalEquity").equals("10000"), wallet);
        check("leverage", code(positions.setPositionLeverage(
                held().buyLeverage("8").sellLeverage("8").build())) == 0, "");
        Object tickers = factory.newMarketDataRestClient().getMarketTickers(MarketDataRequest.builder()
                .category(LINEAR).symbol("BTCUSDT").build());
        BigDecimal last = new BigDecimal((String) at(tickers, "result", "list", 0, "lastPrice"));
        String limit = last.multiply(new BigDecimal("0.99")).setScale(1, RoundingMode.DOWN).toPlainString();
        Object placed = trade.createOrder(order(Side.BUY, TradeOrderType.LIMIT).price(limit)
                .timeInForce(TimeInForce.POST_ONLY).orderLinkId("java-" + System.nanoTime()).build());
        check("place", code(placed) == 0, placed);
        String id = (String) at(placed, "result", "orderId");
        Object open = trade.getOpenOrders(orders().build());
        check("open orders", at(open, "result", "list", 0, "timeInForce").equals("PostOnly"), open);
        check("amend",
                code(trade.amendOrder(orders().orderId(id).qty("0.02").build())) == 0, "");
        check("cancel", code(trade.cancelOrder(orders().orderId(id).build())) == 0, "");
        check("cancel again",
                code(trade.cancelOrder(orders().orderId(id).build())) == 110_001, "");
        Object batch = trade.createBatchOrder(BatchOrderRequest.builder().category(LINEAR).request(List.of(
                order(Side.BUY, TradeOrderType.LIMIT).price(limit).build(),
                order(Side.BUY, TradeOrderType.LIMIT).price(limit).build())).build());
        check("batch", at(batch, "retExtInfo", "list", 1, "code").equals(0), batch);
        Object all = trade.cancelAllOrder(orders().build());
        check("cancel all", ((List<?>) at(all, "result", "list")).size() == 2, all);
        Object taken = trade.createOrder(order(Side.BUY, TradeOrderType.MARKET).build());
        String takenId = (String) at(taken, "result", "orderId");
        check("fill on the stream", await(() -> FRAMES.stream()
                .anyMatch(f -> f.contains("\"topic\":\"execution\"") && f.contains(takenId))), taken);
        Object position = positions.getPositionInfo(held().build());
        check("position", at(position, "result", "list", 0, "side").equals("Buy"), position);
        Object stop = positions.setTradingStop(held().positionIdx(PositionIdx.ONE_WAY_MODE)
                .stopLoss(limit).slTriggerBy(TriggerBy.MARK_PRICE).tpTriggerBy(TriggerBy.MARK_PRICE).build());
        check("trading stop", code(stop) == 0, stop);
        Object fills = trade.getTradeHistory(TradeOrderRequest.builder().category(LINEAR).orderId(takenId).build());
        check("executions", at(fills, "result", "list", 0, "execType").equals("Trade"), fills);
        check("close", code(trade.createOrder(order(Side.SELL, TradeOrderType.MARKET).reduceOnly(true).build())) == 0, "");
        Object past = trade.getOrderHistory(orders().limit(2).build());
        check("order history", ((List<?>) at(past, "result", "list")).size() == 2, past);
    }

    private static TradeOrderRequest.TradeOrderRequestBuilder orders() {
        return TradeOrderRequest.builder().category(LINEAR).symbol("BTCUSDT");
    }

    private static PositionDataRequest.PositionDataRequestBuilder held() {
        return PositionDataRequest.builder().category(LINEAR).symbol("BTCUSDT");
    }

    private static TradeOrderRequest.TradeOrderRequestBuilder order(Side side, TradeOrderType type) {
        return orders().side(side).orderType(type).qty("0.01");
    }

    private static void check(String name, boolean ok, Object shown) {
        checks++;
        failures += ok ? 0 : 1;
        String text = String.valueOf(shown);
        System.out.println((ok ? "ok   " : "FAIL ") + name + ' ' + text.substring(0, Math.min(150, text.length())));
    }

    private static boolean await(BooleanSupplier happened) throws InterruptedException {
        for (int i = 0; i < 50 && !happened.getAsBoolean(); i++) {
            Thread.sleep(100);
        }
        return happened.getAsBoolean();
    }

    private static int code(Object answer) {
        return (Integer) at(answer, "retCode");
    }

    private static Object at(Object answer, Object... path) {
        Object found = answer;
        for (Object step : path) {
            found = step instanceof Integer index ? ((List<?>) found).get(index) : ((Map<?, ?>) found).get(step);
        }
        return found;
    }

    private static String member(String line, String name) {
        Matcher found = Pattern.compile('"' + name + "\":\"([^\"]*)\"").matcher(line);
        if (!found.find()) {
            throw new IllegalStateException("no " + name + " in the file of keys");
        }
        return found.group(1);
    }
}
