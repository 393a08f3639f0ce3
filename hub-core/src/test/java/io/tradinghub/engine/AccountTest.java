package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static io.tradinghub.engine.Executions.own;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Quote;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.LedgerEntry.EquitySnapshot;
import io.tradinghub.order.LedgerEntry.FundingPayment;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Side;
import io.tradinghub.order.StartMark;
import io.tradinghub.position.Position;
import io.tradinghub.testing.FoundLedger;
import org.junit.jupiter.api.Test;

/// What a bot holds and is worth: capital and what was realised, not yet realised, received and paid.
final class AccountTest {
    private static final BigDecimal CAPITAL = new BigDecimal("10000");
    private static final InstrumentId ETH = InstrumentId.linear("ETHUSDT");
    private static final long NOW = Bench.START.toEpochMilli();

    private static LedgerSnapshot ledger(String funding, List<LedgerSnapshot.OpenOrder> open, Position... positions) {
        return new FoundLedger().funding(funding).openOrders(open).positions(positions).snapshot();
    }

    private static InstrumentState state(Account account, InstrumentId id) {
        return Objects.requireNonNull(account.find(id));
    }

    private static void quote(Account account, InstrumentId id, double price, long atMillis) {
        state(account, id).quoted(new Quote(id, price - 1, 1, price + 1, 1, Instant.ofEpochMilli(atMillis)), atMillis);
    }

    /// Long 0.5 at 50,000 of which 0.1 was sold at 51,000 before, short 2 at 1,000; fees 8, funding 7.
    private static Account trading() {
        Account account = new Account(CAPITAL, List.of(PERP, ETH), ledger("3", List.of()));
        state(account, PERP).book(own(PERP, "0.6", "50000", "5", Bench.START));
        state(account, PERP).book(own(PERP, "-0.1", "51000", "1", Bench.START.plusSeconds(60)));
        state(account, ETH).book(own(ETH, "-2", "1000", "2", Bench.START.plusSeconds(90)));
        account.received(new FundingPayment(new ExecutionId("f"), PERP, new BigDecimal("4"), BigDecimal.ONE,
                BigDecimal.ONE, Bench.START));
        quote(account, PERP, 50_400, NOW);
        quote(account, ETH, 990, NOW);
        return account;
    }

    @Test
    void worthIsCapitalAndAllThatWasEarnedLessAllThatWasPaid() {
        assertThat(trading().equity()).isCloseTo(10_000 + 100 + 200 + 20 + 7 - 8, within(1e-9));
    }

    @Test
    void aSnapshotSaysOfWhatTheWorthIsMade() {
        EquitySnapshot snapshot = trading().snapshot(Bench.START.plusSeconds(300));
        assertThat(snapshot.at()).isEqualTo(Bench.START.plusSeconds(300));
        assertThat(snapshot.realisedPnl()).isEqualByComparingTo("100");
        assertThat(snapshot.unrealisedPnl()).isEqualByComparingTo("220");
        assertThat(snapshot.fees()).isEqualByComparingTo("8");
        assertThat(snapshot.funding()).isEqualByComparingTo("7");
        assertThat(snapshot.equity()).isEqualByComparingTo("10319");
    }

    @Test
    void whatIsClosedCountsWithWhatItBroughtAndNothingElse() {
        Account account = trading();
        state(account, ETH).book(own(ETH, "2", "900", "1", Bench.START));
        quote(account, ETH, 5_000, NOW + 1);
        assertThat(account.equity()).isCloseTo(10_000 + 100 + 200 + 200 + 7 - 9, within(1e-9));
        assertThat(account.snapshot(Bench.START).equity()).isEqualByComparingTo("10498");
    }

    @Test
    void aStrategyIsToldWhatItHoldsAndSinceWhen() {
        Account account = trading();
        assertThat(account.position(ETH)).isEqualTo(-2);
        assertThat(account.entryPrice(ETH)).isEqualTo(1_000);
        assertThat(account.openedAtMillis(ETH)).isEqualTo(NOW + 90_000);
        state(account, ETH).book(own(ETH, "2", "900"));
        for (InstrumentId nothing : List.of(ETH, SPOT)) {
            assertThat(account.position(nothing)).isZero();
            assertThat(account.entryPrice(nothing)).isNaN();
            assertThat(account.openedAtMillis(nothing)).isEqualTo(Long.MIN_VALUE);
        }
    }

