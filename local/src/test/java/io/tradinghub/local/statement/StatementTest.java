package io.tradinghub.local.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

import io.tradinghub.local.statement.Statement.Order;
import io.tradinghub.local.statement.Statement.State;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What is found to differ between exchange and ledger, on either side.
final class StatementTest {
    private static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    private static final InstrumentId SPOT = InstrumentId.spot("BTCUSDT");

    private static Booking booking(String quantity, String price, String fee, String coin, String order) {
        return new Booking(SPOT, Side.BUY, new BigDecimal(quantity), new BigDecimal(price), new BigDecimal(fee), coin,
                order);
    }

    private static Statement statement(Booking booking) {
        return new Statement(Map.of("e1", booking), Map.of("f1", new BigDecimal("-0.5")),
                Map.of(PERP, BigDecimal.ONE), Map.of("o1", order(State.ENDED, "1")));
    }

    private static Order order(State state, String filled) {
        return new Order(state, new BigDecimal(filled), 0);
    }

    private static Statement orders(Map<String, Order> orders) {
        return new Statement(Map.of(), Map.of(), Map.of(), orders);
    }

    private final Statement agreed = statement(booking("0.10", "50000", "0.00010", "BTC", "o1"));

    @Test
    void zerosBehindThePointAreNoDifference() {
        assertThat(agreed.differencesTo(statement(booking("0.1", "50000.0", "0.0001", "BTC", "o1")))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0.11,50000,0.0001,BTC,o1", "0.1,50000.01,0.0001,BTC,o1", "0.1,50000,0.00010001,BTC,o1",
            "0.1,50000,0.0001,USDT,o1", "0.1,50000,0.0001,BTC,STOP"})
    void everyDetailOfAnExecutionCounts(String quantity, String price, String fee, String coin, String order) {
        assertThat(agreed.differencesTo(statement(booking(quantity, price, fee, coin, order)))).singleElement()
                .asString().startsWith("execution e1: the exchange has Booking[");
    }

    @Test
    void whatOnlyOneSideHasIsFoundOnBoth() {
        Statement empty = orders(Map.of());
        assertThat(agreed.differencesTo(empty)).hasSize(4).contains(
                "funding f1: the exchange has -0.5, the ledger null",
                "position in linear:BTCUSDT: the exchange has 1, the ledger null",
                "order o1 is at the exchange, the ledger does not know it");
        assertThat(empty.differencesTo(agreed)).as("an ended order may be forgotten").hasSize(3)
                .contains("funding f1: the exchange has null, the ledger -0.5");
    }

    @Test
    void anOrderIsComparedByItsStateAndWhatIsFilled() {
        Statement said = orders(Map.of("o1", order(State.OPEN, "1")));
        assertThat(said.differencesTo(orders(Map.of("o1", order(State.OPEN, "1.0"))))).isEmpty();
        assertThat(said.differencesTo(orders(Map.of("o1", order(State.ENDED, "1"))))).hasSize(1);
        assertThat(said.differencesTo(orders(Map.of("o1", order(State.OPEN, "0.9"))))).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void anOrderThatTheExchangeNeverHadMustHaveEnded(State state) {
        assertThat(orders(Map.of()).differencesTo(orders(Map.of("o1", order(state, "0")))))
                .hasSize(state == State.ENDED ? 0 : 1);
    }

    @Test
    void whatIsHeldIsWhatIsNotZero() {
        Map<InstrumentId, BigDecimal> quantities = new HashMap<>();
        quantities.put(PERP, new BigDecimal("-0.10"));
        quantities.put(SPOT, new BigDecimal("0.000"));
        assertThat(Statement.held(quantities)).isEqualTo(Map.of(PERP, new BigDecimal("-0.1")));
    }

    @Test
    void aFeeInTheCoinThatIsTradedComesOutOfThePosition() {
        assertThat(booking("0.1", "50000", "0.0001", "BTC", "o1").change()).isEqualByComparingTo("0.0999");
        assertThat(booking("0.1", "50000", "5", "USDT", "o1").change()).isEqualByComparingTo("0.1");
    }
}
