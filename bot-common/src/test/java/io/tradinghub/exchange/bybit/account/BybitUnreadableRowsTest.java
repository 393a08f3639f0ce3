package io.tradinghub.exchange.bybit.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.exchange.AccountState;
import io.tradinghub.exchange.AccountState.LiveOrder;
import io.tradinghub.exchange.Exchange;
import io.tradinghub.exchange.ExchangeEvent.AccountSeen;
import io.tradinghub.exchange.ExchangeEvent.LinkChanged;
import io.tradinghub.exchange.ExchangeEvent.LinkState;
import io.tradinghub.exchange.ExchangeEvent.OrderSeen;
import io.tradinghub.exchange.ExchangeEvent.RowsUnread;
import io.tradinghub.exchange.UnreadRow;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.Side;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Rows of the account that cannot be read, or not as usual.
class BybitUnreadableRowsTest extends BybitUnderTest {
    /// The first resync tells the account and of a row that cannot be read, the second is done. Returns the row.
    private UnreadRow oneResyncIsNotDone() {
        Exchange exchange = connect();
        exchange.resync(NOW.minusSeconds(60));
        RowsUnread unread = await(RowsUnread.class);
        assertThat(unread.at()).isEqualTo(NOW);
        assertThat(all(LinkChanged.class)).extracting(LinkChanged::state).doesNotContain(LinkState.RESYNCED);
        exchange.resync(NOW.minusSeconds(30));
        awaitTold(event -> event instanceof LinkChanged(LinkState state, Instant _) && state == LinkState.RESYNCED);
        assertThat(all(AccountSeen.class)).hasSize(2);
        UnreadRow row = unread.rows().getFirst();
        assertThat(row.text()).contains("cannot be read").doesNotContain("\"", "\\");
        assertThat(unread.rows()).containsExactly(row);
        return row;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "side":"Buy"                             | "side":"?"           | |
            "bot-0abc12xyz-1"                        | ""                  | "BTCUSDT" | "BTCXYZ"
            "bot-0abc12xyz-1"                        | ""                  | "BTCUSDT" | "btcusdt"
            "execQty":"0.01"                         | "execQty":""         | |
            "execId":"e-1"                           | "execId":""          | |
            "orderLinkId":"bot-0abc12xyz-1",         | ``                   | |
            """)
    void anExecutionThatCannotBeReadIsNotLeftOutAndHoldsNoOtherUp(String text, String bad, @Nullable String andText,
            @Nullable String andBad) {
        String row = execution("e-1", NOW, 1).replace(text, bad);
        bybit.answer(EXECUTIONS, ScriptedBybit.page("",
                andText == null || andBad == null ? row : row.replace(andText, andBad), execution("e-2", NOW, 2)));
        UnreadRow unread = oneResyncIsNotDone();
        assertThat(executed()).containsExactly("e-2");
        assertThat(unread.kind()).isEqualTo(UnreadRow.Kind.EXECUTION);
        assertThat(unread.id()).contains(bad.contains("execId") ? "execId:" : "e-1");
    }

    @ParameterizedTest
    @CsvSource({"BTCBRZ,BRZ,true", "USDTBRL,USDT,true", "USDTBRL,BRL,true", "BTC-27DEC24,,false",
            "BTCUSDT-27DEC24,,false"})
    void anExecutionThatAPersonCausedInAnyMarketIsRead(String symbol, @Nullable String feeCoin, boolean isSpot) {
        bybit.answer(EXECUTIONS, isSpot ? ScriptedBybit.page("") : ScriptedBybit.page("", of(symbol, feeCoin)));
        bybit.answer(EXECUTIONS, isSpot ? ScriptedBybit.page("", of(symbol, feeCoin)) : ScriptedBybit.page(""));
        resync(NOW.minusSeconds(60));
        assertThat(executed()).containsExactly("e-1");
    }

    private static String of(String symbol, @Nullable String feeCoin) {
        return execution("e-1", NOW, 1).replace("bot-0abc12xyz-1", "").replace("\"BTCUSDT\"",
                "\"%s\",\"feeCurrency\":\"%s\"".formatted(symbol, feeCoin == null ? "" : feeCoin));
    }

    @Test
    void anOrderOfOthersThatCannotBeReadIsStillThereAndHoldsNothingUp() {
        bybit.answer(REALTIME, ScriptedBybit.page("", order("", "SomethingNew", "0"),
                order("", "New", "").replace("o-1", "o-2").replace("BTCUSDT", "btcusdt"),
                order("web-1", "New", "").replace("o-1", "o-3"), order(ID.value(), "New", "0").replace("o-1", "o-4")));
        resync(NOW.minusSeconds(60));
        assertThat(await(AccountSeen.class).account().openOrders()).containsExactly(
                live(Optional.empty()), live(Optional.empty()), live(Optional.of(ID)));
        assertThat(all(OrderSeen.class)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "orderStatus":"New"               | "orderStatus":"SomethingNew"
            "qty":"0.050"                     | "qty":""
            "qty":"0.050"                     | "qty":"0"
            "cumExecQty":"0"                  | "cumExecQty":""
            "BTCUSDT"                         | "btcusdt"
            "orderLinkId":"bot-0abc12xyz-1",  | ``
            """)
    void anOrderThatMayBeTheBotsAndCannotBeReadHoldsTheResyncUp(String text, String bad) {
        bybit.answer(REALTIME, ScriptedBybit.page("", order(ID.value(), "New", "0").replace(text, bad)));
        UnreadRow unread = oneResyncIsNotDone();
        assertThat(all(OrderSeen.class)).isEmpty();
        assertThat(unread.kind()).isEqualTo(UnreadRow.Kind.ORDER);
        assertThat(unread.instrument()).isEqualTo(bad.contains("btcusdt") ? Optional.empty() : Optional.of(PERP));
    }