    @Test
    void aStrategyIsToldTheRulesThatAreKnown() {
        Account account = trading();
        state(account, PERP).publish(Bench.instrument(PERP));
        assertThat(account.rules(PERP)).contains(Bench.instrument(PERP));
        assertThat(account.rules(ETH)).isEmpty();
        assertThat(account.rules(SPOT)).isEmpty();
    }

    @Test
    void worthMeansSomethingWhileEveryOpenPositionHasAFreshPrice() {
        Account account = trading();
        assertThat(account.withoutPrice(NOW + 15_000, 15_000)).isNull();
        quote(account, PERP, 50_400, NOW + 1);
        assertThat(account.withoutPrice(NOW + 15_001, 15_000)).isSameAs(state(account, ETH));
        state(account, ETH).book(own(ETH, "2", "900"));
        assertThat(account.withoutPrice(NOW + 15_001, 15_000)).isNull();
    }

    @Test
    void whatIsNoLongerTradedIsLookedAfterAndCountsAtItsEntryPrice() {
        OrderRequest open = new OrderRequest(ClientOrderId.of(Bench.BOT, StartMark.of(Bench.START, 1), 1), SPOT,
                Side.BUY, BigDecimal.ONE, new Terms.Market(), Effect.ANY, Bench.START);
        Position held = Position.flat(ETH).apply(own(ETH, "2", "1000"));
        Account account = new Account(CAPITAL, List.of(PERP), ledger("0",
                List.of(new LedgerSnapshot.OpenOrder(open, OrderStatus.UNKNOWN, BigDecimal.ZERO)), held));
        assertThat(account.all()).extracting(InstrumentState::id).containsExactly(PERP, ETH, SPOT);
        assertThat(account.position(ETH)).isEqualTo(2);
        assertThat(account.equity()).isEqualTo(10_000);
        assertThat(account.withoutPrice(NOW, 15_000)).isNull();
    }

    @Test
    void anOrderOfAnInstrumentThatIsHeldDoesNotHideWhatIsHeld() {
        OrderRequest open = new OrderRequest(ClientOrderId.of(Bench.BOT, StartMark.of(Bench.START, 1), 1), PERP,
                Side.BUY, BigDecimal.ONE, new Terms.Market(), Effect.ANY, Bench.START);
        Account account = new Account(CAPITAL, List.of(PERP), ledger("0",
                List.of(new LedgerSnapshot.OpenOrder(open, OrderStatus.UNKNOWN, BigDecimal.ZERO)),
                Position.flat(PERP).apply(own(PERP, "2", "1000"))));
        assertThat(account.position(PERP)).isEqualTo(2);
        assertThat(account.withoutPrice(NOW, 15_000)).as("its price is still to come")
                .isSameAs(state(account, PERP));
    }

    @Test
    void anInstrumentThatIsAddedIsFoundWithItsOrders() {
        Account account = new Account(CAPITAL, List.of(PERP), LedgerSnapshot.empty());
        OrderRequest order = new OrderRequest(ClientOrderId.of(Bench.BOT, StartMark.of(Bench.START, 1), 1), SPOT,
                Side.BUY, BigDecimal.ONE, new Terms.Market(), Effect.ANY, Bench.START);
        assertThat(account.find(SPOT)).isNull();
        InstrumentState added = account.add(SPOT);
        added.orders().add(WorkingOrder.Open.sent(order, 0, 0));
        assertThat(account.find(SPOT)).isSameAs(added);
        assertThat(account.withOrder(order.id())).isSameAs(added);
        assertThat(account.withOrder(new ClientOrderId("another"))).isNull();
        assertThat(account.all()).containsExactly(state(account, PERP), added);
        assertThat(Optional.ofNullable(account.find(PERP))).isPresent();
    }
}
