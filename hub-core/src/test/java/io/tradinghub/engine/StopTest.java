package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.AccountState;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.Protection;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry.RiskEvent;
import io.tradinghub.order.LedgerEntry.StopMoved;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where the stop of a position rests, when it is moved, and when people hear that there is none.
final class StopTest {
    private final Bench bench = Bench.trading(PERP);

    /// A position that the exchange told of, while it says nothing of stops.
    private void held(Target target) {
        bench.isHeard = false;
        bench.bot.wish(target);
        bench.quote(PERP, 50_000, 10);
        OrderRequest entry = bench.placed().getLast();
        bench.hear(Told.executed(bench, entry, "in", entry.quantity().toPlainString()));
    }

    private List<String> asked() {
        return bench.commands.stream().filter(EngineCommand.Protect.class::isInstance)
                .map(EngineCommand.Protect.class::cast)
                .map(protect -> protect.protection().stopPrice().orElseThrow().setScale(1).toPlainString()).toList();
    }

    private List<Optional<BigDecimal>> written() {
        return bench.commands.stream().filter(EngineCommand.Remember.class::isInstance)
                .map(command -> ((EngineCommand.Remember) command).entry()).filter(StopMoved.class::isInstance)
                .map(entry -> ((StopMoved) entry).stopPrice().map(price -> price.setScale(1))).toList();
    }

    @ParameterizedTest
    @CsvSource({
            // held, stop wanted, where it rests: the strategy's on the tick grid, else 10 % away, and never further
            "0.05,48000,48000.0", "0.05,48000.04,48000.0", "0.05,48000.06,48000.1", "0.05,45000,45000.0",
            "0.05,44999.9,45000.0", "0.05,0.04,45000.0", "-0.05,52000,52000.0", "-0.05,55000.1,55000.0",
            "0.05,NaN,45000.0", "-0.05,NaN,55000.0"})
    void aPositionIsGuardedAtOnce(double quantity, double wanted, String stop) {
        held(Target.now(PERP, quantity).stoppedAt(wanted));

        assertThat(asked()).containsExactly(stop);
    }

    @Test
    void aStopThatIsNotConfirmedIsAskedForEveryTwoSecondsAndAnnouncedAfterFive() {
        held(Target.now(PERP, 0.05).stoppedAt(48_000));
        for (int number = 1; number <= 3; number++) {
            bench.pass(Duration.ofMillis(1_999));
            assertThat(asked()).hasSize(number);
            bench.pass(Duration.ofMillis(1));
            assertThat(asked()).hasSize(number + 1);
        }
        bench.hear(Told.stopAt(PERP, "48000.0"));
        bench.pass(Duration.ofSeconds(10));
        assertThat(asked()).hasSize(4);
        assertThat(written()).contains(Optional.of(new BigDecimal("48000.0")));
    }

    @Test
    void aPositionWithoutAStopIsAnnouncedAfterFiveSecondsOnceWithTheReason() {
        held(Target.now(PERP, 0.05).stoppedAt(48_000));
        bench.hear(new ExchangeEvent.ProtectionSeen(PERP, Protection.none(), Optional.of("risk limit exceeded")));
        bench.pass(Duration.ofMillis(4_999));
        assertThat(unprotected()).isEmpty();
        bench.pass(Duration.ofMillis(1));
        bench.pass(Duration.ofSeconds(20));
        assertThat(unprotected()).singleElement().satisfies(event -> {
            assertThat(event.detail())
                    .isEqualTo("0.050 linear:BTCUSDT has no stop at the exchange: risk limit exceeded");
            assertThat(event.value().orElseThrow()).isEqualByComparingTo("0.05");
        });
    }

    private List<RiskEvent> unprotected() {
        return bench.announcements().stream().filter(event -> event.rule() == RiskRule.UNPROTECTED).toList();
    }

    @Test
    void aStopThatVanishesIsSetAgainAndMissedAnew() {
        held(Target.now(PERP, 0.05).stoppedAt(48_000));
        bench.pass(Duration.ofSeconds(5));
        assertThat(unprotected()).singleElement().extracting(RiskEvent::detail).asString().endsWith("exchange");
        bench.hear(Told.stopAt(PERP, "48000.0"));
        bench.pass(Duration.ofMinutes(10));
        bench.commands.clear();
        bench.hear(new ExchangeEvent.ProtectionSeen(PERP, Protection.none(), Optional.empty()));
        assertThat(asked()).containsExactly("48000.0");
        assertThat(written()).containsExactly(Optional.empty());
        bench.pass(Duration.ofMillis(4_999));
        assertThat(unprotected()).isEmpty();
        bench.pass(Duration.ofMillis(1));
        assertThat(unprotected()).hasSize(1);
    }

