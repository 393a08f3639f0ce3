package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.AccountState;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.LinkState;
import io.tradinghub.exchange.UnreadRow;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Orders, positions and coins of the account that cannot be read: entries end until a person passes over them, exits
/// leave, and what cannot be read counts as neither held nor gone.
final class UnreadAccountTest {
    private final Bench bench = Bench.trading(PERP);

    private static UnreadRow order(OrderRequest order) {
        return new UnreadRow(UnreadRow.Kind.ORDER, "o-1", Optional.of(PERP), "row cannot be read").of(order.id());
    }

    private void unread(UnreadRow row) {
        bench.hear(new ExchangeEvent.RowsUnread(List.of(row), Told.now(bench)));
    }

    private void adopt(Bench in) {
        in.tell(new EngineEvent.Adopted(Optional.empty(), in.moment()));
    }

    /// An entry left and nothing more is heard of it, nor of anything else.
    private OrderRequest entryNobodyHearsOf() {
        bench.quote(PERP, 50_000, 10);
        bench.isHeard = false;
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.bot.fallSilent();
        return bench.placed().getLast();
    }

    // ---- orders

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anOrderThatIsPassedOverIsCancelledAndHoldsNothingUp(boolean hasEnded) {
        OrderRequest order = entryNobodyHearsOf();
        if (hasEnded) {
            bench.hear(Told.seen(bench, order, OrderStatus.FILLED, "0.05"));
        }
        UnreadRow row = order(order);
        unread(row);
        assertThat(bench.engine.undecided())
                .containsExactly("linear:BTCUSDT row cannot be read (cancel it at the exchange first)");
        assertThat(bench.engine.isFlat()).isFalse();
        bench.commands.clear();
        adopt(bench);

        assertThat(Told.cancelled(bench)).containsExactly(order.id());
        assertThat(bench.engine.isFlat()).as("no order is under way").isTrue();
        assertThat(bench.engine.entriesEnded()).isEmpty();
        assertThat(bench.ledger.load().openOrders()).isEmpty();
        bench.hear(Told.executed(bench, order, "late", "0.05"));
        assertThat(bench.booked(PERP)).as("it had traded after all").isEqualByComparingTo("0.05");
    }

    @Test
    void anOrderThatWasPassedOverStaysSoAfterARestart() {
        OrderRequest order = entryNobodyHearsOf();
        UnreadRow row = order(order);
        unread(row);
        adopt(bench);
        bench.restart();
        bench.hear(Told.link(bench, LinkState.UP));
        bench.pass(Duration.ofSeconds(5));
        bench.commands.clear();
        bench.hear(Told.account(bench, Map.of(), Map.of(), Told.live(PERP, order.id())));
        assertThat(bench.engine.isFlat()).as("it is not taken back").isTrue();
        assertThat(Told.cancelled(bench)).isEmpty();
        unread(row);

        assertThat(bench.engine.entriesEnded()).isEmpty();
        assertThat(bench.announced()).doesNotContain(RiskRule.UNREADABLE_ROW);
    }

    @Test
    void anOrderThatIsTakenBackAndStillCannotBeReadIsGivenUpAgain() {
        OrderRequest order = entryNobodyHearsOf();
        UnreadRow row = order(order);
        unread(row);
        adopt(bench);
        bench.hear(Told.executed(bench, order, "part", "0.02"));
        assertThat(bench.engine.isEntering()).as("it may go on trading").isTrue();
        unread(row);
        assertThat(bench.engine.isEntering()).isFalse();
        assertThat(bench.booked(PERP)).isEqualByComparingTo("0.02");
    }

    // ---- positions

    private static ExchangeEvent account(Bench bench, AccountState.Unread unread, BigDecimal coins) {
        return new ExchangeEvent.AccountSeen(new AccountState(Map.of(), Map.of(), Map.of(), List.of(),
                coins.signum() == 0 ? Map.of() : Map.of("BTC", coins), unread, Told.now(bench)));
    }