    private static LiveOrder live(Optional<ClientOrderId> id) {
        return new LiveOrder(PERP, id, false, Side.BUY, new BigDecimal("0.05"), Effect.ANY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "size":"1"         | "size":""
            "size":"1"         | "size":"many"
            "side":"Buy"       | "side":"None"
            "BTCUSDT"          | "btcusdt"
            """)
    void aPositionThatCannotBeReadIsToldAsSuchAndHoldsNoOtherUp(String text, String bad) {
        String position = """
                {"symbol":"BTCUSDT","side":"Buy","size":"1","stopLoss":"","liqPrice":"","positionIdx":0,"seq":5}""";
        bybit.answer(POSITIONS, ScriptedBybit.page("", position.replace(text, bad),
                position.replace("BTCUSDT", "ETHUSDT")));
        UnreadRow unread = oneResyncIsNotDone();
        boolean isNameless = bad.contains("btcusdt");
        assertThat(unread.kind()).isEqualTo(UnreadRow.Kind.POSITION);
        assertThat(unread.id()).isEqualTo("position linear:" + (isNameless ? "btcusdt" : "BTCUSDT"));
        assertThat(unread.instrument()).isEqualTo(isNameless ? Optional.empty() : Optional.of(PERP));
        AccountState account = await(AccountSeen.class).account();
        assertThat(account.positions()).isEqualTo(Map.of(InstrumentId.linear("ETHUSDT"), BigDecimal.ONE));
        assertThat(account.tellsPosition(PERP)).isFalse();
        assertThat(account.tellsPosition(InstrumentId.linear("XRPUSDT"))).isEqualTo(!isNameless);
        assertThat(all(AccountSeen.class).getLast().account().tellsPosition(PERP)).as("listed no more").isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `{"coin":[{"coin":"BTC","walletBalance":"","locked":"0"}]}` | coin BTC
            `{"coin":[{"walletBalance":"1","locked":"0"}]}`             | `coin `
            `{"coin":null}`                                             | `coin `
            ``                                                          | `coin `
            """)
    void aCoinThatCannotBeReadIsToldAsSuch(String wallet, String id) {
        bybit.answer(WALLET, ScriptedBybit.page("", wallet));
        UnreadRow unread = oneResyncIsNotDone();
        assertThat(unread.kind()).isEqualTo(UnreadRow.Kind.COIN);
        assertThat(unread.id()).isEqualTo(id);
        AccountState account = await(AccountSeen.class).account();
        assertThat(account.tellsCoin("BTC")).isFalse();
        assertThat(account.tellsCoin("ETH")).isEqualTo(id.equals("coin BTC"));
    }

    @Test
    void anEndedOrderThatCannotBeReadIsToldByTheNextResyncUntilItCan() {
        Exchange exchange = connect();
        bybit.answer(HISTORY, ScriptedBybit.page("", order(ID.value(), "SomethingNew", "0")));
        exchange.lookUp(PERP, ID, 7);
        awaitIdle();
        assertThat(all(OrderSeen.class)).isEmpty();
        exchange.resync(NOW.minusSeconds(60));
        UnreadRow row = await(RowsUnread.class).rows().getFirst();
        assertThat(row.order()).contains(ID);
        assertThat(row.id()).isEqualTo("order " + ID);
        assertThat(row.text()).contains("SomethingNew");

        bybit.answer(HISTORY, ScriptedBybit.page("", order(ID.value(), "Cancelled", "0")));
        exchange.lookUp(PERP, ID, 8);
        await(OrderSeen.class);
        exchange.resync(NOW.minusSeconds(30));
        awaitTold(event -> event instanceof LinkChanged(LinkState state, Instant _) && state == LinkState.RESYNCED);
    }

    @Test
    void anOrderThatIsLiveAndWasLookedForIsToldOnce() {
        Exchange exchange = connect();
        bybit.answer(REALTIME, ScriptedBybit.page("", order(ID.value(), "SomethingNew", "0")));
        exchange.lookUp(PERP, ID, 7);
        awaitIdle();
        bybit.answer(REALTIME, ScriptedBybit.page("", order(ID.value(), "SomethingNew", "0")));
        exchange.resync(NOW.minusSeconds(60));
        assertThat(await(RowsUnread.class).rows()).singleElement().satisfies(
                row -> assertThat(row.id()).isEqualTo("order " + ID));
    }

    @Test
    void theTwoSidesOfHedgeModeAddUpAndTellNoStop() {
        String side = """
                {"symbol":"BTCUSDT","side":"%s","size":"%s","stopLoss":"49000","liqPrice":"","positionIdx":%d,"seq":5}""";
        bybit.answer(POSITIONS, ScriptedBybit.page("", side.formatted("Buy", "3", 1), side.formatted("Sell", "1", 2)));
        resync(NOW.minusSeconds(60));
        AccountState account = await(AccountSeen.class).account();
        assertThat(account.positions()).isEqualTo(Map.of(PERP, new BigDecimal("2")));
        assertThat(account.stops()).isEmpty();
    }
}
