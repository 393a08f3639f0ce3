package io.tradinghub.sim.exchange;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.market.Category;
import io.tradinghub.sim.market.Listing;
import io.tradinghub.sim.signed.OrderReader;
import io.tradinghub.sim.wire.ApiException;
import io.tradinghub.sim.wire.Json;
import io.tradinghub.sim.wire.QueryParameters;

/// An [Exchange] on a [ScriptedVenue] with two accounts of 10,000 USDT and 1 BTC, and the time in a test's hands.
final class ExchangeFixture {
    static final long START = Instant.parse("2026-03-02T12:00:00Z").toEpochMilli();
    static final long UID = 1_001;
    static final long OTHER = 1_002;
    final ScriptedVenue venue = new ScriptedVenue();
    final Exchange exchange;
    final List<AccountUpdate> updates = new ArrayList<>();

    ExchangeFixture() {
        this(Environment.MAINNET, 0);
    }

    ExchangeFixture(Environment environment, long delayMillis) {
        exchange = new Exchange(venue, new Exchange.Settings(1, environment, delayMillis), START);
        Map<String, BigDecimal> money = Map.of("USDT", new BigDecimal(10_000), "BTC", BigDecimal.ONE);
        exchange.openAccount(UID, FeeRates.STANDARD, money);
        exchange.openAccount(OTHER, FeeRates.STANDARD, money);
        venue.book(new double[][]{{49_999.9, 1}, {49_999, 2}, {49_990, 10}},
                new double[][]{{50_000, 1}, {50_001, 2}, {50_010, 10}});
    }

    Listing linear() {
        return venue.find(Category.LINEAR, "BTCUSDT").orElseThrow();
    }

    Listing spot() {
        return venue.find(Category.SPOT, "BTCUSDT").orElseThrow();
    }

    /// Places an order written like a request, without quotes around names and words: `side:Buy,qty:0.1`. A futures
    /// limit order of BTCUSDT unless it says otherwise.
    SimOrder place(String request) throws ApiException {
        return place(UID, request);
    }

    SimOrder place(long uid, String request) throws ApiException {
        ObjectNode body = Json.object().put("category", "linear").put("symbol", "BTCUSDT").put("orderType", "Limit");
        for (String member : List.of(request.split(",", -1))) {
            body.put(member.substring(0, member.indexOf(':')).strip(), member.substring(member.indexOf(':') + 1));
        }
        OrderTerms terms = new OrderReader(venue).terms(new QueryParameters(name -> body.path(name).asText(null)),
                exchange.nowMillis());
        return exchange.place(uid, terms);
    }

    /// Places an order, lets it be matched and returns what became of it.
    SimOrder settled(String request) throws ApiException {
        return settled(UID, request);
    }

    SimOrder settled(long uid, String request) throws ApiException {
        SimOrder order = place(uid, request);
        pass(Duration.ZERO);
        return find(uid, order.id());
    }

    /// The order as it is now.
    SimOrder find(SimOrder order) {
        return find(order.uid(), order.id());
    }

    private SimOrder find(long uid, String id) {
        List<SimOrder> all = new ArrayList<>(exchange.reads().openOrders(uid));
        all.addAll(exchange.reads().recentOrders(uid));
        return all.stream().filter(order -> order.id().equals(id)).findFirst().orElseThrow();
    }

    /// Lets time pass.
    void pass(Duration time) {
        exchange.advance(exchange.nowMillis() + time.toMillis());
        updates.addAll(exchange.takeUpdates());
    }

    PositionState position() {
        return position(UID);
    }

    PositionState position(long uid) {
        return exchange.reads().positions(uid, linear()).getFirst();
    }

    BigDecimal balance(String coin) {
        return exchange.reads().wallet(UID).coins().stream().filter(c -> c.name().equals(coin)).findFirst()
                .map(WalletState.Coin::balance).orElse(BigDecimal.ZERO);
    }

    BigDecimal locked(String coin) {
        return exchange.reads().wallet(UID).coins().stream().filter(c -> c.name().equals(coin)).findFirst()
                .map(WalletState.Coin::locked).orElse(BigDecimal.ZERO);
    }

    List<Execution> executions() {
        return exchange.reads().executions(UID);
    }

    static OrderRef ref(SimOrder order) {
        return new OrderRef(order.listing().id().category(), Optional.of(order.id()), Optional.empty());
    }

    /// The code that a call is refused with.
    static int codeOf(Refusable call) {
        try {
            call.run();
            return 0;
        } catch (ApiException e) {
            return e.code();
        }
    }

    /// A call that the exchange may refuse.
    @FunctionalInterface
    interface Refusable {
        void run() throws ApiException;
    }
}
