package io.tradinghub.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

import io.tradinghub.engine.WorkingOrder.Closed;
import io.tradinghub.engine.WorkingOrder.Open;
import io.tradinghub.engine.WorkingOrder.Settling;
import io.tradinghub.engine.WorkingOrder.Stage;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What one order becomes by what is heard of it.
final class WorkingOrderTest {
    private static final OrderRequest BUY = new OrderRequest(new ClientOrderId("a"), Bench.PERP, Side.BUY,
            BigDecimal.ONE, new OrderRequest.Terms.Market(), OrderRequest.Effect.ANY, Bench.START);

    private static OrderReport report(OrderStatus status, String filled, long atMillis) {
        return new OrderReport(BUY.id(), status, Optional.empty(), new BigDecimal(filled), Optional.empty(),
                Instant.ofEpochMilli(atMillis));
    }

    private static Open sent() {
        return Open.sent(BUY, 100, 200);
    }

    @ParameterizedTest
    @CsvSource({"PENDING", "UNKNOWN"})
    void aReportThatKnowsNothingChangesNothing(OrderStatus status) {
        Open order = sent();
        assertThat(order.afterReport(report(status, "0", 1), 110)).isSameAs(order);
    }

    @ParameterizedTest
    @CsvSource({"49,0.5,false", "50,0.4,false", "50,0.5,true", "51,0.6,true"})
    void aReportIsNewsUnlessItIsOlderOrTellsOfLessFilled(long atMillis, String filled, boolean isNews) {
        WorkingOrder order = sent().afterReport(report(OrderStatus.PARTIALLY_FILLED, "0.5", 50), 110);
        WorkingOrder next = order.afterReport(report(OrderStatus.CANCELLED, filled, atMillis), 120);

        assertThat(next instanceof Settling).isEqualTo(isNews);
        assertThat(next == order).isEqualTo(!isNews);
    }

    @Test
    void anEndThatTellsOfLessThanWasExecutedIsOfBeforeAndEndsNothing() {
        WorkingOrder order = sent().afterFill(new BigDecimal("0.5"), 110);

        assertThat(order.afterReport(report(OrderStatus.CANCELLED, "0.4", 50), 120)).isSameAs(order);
        assertThat(order.afterReport(report(OrderStatus.CANCELLED, "0.5", 50), 120))
                .isEqualTo(new Closed(BUY, new BigDecimal("0.5"), 120));
    }

    @Test
    void executionsThatAreBookedBeforeTheReportOfLessLeaveTheHigherCountSeen() {
        WorkingOrder order = sent().afterReport(report(OrderStatus.PARTIALLY_FILLED, "0.7", 50), 110)
                .afterFill(new BigDecimal("0.2"), 120);

        assertThat(order.afterReport(report(OrderStatus.CANCELLED, "0.6", 60), 130)).isSameAs(order);
    }

    @ParameterizedTest
    @CsvSource({"0.999,false", "1,true", "1.001,true"})
    void anOrderThatIsFilledAsAWholeIsDone(String filled, boolean isDone) {
        WorkingOrder next = sent().afterFill(new BigDecimal(filled), 110);

        assertThat(next instanceof Closed).isEqualTo(isDone);
        assertThat(next.filled()).isEqualByComparingTo(filled);
    }

    @Test
    void whatIsKnownOfAnOrderOnlyGrows() {
        Open received = sent().acknowledged(110);
        assertThat(received.stage()).isEqualTo(Stage.ACKNOWLEDGED);
        assertThat(received.unknown(120, 900)).isSameAs(received);
        assertThat(received.acknowledged(120)).isSameAs(received);
        WorkingOrder live = received.afterReport(report(OrderStatus.ACCEPTED, "0", 50), 130);
        assertThat(live).isInstanceOfSatisfying(Open.class, open -> {
            assertThat(open.stage()).isEqualTo(Stage.LIVE);
            assertThat(open.acknowledged(140)).isSameAs(open);
            assertThat(open.unknown(140, 900)).isSameAs(open);
        });
    }

    @Test
    void anOrderIsSilentSinceItLastChangedItsStage() {
        Open unknown = sent().unknown(110, 200);
        assertThat(unknown.sinceMillis()).isEqualTo(110);
        assertThat(unknown.unknown(120, 200).sinceMillis()).isEqualTo(110);
        WorkingOrder live = unknown.afterReport(report(OrderStatus.ACCEPTED, "0", 50), 130);
        assertThat(live.sinceMillis()).isEqualTo(130);
        assertThat(live.afterReport(report(OrderStatus.ACCEPTED, "0", 50), 140).sinceMillis()).isEqualTo(130);
        assertThat(live.afterFill(new BigDecimal("0.1"), 150).sinceMillis()).isEqualTo(130);
        assertThat(unknown.afterFill(new BigDecimal("0.1"), 160).sinceMillis()).isEqualTo(160);
    }

    @ParameterizedTest
    @CsvSource({"150,200", "250,250"})
    void aRequestMayArriveUntilTheLaterOfTheMomentsNamed(long named, long lastArrival) {
        assertThat(sent().unknown(110, named).lastArrivalMillis()).isEqualTo(lastArrival);
    }

    @Test
    void anOrderThatEndedWaitsForTheExecutionsThatItsEndToldOf() {
        WorkingOrder settling = sent().afterFill(new BigDecimal("0.1"), 110)
                .afterReport(report(OrderStatus.CANCELLED, "0.4", 50), 120);
        assertThat(settling.sinceMillis()).isEqualTo(120);
        assertThat(settling.afterReport(report(OrderStatus.ACCEPTED, "0.4", 60), 130)).isSameAs(settling);
        WorkingOrder later = settling.afterFill(new BigDecimal("0.2"), 130);
        assertThat(later).isInstanceOf(Settling.class);
        assertThat(later.sinceMillis()).as("waited for since the end").isEqualTo(120);
        assertThat(later.afterFill(new BigDecimal("0.1"), 140))
                .isEqualTo(new Closed(BUY, new BigDecimal("0.4"), 140));
    }

    @Test
    void anExecutionThatIsOverdueStaysSoWhenAnotherComes() {
        Settling overdue = new Settling(BUY, BigDecimal.ZERO, new BigDecimal("0.4"), WorkingOrder.Lateness.IN_TIME, 10)
                .overdue();

        assertThat(overdue.afterFill(new BigDecimal("0.1"), 20)).isInstanceOfSatisfying(Settling.class,
                settling -> assertThat(settling.isOverdue()).isTrue());
    }
}
