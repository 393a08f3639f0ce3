package io.tradinghub.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.tradinghub.exchange.ExchangeEvent.Answer;
import io.tradinghub.exchange.ExchangeEvent.Executed;
import io.tradinghub.exchange.ExchangeEvent.NoSuchOrder;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.TimeInForce;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Side;
import org.junit.jupiter.api.Test;

/// What every [Exchange] promises even where requests, answers and events are late, lost or come twice, to a caller who
/// asks until told.
public abstract class ExchangeFaultContract extends ExchangeUnderTest {
    private long attempt;

    /// Finds out what became of an order: it was found, or a look-up that was sent when it could no longer arrive
    /// proves that it is absent.
    private void learnFateOf(OrderRequest request) {
        askUntil(() -> seen(request).isPresent() || isProvenAbsent(request), () -> lookUp(request));
    }

    private void lookUp(OrderRequest request) {
        attempt++;
        exchange().lookUp(request.instrument(), request.id(), attempt);
    }

    private boolean isProvenAbsent(OrderRequest request) {
        return all(NoSuchOrder.class).stream()
                .anyMatch(event -> event.id().equals(request.id()) && event.proof().isFull());
    }

    /// Places an order of this side that may take all it wants, and learns what became of it.
    private OrderRequest trade(OrderRequest request) {
        quote("50000", "50000.1", 10);
        place(request);
        learnFateOf(request);
        return request;
    }

    /// Holds exactly this much, however many orders it takes.
    private void hold(String quantity) {
        BigDecimal wanted = new BigDecimal(quantity);
        askUntil(() -> resync().positions().getOrDefault(PERP, BigDecimal.ZERO).compareTo(wanted) == 0,
                () -> trade(market(Side.BUY, quantity)));
    }

    @Test
    void anOrderIsFoundOrItsAbsenceIsProvenAndAnAbsentOneNeverTrades() {
        List<OrderRequest> orders = List.of(trade(market(Side.BUY, "0.01")), trade(market(Side.SELL, "0.02")),
                trade(market(Side.BUY, "0.03")), trade(market(Side.SELL, "0.02")), trade(market(Side.BUY, "0.01")),
                trade(market(Side.SELL, "0.01")));
        quote("50000", "50000.1", 10);
        resync();
        assertThat(orders).allSatisfy(order -> {
            if (seen(order).isPresent()) {
                assertThat(executed(order)).isEqualByComparingTo(report(order).cumulativeQuantity());
            } else {
                assertThat(executed(order)).isZero();
            }
        });
    }

    @Test
    void anAbsenceNamesTheAttemptThatItAnswers() {
        OrderRequest neverPlaced = market(Side.BUY, "0.01");
        learnFateOf(neverPlaced);
        assertThat(seen(neverPlaced)).isEmpty();
        assertThat(all(NoSuchOrder.class)).isNotEmpty()
                .allSatisfy(event -> assertThat(event.proof().attempt()).isBetween(1L, attempt));
    }

    @Test
    void anExecutionIsTheSameEachTimeItIsTold() {
        for (String quantity : List.of("0.01", "0.02", "0.01")) {
            trade(market(Side.BUY, quantity));
            resync();
        }
        Map<Object, Set<Fill>> byId = all(Executed.class).stream().map(Executed::fill)
                .collect(Collectors.groupingBy(Fill::executionId, Collectors.toSet()));
        assertThat(byId.values()).allSatisfy(tellings -> assertThat(tellings).hasSize(1));
    }

    @Test
    void anIdTradesOnceHoweverOftenItIsPlaced() {
        OrderRequest order = market(Side.BUY, "0.01");
        for (int time = 0; time < 5; time++) {
            quote("50000", "50000.1", 10);
            place(order);
        }
        learnFateOf(order);
        AccountState account = resync();
        assertThat(executed(order)).isEqualByComparingTo("0.01");
        assertThat(account.positions().get(PERP)).isEqualByComparingTo("0.01");
    }

    @Test
    void anOrderThatWasRefusedNeverTrades() {
        for (int time = 0; time < 10; time++) {
            trade(market(time % 2 == 0 ? Side.BUY : Side.SELL, "0.01"));
        }
        trade(market(Side.BUY, "0.0105"));
        resync();
        Set<Object> refused = all(ExchangeEvent.Answered.class).stream()
                .filter(event -> event.answer() instanceof Answer.Refused).map(ExchangeEvent.Answered::id)
                .collect(Collectors.toSet());
        assertThat(executions()).noneMatch(fill -> refused.contains(fill.orderId().orElseThrow()));
    }

    @Test
    void reducingOrdersNeverTurnThePosition() {
        hold("0.02");
        for (int time = 0; time < 4; time++) {
            trade(exit(Side.SELL, "0.015"));
        }
        assertThat(resync().positions().getOrDefault(PERP, BigDecimal.ZERO).signum()).isNotNegative();
        assertThat(held(PERP).signum()).isNotNegative();
    }

    @Test
    void theAccountHoldsWhatTheExecutionsAddUpTo() {
        for (String quantity : List.of("0.01", "0.02", "0.03", "0.04")) {
            trade(market(Side.BUY, quantity));
            trade(market(Side.SELL, "0.015"));
        }
        assertThat(resync().positions().getOrDefault(PERP, BigDecimal.ZERO)).isEqualByComparingTo(held(PERP));
    }

    @Test
    void aCancelledOrderTradesNoMoreAfterItsEnd() {
        OrderRequest order = trade(limit(Side.BUY, "0.05", "49000", TimeInForce.GTC));
        for (int time = 0; time < 10 && seen(order).isEmpty(); time++) {
            order = trade(limit(Side.BUY, "0.05", "49000", TimeInForce.GTC));
        }
        OrderRequest resting = order;
        marketMovesTo("48990", "48999", 0.02);
        askUntil(() -> hasEnded(resting), () -> {
            exchange().cancel(PERP, resting.id());
            lookUp(resting);
        });
        marketMovesTo("48980", "48989", 10);
        resync();
        assertThat(report(resting).status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(executed(resting)).isEqualByComparingTo("0.02")
                .isEqualByComparingTo(report(resting).cumulativeQuantity());
    }
}
