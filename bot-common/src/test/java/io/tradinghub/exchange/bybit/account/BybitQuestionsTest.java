package io.tradinghub.exchange.bybit.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.tradinghub.exchange.AbsenceProof;
import io.tradinghub.exchange.AbsenceProof.Source;
import io.tradinghub.exchange.AccountState;
import io.tradinghub.exchange.AccountState.LiveOrder;
import io.tradinghub.exchange.Exchange;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.AccountSeen;
import io.tradinghub.exchange.ExchangeEvent.Executed;
import io.tradinghub.exchange.ExchangeEvent.LinkChanged;
import io.tradinghub.exchange.ExchangeEvent.LinkState;
import io.tradinghub.exchange.ExchangeEvent.NoSuchOrder;
import io.tradinghub.exchange.ExchangeEvent.OrderSeen;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExchangeOrderId;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Side;
import io.tradinghub.order.StartMark;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Look-ups and resyncs.
class BybitQuestionsTest extends BybitUnderTest {
    private static OrderSeen seen(OrderStatus status, String filled, Optional<String> reason) {
        return new OrderSeen(new OrderReport(ID, status, Optional.of(new ExchangeOrderId("o-1")),
                new BigDecimal(filled), reason, Instant.ofEpochMilli(1737725800000L)), PERP, Side.BUY,
                new BigDecimal("0.05"));
    }

    // ---- look-ups

    @Test
    void aLiveOrderIsToldAfterItsExecutions() {
        bybit.answer(REALTIME, ScriptedBybit.page("", order(ID.value(), "PartiallyFilled", "0.020")));
        bybit.answer(EXECUTIONS, ScriptedBybit.page(CURSOR, execution("e-2", NOW.minusSeconds(1), 2)));
        bybit.answer(EXECUTIONS, ScriptedBybit.page("", execution("e-1", NOW.minusSeconds(2), 1)));
        connect().lookUp(PERP, ID, 7);
        await(OrderSeen.class);
        assertThat(executed()).containsExactly("e-1", "e-2");
        assertThat(told).last().isEqualTo(seen(OrderStatus.PARTIALLY_FILLED, "0.02", Optional.empty()));
        assertThat(bybit.asked(REALTIME)).singleElement()
                .satisfies(asked -> assertThat(asked.query()).containsAllEntriesOf(
                        Map.of("category", "linear", "symbol", "BTCUSDT", "orderLinkId", ID.value())));
        assertThat(bybit.asked(HISTORY)).isEmpty();
        assertThat(bybit.asked(EXECUTIONS).getLast().target()).endsWith("&cursor=" + CURSOR);
    }

    @Test
    void anEndedOrderIsFoundInTheHistory() {
        bybit.answer(HISTORY, ScriptedBybit.page("", order(ID.value(), "Cancelled", "0.00")));
        connect().lookUp(PERP, ID, 7);
        assertThat(await(OrderSeen.class)).isEqualTo(seen(OrderStatus.CANCELLED, "0", Optional.of("CancelByUser")));
        assertThat(all(NoSuchOrder.class)).isEmpty();
    }

    @Test
    void theHistoryIsSearchedBackToTheStartOfTheBot() {
        Instant start = NOW.minus(Duration.ofDays(16));
        ClientOrderId old = new ClientOrderId("bot-" + StartMark.of(start, 1) + "-1");
        Exchange exchange = connect();
        exchange.lookUp(PERP, old, 7);
        await(NoSuchOrder.class);
        assertThat(bybit.asked(HISTORY)).extracting(asked -> asked.query().get("endTime")).containsExactly(null,
                String.valueOf(NOW.minus(Duration.ofDays(7)).toEpochMilli()),
                String.valueOf(NOW.minus(Duration.ofDays(14)).toEpochMilli()));
        assertThat(bybit.asked(HISTORY).getLast().query()).containsEntry("startTime",
                String.valueOf(NOW.minus(Duration.ofDays(21)).toEpochMilli()));
    }

    @Test
    void anOrderThatIsNowhereIsProvenAbsent() {
        connect().lookUp(SPOT, ID, 7);
        assertThat(await(NoSuchOrder.class)).isEqualTo(new NoSuchOrder(ID, AbsenceProof.full(7)));
        assertThat(told).doesNotHaveAnyElementsOfTypes(OrderSeen.class, Executed.class);
    }

