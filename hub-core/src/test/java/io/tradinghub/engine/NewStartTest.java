package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.AbsenceProof;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.ledger.LedgerSnapshot.OpenOrder;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExchangeOrderId;
import io.tradinghub.order.LedgerEntry.RiskEvent;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Side;
import io.tradinghub.order.StartMark;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.risk.RiskRule;
import io.tradinghub.testing.FoundLedger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What a start takes over from the ledger: open orders, the rate of entries, the limits that were hit.
final class NewStartTest {

    private static OrderRequest left(int number) {
        return new OrderRequest(
                ClientOrderId.of(Bench.BOT, StartMark.of(Bench.START.minusSeconds(60), 7), number), PERP, Side.BUY,
                new BigDecimal("0.05"), new Terms.Market(), Effect.ANY, Bench.START);
    }

    private static LedgerSnapshot found(List<OpenOrder> open, List<Instant> entries, List<RiskEvent> trips) {
        return new FoundLedger().openOrders(open).entryTimes(entries).trips(trips).snapshot();
    }

    private static void absent(EngineAlone alone, OrderRequest order) {
        alone.hear(new ExchangeEvent.NoSuchOrder(order.id(), AbsenceProof.full(alone.now().steadyMillis())));
    }

    @ParameterizedTest
    @EnumSource(OrderStatus.class)
    void anOpenOrderIsAskedAboutAtOnceAndIsAbsentOnlyIfTheExchangeNeverHadIt(OrderStatus status) {
        OrderRequest order = left(1);
        EngineAlone alone = new EngineAlone(
                found(List.of(new OpenOrder(order, status, BigDecimal.ZERO)), List.of(), List.of()), PERP);
        assertThat(alone.commands).contains(new EngineCommand.LookUp(PERP, order.id(), alone.now().steadyMillis()));
        alone.pass(Duration.ofMillis(9_999));
        absent(alone, order);
        alone.pass(Duration.ofSeconds(2));
        absent(alone, order);
        assertThat(alone.engine.isEntering()).as("its request may have arrived until 10 s after the start").isTrue();
        alone.pass(Duration.ofSeconds(2));
        absent(alone, order);

        boolean wasAtTheExchange = switch (status) {
            case PENDING, UNKNOWN, REJECTED -> false;
            case ACCEPTED, PARTIALLY_FILLED, FILLED, CANCELLED -> true;
        };
        assertThat(alone.engine.isEntering()).isEqualTo(wasAtTheExchange);
    }

    @Test
    void entriesOfBeforeTheStartCountForTheRate() {
        int most = RiskLimits.DEFAULTS.maxOrdersPerMinute();
        EngineAlone alone = new EngineAlone(found(List.of(),
                Collections.nCopies(most, Bench.START.minusSeconds(30)), List.of()), PERP);
        assertThat(secondsToFirstEntry(alone)).isEqualTo(30);
    }

    @Test
    void anEntryOfTheFutureCountsAsOneOfNow() {
        int most = RiskLimits.DEFAULTS.maxOrdersPerMinute();
        EngineAlone alone = new EngineAlone(found(List.of(),
                Collections.nCopies(most, Bench.START.plusSeconds(3_600)), List.of()), PERP);
        assertThat(secondsToFirstEntry(alone)).isEqualTo(60);
    }

    private static int secondsToFirstEntry(EngineAlone alone) {
        alone.connect();
        alone.bot.wish(Target.now(PERP, 0.05));
        for (int second = 11; second < 100; second++) {
            alone.quote(PERP, 50_000);
            if (!alone.placed().isEmpty()) {
                return second;
            }
            alone.pass(Duration.ofSeconds(1));
        }
        return Integer.MAX_VALUE;
    }

    @ParameterizedTest
    @CsvSource({"DAILY_LOSS,350,true", "DAILY_LOSS,,false", "DRAWDOWN,0.9,true", "HALTED,1000,false"})
    void aLimitThatWasHitTodayStaysHit(RiskRule rule, @Nullable BigDecimal by, boolean isHit) {
        BigDecimal value = rule == RiskRule.DAILY_LOSS && by != null
                ? RiskLimits.DEFAULTS.maxDailyLoss().add(BigDecimal.ONE)
                : by;
        EngineAlone alone = new EngineAlone(found(List.of(), List.of(), List.of(
                new RiskEvent("k", Bench.START, rule, "hit", Optional.ofNullable(value)))), PERP);

        assertThat(alone.engine.tripped()).isEqualTo(isHit ? Optional.of(rule) : Optional.empty());
    }

    @Test
    void twoOrdersAreAskedAboutTheEarlierOfTheirTimes() {
        OrderRequest first = left(1);
        OrderRequest second = left(2);
        EngineAlone alone = new EngineAlone(found(List.of(new OpenOrder(first, OrderStatus.UNKNOWN, BigDecimal.ZERO),
                new OpenOrder(second, OrderStatus.UNKNOWN, BigDecimal.ZERO)), List.of(), List.of()), PERP);
        alone.commands.clear();
        alone.pass(Duration.ofMillis(1_900));
        alone.hear(new ExchangeEvent.Answered(first.id(), new ExchangeEvent.Answer.Received(
                new ExchangeOrderId("x"), alone.now().wall())));
        alone.pass(Duration.ofMillis(100));

        assertThat(alone.commands).contains(new EngineCommand.LookUp(PERP, second.id(), alone.now().steadyMillis()));
    }

    @Test
    void anOrderInAnInstrumentThatIsTradedNoLongerIsLookedAfterToo() {
        OrderRequest order = new OrderRequest(left(1).id(), SPOT, Side.SELL, BigDecimal.ONE,
                new Terms.Limit(new BigDecimal("51000"), OrderRequest.TimeInForce.GTC), Effect.REDUCE_ONLY,
                Bench.START);
        EngineAlone alone = new EngineAlone(
                found(List.of(new OpenOrder(order, OrderStatus.ACCEPTED, BigDecimal.ZERO)), List.of(), List.of()),
                PERP);

        assertThat(alone.commands).contains(new EngineCommand.Cancel(SPOT, order.id()));
        assertThat(alone.engine.isEntering()).isFalse();
        assertThat(alone.engine.isFlat()).isFalse();
    }
}