    @Test
    void aStopThatRestsElsewhereIsMovedAndNotedWhereItIs() {
        held(Target.now(PERP, 0.05).stoppedAt(48_000));
        bench.hear(Told.stopAt(PERP, "48000.0"));
        bench.pass(Duration.ofSeconds(5));
        bench.commands.clear();
        bench.hear(Told.stopAt(PERP, "48000.00"));
        assertThat(asked()).isEmpty();
        assertThat(written()).as("the same price is no news").isEmpty();
        bench.hear(Told.stopAt(PERP, "47000.0"));
        assertThat(asked()).containsExactly("48000.0");
        assertThat(written()).containsExactly(Optional.of(new BigDecimal("47000.0")));
    }

    @Test
    void whatTheExchangeRefusedIsNotWrittenDown() {
        held(Target.now(PERP, 0.05).stoppedAt(48_000));
        bench.commands.clear();
        bench.hear(new ExchangeEvent.ProtectionSeen(PERP, Protection.stopAt(new BigDecimal("46000")),
                Optional.of("not now")));

        assertThat(written()).isEmpty();
    }

    @Test
    void aStopFollowsItsStrategyAndTheEnginesOwnComesWhenTheStrategyGivesNone() {
        held(Target.now(PERP, 0.05).stoppedAt(48_000));
        bench.hear(Told.stopAt(PERP, "48000.0"));
        for (String price : List.of("49000.0", "45000.0", "48500.0", "45000.0")) {
            bench.pass(Duration.ofSeconds(2));
            bench.commands.clear();
            bench.bot.wish(price.equals("45000.0")
                    ? Target.now(PERP, 0.05)
                    : Target.now(PERP, 0.05).stoppedAt(Double.parseDouble(price)));
            bench.quote(PERP, 50_000, 10);
            assertThat(asked()).containsExactly(price);
            assertThat(bench.announced().contains(RiskRule.FALLBACK_STOP)).isEqualTo(price.equals("45000.0"));
            bench.hear(Told.stopAt(PERP, price));
        }
    }

    @Test
    void theEnginesOwnStopStaysWhereItIsAndIsAnnouncedOnce() {
        held(Target.now(PERP, 0.05));
        bench.hear(Told.stopAt(PERP, "45000.0"));
        for (int second = 0; second < 10; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(PERP, 50_000 + 100 * second, 10);
        }
        assertThat(asked()).hasSize(1);
        assertThat(bench.announcements()).filteredOn(event -> event.rule() == RiskRule.FALLBACK_STOP).singleElement()
                .satisfies(event -> assertThat(event.value().orElseThrow()).isEqualByComparingTo("45000"));
    }

    @Test
    void aStopThatThePriceHasPassedStaysUntilTheExitClosesThePosition() {
        held(Target.now(PERP, 0.05).stoppedAt(48_000));
        bench.hear(Told.stopAt(PERP, "48000.0"));
        bench.pass(Duration.ofSeconds(3));
        bench.commands.clear();
        bench.quote(PERP, 47_900, 10);
        bench.pass(Duration.ofSeconds(10));

        assertThat(asked()).isEmpty();
        assertThat(bench.announced()).isEmpty();
    }