    @Test
    void aSourceThatDoesNotAnswerIsNoProof() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            bybit.answer(HISTORY, new MockResponse.Builder().code(502).build());
            bybit.refuse(EXECUTIONS, 10016, "Internal Server Error");
        }
        connect().lookUp(PERP, ID, 7);
        assertThat(await(NoSuchOrder.class))
                .isEqualTo(new NoSuchOrder(ID, new AbsenceProof(7, Set.of(Source.REALTIME))));
    }

    @Test
    void anAnswerWithoutAListIsNoProof() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            bybit.answer(HISTORY, ScriptedBybit.success("{}", ScriptedBybit.NOW));
            bybit.answer(EXECUTIONS, ScriptedBybit.success("{\"list\":null}", ScriptedBybit.NOW));
        }
        connect().lookUp(PERP, ID, 7);
        assertThat(await(NoSuchOrder.class))
                .isEqualTo(new NoSuchOrder(ID, new AbsenceProof(7, Set.of(Source.REALTIME))));
    }

    @Test
    void aQuestionIsAskedAgainWhereThatMayHelp() {
        bybit.answer(REALTIME, new MockResponse.Builder().code(502).build());
        bybit.refuse(REALTIME, 10006, "Too many visits");
        bybit.refuse(REALTIME, 10002, "invalid request, please check your server timestamp");
        bybit.answer(REALTIME, ScriptedBybit.page("", order(ID.value(), "New", "0")));
        bybit.refuse(EXECUTIONS, 10005, "Permission denied");
        connect().lookUp(PERP, ID, 7);
        await(OrderSeen.class);
        assertThat(bybit.asked(REALTIME)).hasSize(ATTEMPTS);
        assertThat(bybit.asked(EXECUTIONS)).hasSize(1);
    }

    @Test
    void aListThatBreaksOffIsNoProof() {
        bybit.answer(REALTIME, ScriptedBybit.page("next", order("bot-0abc12xyz-2", "New", "0")));
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            bybit.answer(REALTIME, new MockResponse.Builder().code(500).build());
        }
        connect().lookUp(PERP, ID, 7);
        assertThat(await(NoSuchOrder.class).proof().answered()).containsExactlyInAnyOrder(Source.HISTORY,
                Source.EXECUTIONS);
    }

    @Test
    void anOrderOfWhichOnlyExecutionsAreKeptIsNotAbsent() {
        Exchange exchange = connect();
        bybit.answer(EXECUTIONS, ScriptedBybit.page("", execution("e-1", NOW.minusSeconds(2), 1)));
        exchange.lookUp(PERP, ID, 7);
        await(Executed.class);
        exchange.lookUp(PERP, new ClientOrderId("bot-0abc12xyz-9"), 8);
        assertThat(await(NoSuchOrder.class).proof().attempt()).isEqualTo(8);
    }

    // ---- resyncs

    @Test
    void everyExecutionSinceIsToldOnceAndInOrderOverAllPages() {
        bybit.answer(EXECUTIONS, ScriptedBybit.page(CURSOR, execution("e-3", NOW.minusSeconds(1), 3),
                execution("e-2", NOW.minusSeconds(2), 2)));
        bybit.answer(EXECUTIONS, ScriptedBybit.page("more", execution("e-2", NOW.minusSeconds(2), 2),
                execution("e-1", NOW.minusSeconds(2), 1)));
        resync(NOW.minusSeconds(60));
        assertThat(executed()).containsExactly("e-1", "e-2", "e-3");
        assertThat(bybit.asked(EXECUTIONS)).hasSize(4);
        assertThat(bybit.asked(EXECUTIONS).getFirst().query())
                .containsEntry("startTime", String.valueOf(NOW.minusSeconds(60).toEpochMilli()))
                .doesNotContainKey("endTime");
        assertThat(bybit.asked(EXECUTIONS).getLast().query()).containsEntry("category", "spot");
    }

    @Test
    void aLongAbsenceIsAskedForInWeeks() {
        Instant since = NOW.minus(Duration.ofDays(16));
        resync(since);
        List<Map<String, String>> ranges = bybit.asked(EXECUTIONS).stream().map(ScriptedBybit.Asked::query)
                .filter(query -> "linear".equals(query.get("category"))).toList();
        assertThat(ranges).extracting(query -> query.get("startTime")).containsExactly(days(16), days(9), days(2));
        assertThat(ranges).extracting(query -> query.get("endTime")).containsExactly(days(9), days(2), null);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 143, 144, 145, 156, 167, 168, 169, 191, 192, 193, 400})
    void everyRangeEndsBeforeNowAndTheLastReachesBeyondIt(int hours) {
        resync(NOW.minus(Duration.ofHours(hours)));
        List<Map<String, String>> ranges = bybit.asked(EXECUTIONS).stream().map(ScriptedBybit.Asked::query)
                .filter(query -> "linear".equals(query.get("category"))).toList();
        Instant from = NOW.minus(Duration.ofHours(hours));
        for (Map<String, String> range : ranges) {
            assertThat(range).containsEntry("startTime", String.valueOf(from.toEpochMilli()));
            assertThat(from).isBefore(NOW);
            String end = range.get("endTime");
            Instant to = end == null ? from.plus(Duration.ofDays(7)) : Instant.ofEpochMilli(Long.parseLong(end));
            assertThat(Duration.between(from, to)).isLessThanOrEqualTo(Duration.ofDays(7));
            assertThat(to.isBefore(NOW)).isEqualTo(end != null);
            from = to;
        }
        assertThat(ranges.getLast()).doesNotContainKey("endTime");
    }

    private static String days(int before) {
        return String.valueOf(NOW.minus(Duration.ofDays(before)).toEpochMilli());
    }

    @Test
    void whatBybitNoLongerKeepsIsNotAskedFor() {
        resync(Instant.EPOCH);
        assertThat(bybit.asked(EXECUTIONS).getFirst().query()).containsEntry("startTime", days(729));
    }

    @Test
    void aMomentToComeIsNow() {
        resync(NOW.plusSeconds(3600));
        assertThat(bybit.asked(EXECUTIONS)).extracting(asked -> asked.query().get("startTime"))
                .containsOnly(String.valueOf(ScriptedBybit.NOW));
    }

    @Test
    void itIsDoneUpToTheFirstAnswerOfTheNewestRange() {
        bybit.answer(EXECUTIONS, ScriptedBybit.success(ScriptedBybit.page("next", execution("e-1", NOW, 1)),
                ScriptedBybit.NOW + 5));
        bybit.answer(EXECUTIONS, ScriptedBybit.success(ScriptedBybit.page(""), ScriptedBybit.NOW + 9));
        bybit.answer(EXECUTIONS, ScriptedBybit.success(ScriptedBybit.page(""), ScriptedBybit.NOW + 12));
        resync(NOW.minusSeconds(60));
        assertThat(told).last().isEqualTo(new LinkChanged(LinkState.RESYNCED, NOW.plusMillis(5)));
    }

    @Test
    void theAccountIsReadWhole() {
        String position = """
                {"symbol":"%s","side":"%s","size":"%s","avgPrice":"3","stopLoss":"%s","liqPrice":"%s","positionIdx":0,"seq":5}""";
        bybit.answer(REALTIME, ScriptedBybit.page("", order(ID.value(), "New", "0"),
                order("", "New", "0").replace("o-1", "o-2").replace("\"side\"", "\"reduceOnly\":true,\"side\"")));
        bybit.answer(REALTIME, ScriptedBybit.page("", order("", "Untriggered", "0").replace("o-1", "o-3")
                .replace("\"stopOrderType\":\"UNKNOWN\"", "\"stopOrderType\":\"StopLoss\"")));
        bybit.answer(POSITIONS,
                ScriptedBybit.page("next", position.formatted("BTCUSDT", "Sell", "0.50", "51000.00", "60500.50"),
                        position.formatted("ETHUSDT", "", "0", "", "")));
        bybit.answer(POSITIONS, ScriptedBybit.page("", position.formatted("XRPUSDT", "Buy", "4", "0.00", "")));
        bybit.answer(WALLET, ScriptedBybit.success("""
                {"list":[{"accountType":"UNIFIED","coin":[{"coin":"BTC","walletBalance":"1.16350244","locked":"0.1"},
                {"coin":"USDT","walletBalance":"1439.61","locked":""}]}]}""", ScriptedBybit.NOW - 3));
        resync(NOW.minusSeconds(60));
        AccountState account = await(AccountSeen.class).account();
        assertThat(account.positions()).isEqualTo(Map.of(PERP, new BigDecimal("-0.5"), InstrumentId.linear("XRPUSDT"),
                new BigDecimal("4")));
        assertThat(account.stops()).isEqualTo(Map.of(PERP, new BigDecimal("51000")));
        assertThat(account.liquidations()).isEqualTo(Map.of(PERP, new BigDecimal("60500.5")));
        BigDecimal quantity = new BigDecimal("0.05");
        assertThat(account.openOrders()).containsExactly(
                new LiveOrder(PERP, Optional.of(ID), false, Side.BUY, quantity, Effect.ANY),
                new LiveOrder(PERP, Optional.empty(), false, Side.BUY, quantity, Effect.REDUCE_ONLY),
                new LiveOrder(PERP, Optional.empty(), true, Side.BUY, quantity, Effect.ANY));
        assertThat(account.freeCoins()).isEqualTo(Map.of("BTC", new BigDecimal("1.06350244"), "USDT",
                new BigDecimal("1439.61")));
        assertThat(account.asOf()).isEqualTo(NOW.minusMillis(3));
        assertThat(all(OrderSeen.class)).extracting(event -> event.report().id()).containsExactly(ID);
        assertThat(bybit.asked(REALTIME)).extracting(asked -> asked.query().get("category") + ' '
                + asked.query().get("settleCoin")).containsExactly("linear USDT", "linear USDC",
                        "spot null", "spot null", "spot null");
        assertThat(bybit.asked(WALLET).getFirst().query()).containsEntry("accountType", "UNIFIED");
    }

    @Test
    void whatCouldNotBeReadInFullIsNotDone() {
        Exchange exchange = connect();
        for (String path : List.of(EXECUTIONS, REALTIME, POSITIONS, WALLET)) {
            bybit.refuse(path, 10005, "Permission denied");
            exchange.resync(NOW.minusSeconds(60));
            awaitIdle();
        }
        exchange.resync(NOW.minusSeconds(30));
        awaitTold(event -> event instanceof LinkChanged(LinkState state, Instant _) && state == LinkState.RESYNCED);
        assertThat(all(LinkChanged.class)).extracting(LinkChanged::state).containsExactly(LinkState.UP,
                LinkState.RESYNCED);
        assertThat(all(AccountSeen.class)).hasSize(1);
    }

    @Test
    void anAccountWithoutItsPositionsIsNotFlat() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            bybit.answer(POSITIONS, ScriptedBybit.success("{}", ScriptedBybit.NOW));
        }
        askedTwice();
    }

    @Test
    void aPageThatComesAgainIsNoEnd() {
        bybit.answer(EXECUTIONS, ScriptedBybit.page(CURSOR, execution("e-1", NOW, 1)));
        bybit.answer(EXECUTIONS, ScriptedBybit.page(CURSOR, execution("e-1", NOW, 1)));
        askedTwice();
        assertThat(bybit.asked(EXECUTIONS)).extracting(asked -> asked.query().get("startTime"))
                .as("ends at the second page")
                .filteredOn(String.valueOf(NOW.minusSeconds(60).toEpochMilli())::equals).hasSize(2);
    }

    @Test
    void conditionalOrdersOfAPersonOnSpotAreListedOnce() {
        bybit.answer(REALTIME, ScriptedBybit.page(""));
        bybit.answer(REALTIME, ScriptedBybit.page(""));
        bybit.answer(REALTIME, ScriptedBybit.page("", order("171", "New", "0")));
        bybit.answer(REALTIME, ScriptedBybit.page("", order("171", "New", "0"),
                order("172", "Untriggered", "0").replace("o-1", "o-2")));
        bybit.answer(REALTIME, ScriptedBybit.page("", order("173", "Untriggered", "0").replace("o-1", "o-3")));
        resync(NOW.minusSeconds(60));
        assertThat(await(AccountSeen.class).account().openOrders())
                .isEqualTo(Collections.nCopies(3, new LiveOrder(SPOT, Optional.empty(), false, Side.BUY,
                        new BigDecimal("0.05"), Effect.ANY)));
        assertThat(bybit.asked(REALTIME)).extracting(asked -> String.valueOf(asked.query().get("orderFilter")))
                .containsExactly("null", "null", "null", "StopOrder", "tpslOrder");
    }

    @Test
    void anIdOfAnotherSymbolOrCategoryIsAnotherExecution() {
        String perpetual = execution("e-1", NOW, 1);
        bybit.answer(EXECUTIONS, ScriptedBybit.page("", perpetual, perpetual.replace("BTCUSDT", "ETHUSDT")));
        bybit.answer(EXECUTIONS, ScriptedBybit.page("", perpetual));
        resync(NOW.minusSeconds(60));
        assertThat(all(Executed.class)).extracting(event -> event.fill().executionId().value())
                .containsExactly("linear:BTCUSDT:e-1", "linear:ETHUSDT:e-1", "spot:BTCUSDT:e-1");
    }

    @Test
    void onlyItsOwnExecutionsAreAnOrders() {
        bybit.answer(EXECUTIONS, ScriptedBybit.page("", execution("e-1", NOW, 1),
                execution("e-2", NOW, 2).replace(ID.value(), "bot-0abc12xyz-2"),
                execution("e-3", NOW, 3).replace(ID.value(), "")));
        Exchange exchange = connect();
        exchange.lookUp(PERP, ID, 7);
        await(Executed.class);
        exchange.lookUp(PERP, new ClientOrderId("bot-0abc12xyz-9"), 8);
        await(NoSuchOrder.class);
        assertThat(executed()).containsExactly("e-1");
    }

    @Test
    void whatIsToldOfAnOrderDoesNotDependOnWhoTellsIt() {
        ExchangeEvent fromTheList = OrderRow.read(PERP, Fixture.row(order(ID.value(), "New", "0.00"))).seen(ID);
        ExchangeEvent fromTheStream = OrderRow.read(PERP, Fixture.row(order(ID.value(), "New", "0")
                .replace("\"stopOrderType\":\"UNKNOWN\"", "\"stopOrderType\":\"\"").replace("0.050", "0.05"))).seen(ID);
        assertThat(fromTheList).isEqualTo(fromTheStream);
    }
}