    private void hold(Bench in, InstrumentId instrument) {
        in.quote(instrument, 50_000, 10);
        in.bot.wish(Target.now(instrument, 0.05));
        for (int second = 0; second < 3; second++) {
            in.pass(Duration.ofSeconds(1));
            in.quote(instrument, 50_000, 10);
        }
        in.isHeard = false;
        in.bot.fallSilent();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPositionThatCannotBeReadIsNotGone(boolean isPerpetualKnown) {
        hold(bench, PERP);
        assertThat(bench.ledger.load().stops()).containsKey(PERP);
        Optional<InstrumentId> perpetual = isPerpetualKnown ? Optional.of(PERP) : Optional.empty();
        for (int time = 0; time < 3; time++) {
            bench.pass(Duration.ofSeconds(2));
            bench.hear(account(bench, new AccountState.Unread(Set.of(perpetual), Set.of()), BigDecimal.ZERO));
        }
        unread(UnreadRow.ofPosition("linear:BTCUSDT", perpetual, "row cannot be read"));

        assertThat(bench.engine.entriesEnded()).contains(RiskRule.UNREADABLE_ROW);
        assertThat(bench.announced()).doesNotContain(RiskRule.ACCOUNT_DIFFERS);
        assertThat(bench.ledger.load().stops()).as("its stop rests").containsKey(PERP);
        adopt(bench);
        assertThat(bench.engine.entriesEnded()).isEmpty();
        assertThat(bench.booked(PERP)).isEqualByComparingTo("0.05");
        assertThat(bench.ledger.load().passedOver()).containsExactly("position linear:BTCUSDT");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWasPassedOverIsAskedForAgainOnceItCouldBeReadInBetween(boolean isAnotherUnread) {
        bench.isHeard = false;
        UnreadRow coin = UnreadRow.ofCoin("BTC", "coin cannot be read");
        unread(coin);
        adopt(bench);
        unread(coin);
        assertThat(bench.engine.entriesEnded()).isEmpty();
        if (isAnotherUnread) {
            unread(UnreadRow.ofPosition("linear:BTCUSDT", Optional.of(PERP), "row cannot be read"));
            adopt(bench);
        } else {
            bench.hear(Told.link(bench, LinkState.RESYNCED));
        }
        unread(coin);
        assertThat(bench.engine.entriesEnded()).contains(RiskRule.UNREADABLE_ROW);
        assertThat(bench.engine.undecided()).hasSize(1);
    }

    @Test
    void whatIsKnownToBeFlatStillDiffers() {
        hold(bench, PERP);
        AccountState.Unread other = new AccountState.Unread(Set.of(Optional.of(InstrumentId.linear("ETHUSDT"))),
                Set.of());
        for (int time = 0; time < 2; time++) {
            bench.pass(Duration.ofSeconds(2));
            bench.hear(account(bench, other, BigDecimal.ZERO));
        }
        assertThat(bench.engine.entriesEnded()).contains(RiskRule.ACCOUNT_DIFFERS);
    }

    // ---- coins

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void coinsThatCannotBeReadAreNotGoneAndMayBeSold(boolean isCoinKnown) {
        Bench spot = Bench.trading(SPOT);
        hold(spot, SPOT);
        AccountState.Unread unread = new AccountState.Unread(Set.of(),
                Set.of(isCoinKnown ? Optional.of("BTC") : Optional.empty()));
        for (int time = 0; time < 2; time++) {
            spot.pass(Duration.ofSeconds(2));
            spot.hear(account(spot, unread, BigDecimal.ZERO));
        }
        assertThat(spot.announced()).doesNotContain(RiskRule.ACCOUNT_DIFFERS);
        int before = spot.placed().size();
        spot.bot.wish(Target.now(SPOT, 0));
        spot.quote(SPOT, 50_000, 10);
        assertThat(spot.placed()).hasSize(before + 1);
        assertThat(spot.placed().getLast().quantity().doubleValue()).isPositive();
    }
}