    @Test
    void noStopIsSetForAPositionThatIsAboutToBeClosedUnlessThatTakesLong() {
        held(Target.now(PERP, 0.05).stoppedAt(48_000));
        bench.pass(Duration.ofSeconds(1));
        bench.bot.wish(Target.now(PERP, 0));
        bench.commands.clear();
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofMillis(3_999));
        assertThat(asked()).isEmpty();
        bench.pass(Duration.ofMillis(1));
        assertThat(asked()).containsExactly("45000.0");
        assertThat(unprotected()).hasSize(1);
    }

    @Test
    void aStopEndsWithItsPositionAndTheNextPositionHasOneOfItsOwn() {
        held(Target.now(PERP, 0.05).stoppedAt(48_000));
        bench.hear(Told.stopAt(PERP, "48000.0"));
        bench.pass(Duration.ofSeconds(3));
        bench.bot.wish(Target.now(PERP, 0));
        bench.quote(PERP, 50_000, 10);
        bench.commands.clear();
        bench.hear(Told.executed(bench, bench.placed().getLast(), "out", "0.05"));
        assertThat(written()).containsExactly(Optional.empty());
        bench.pass(Duration.ofSeconds(3));
        assertThat(written()).as("once").hasSize(1);

        bench.bot.wish(Target.now(PERP, 0.03).stoppedAt(48_000));
        bench.quote(PERP, 50_000, 10);
        bench.hear(Told.executed(bench, bench.placed().getLast(), "again", "0.03"));
        assertThat(asked()).containsExactly("48000.0");
    }

    @Test
    void aPositionThatTurnsIsGuardedOnItsOtherSide() {
        held(Target.now(PERP, 0.05).stoppedAt(48_000));
        bench.hear(Told.stopAt(PERP, "48000.0"));
        bench.pass(Duration.ofSeconds(3));
        bench.bot.fallSilent();
        bench.commands.clear();
        bench.hear(new ExchangeEvent.Executed(new Fill(new ExecutionId("m"), Optional.empty(), Origin.MANUAL, PERP,
                Side.SELL, new BigDecimal("0.08"), new BigDecimal("50000"), Fee.inQuote(BigDecimal.ZERO, "USDT"),
                Fill.Liquidity.TAKER, 0, Told.now(bench))));

        assertThat(bench.held(PERP)).isEqualTo(-0.03);
        assertThat(asked()).containsExactly("55000.0");
    }

    @Test
    void theAccountTellsWhereTheStopRests() {
        held(Target.now(PERP, 0.05).stoppedAt(48_000));
        Map<InstrumentId, BigDecimal> positions = Map.of(PERP, new BigDecimal("0.05"));
        bench.commands.clear();
        bench.hear(Told.account(bench, positions, Map.of(PERP, new BigDecimal("48000.0"))));
        assertThat(written()).as("told at the moment of the last execution").hasSize(1);
        bench.pass(Duration.ofSeconds(10));
        assertThat(asked()).isEmpty();
        bench.hear(Told.account(bench, positions, Map.of()));
        assertThat(asked()).containsExactly("48000.0");
        assertThat(written()).containsExactly(Optional.of(new BigDecimal("48000.0")), Optional.empty());
    }

    @Test
    void anAccountOfBeforeTheLastExecutionSaysNothingOfTheStop() {
        held(Target.now(PERP, 0.05).stoppedAt(48_000));
        bench.commands.clear();
        bench.hear(new ExchangeEvent.AccountSeen(new AccountState(Map.of(PERP, new BigDecimal("0.05")),
                Map.of(PERP, new BigDecimal("48000")), List.of(), Map.of(), Told.now(bench).minusMillis(1))));

        assertThat(written()).isEmpty();
    }

    @Test
    void aStopKnownFromBeforeIsTakenOverAndOneOfAClosedPositionIsForgotten() {
        held(Target.now(PERP, 0.05).stoppedAt(48_000));
        bench.hear(Told.stopAt(PERP, "48000.0"));
        bench.restart();
        bench.commands.clear();
        bench.hear(Told.stopAt(PERP, "48000.0"));
        assertThat(written()).as("known already").isEmpty();
        bench.hear(Told.stopAt(PERP, "47500.0"));
        assertThat(bench.ledger.load().stops().get(PERP)).isEqualByComparingTo("47500");

        Bench flat = Bench.trading(PERP);
        flat.ledger.record(new StopMoved(PERP, Optional.of(new BigDecimal("48000")), Bench.START));
        flat.restart();
        assertThat(flat.ledger.load().stops()).isEmpty();
    }

    @Test
    void whatTheLedgerKnowsOfAStopHoldsUntilTheExchangeTells() {
        held(Target.now(PERP, 0.05).stoppedAt(48_000));
        bench.hear(Told.stopAt(PERP, "48000.0"));
        EngineAlone alone = new EngineAlone(bench.ledger.load(), PERP);
        alone.connect();
        alone.pass(Duration.ofSeconds(10));
        assertThat(alone.commands).as("it rests at the exchange").doesNotHaveAnyElementsOfTypes(
                EngineCommand.Protect.class);

        Bench flat = Bench.trading(PERP);
        flat.ledger.record(new StopMoved(PERP, Optional.of(new BigDecimal("48000")), Bench.START));
        EngineAlone closed = new EngineAlone(flat.ledger.load(), PERP);
        closed.connect();
        closed.pass(Duration.ofSeconds(10));
        assertThat(closed.commands).filteredOn(EngineCommand.Remember.class::isInstance)
                .extracting(command -> ((EngineCommand.Remember) command).entry())
                .filteredOn(StopMoved.class::isInstance).as("its position is gone, and so is it").hasSize(1);
    }

    @Test
    void coinsHaveNoStopAndNeitherHaveTheLegsOfAHedge() {
        Bench spot = Bench.trading(SPOT);
        spot.bot.wish(Target.now(SPOT, 0.05).stoppedAt(48_000));
        spot.quote(SPOT, 50_000, 10);
        spot.pass(Duration.ofSeconds(20));
        Bench hedge = Bench.hedging(PaperFaults.NONE);
        hedge.bot.wish(Target.now(SPOT, 0.05), Target.now(PERP, -0.05));
        hedge.quote(SPOT, 50_000, 10);
        hedge.quote(PERP, 50_050, 10);
        hedge.pass(Duration.ofSeconds(20));

        assertThat(spot.held(SPOT)).isPositive();
        assertThat(hedge.held(PERP)).isNegative();
        assertThat(spot.commands).doesNotHaveAnyElementsOfTypes(EngineCommand.Protect.class);
        assertThat(hedge.commands).doesNotHaveAnyElementsOfTypes(EngineCommand.Protect.class);
    }
}
