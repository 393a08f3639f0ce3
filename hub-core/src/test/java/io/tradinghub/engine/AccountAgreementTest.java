package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.AccountState;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// When the exchange's account and the executions disagree, and how soon that is known.
final class AccountAgreementTest {
    private final Bench bench = Bench.trading(PERP);

    private boolean hasEnded(Bench of) {
        return of.engine.entriesEnded().filter(RiskRule.ACCOUNT_DIFFERS::equals).isPresent();
    }

    private long resyncs() {
        return bench.commands.stream().filter(EngineCommand.Resync.class::isInstance).count();
    }

    /// An order that may trade, and about which nothing is heard any more.
    private OrderRequest entering() {
        bench.isHeard = false;
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.bot.fallSilent();
        return bench.placed().getLast();
    }

    @Test
    void anAccountThatDiffersIsAskedAgainAfterTwoSecondsAndEndsEntriesTheSecondTime() {
        bench.isHeard = false;
        bench.hear(Told.holds(bench, PERP, "0.3"));
        bench.commands.clear();
        bench.pass(Duration.ofMillis(1_999));
        assertThat(resyncs()).isZero();
        bench.pass(Duration.ofMillis(1));
        assertThat(resyncs()).isEqualTo(1);
        bench.pass(Duration.ofSeconds(3));
        assertThat(resyncs()).as("asked once").isEqualTo(1);
        assertThat(hasEnded(bench)).isFalse();
        bench.hear(Told.holds(bench, PERP, "0.3"));
        assertThat(hasEnded(bench)).isTrue();
        bench.pass(Duration.ofSeconds(2));
        assertThat(resyncs()).as("asked on until it agrees").isEqualTo(2);
        bench.hear(Told.holds(bench, PERP, "0.3"));

        assertThat(bench.announcements()).singleElement().satisfies(event -> {
            assertThat(event.rule()).isEqualTo(RiskRule.ACCOUNT_DIFFERS);
            assertThat(event.detail()).isEqualTo("linear:BTCUSDT: the exchange holds 0.3, the ledger 0");
            assertThat(event.value().orElseThrow()).isEqualByComparingTo("0.3");
        });
    }

    @Test
    void anAccountThatAgreedInBetweenIsNotADifferenceTwice() {
        bench.isHeard = false;
        bench.hear(Told.holds(bench, PERP, "0.3"));
        bench.hear(Told.holds(bench, PERP, "0"));
        bench.commands.clear();
        bench.pass(Duration.ofSeconds(5));
        assertThat(resyncs()).as("it agrees: nobody asks again").isZero();
        bench.hear(Told.holds(bench, PERP, "0.3"));
        assertThat(hasEnded(bench)).isFalse();
        bench.hear(Told.holds(bench, PERP, "0.3"));
        assertThat(hasEnded(bench)).isTrue();
        bench.hear(Told.holds(bench, PERP, "0"));
        assertThat(hasEnded(bench)).isFalse();
    }

    @Test
    void anOrderUnderWayExplainsADifferenceForHalfAMinute() {
        entering();
        bench.hear(Told.holds(bench, PERP, "0.05"));
        bench.commands.clear();
        bench.pass(Duration.ofSeconds(2));
        assertThat(resyncs()).as("it is asked again soon").isEqualTo(1);
        bench.pass(Duration.ofMillis(27_999));
        bench.hear(Told.holds(bench, PERP, "0.05"));
        bench.hear(Told.holds(bench, PERP, "0.05"));
        assertThat(hasEnded(bench)).isFalse();
        bench.pass(Duration.ofMillis(1));
        bench.hear(Told.holds(bench, PERP, "0.05"));
        bench.hear(Told.holds(bench, PERP, "0.05"));

        assertThat(hasEnded(bench)).isTrue();
    }

    @Test
    void aDifferenceThatWasSettledIsExplainedAnewForHalfAMinute() {
        entering();
        bench.hear(Told.holds(bench, PERP, "0.05"));
        bench.pass(Duration.ofSeconds(20));
        bench.hear(Told.holds(bench, PERP, "0"));
        bench.pass(Duration.ofSeconds(20));
        bench.hear(Told.holds(bench, PERP, "0.05"));
        bench.hear(Told.holds(bench, PERP, "0.05"));

        assertThat(hasEnded(bench)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"-1,false", "0,true", "1,true"})
    void anExecutionYoungerThanTheAccountExplainsADifference(long accountAfterMillis, boolean ends) {
        OrderRequest entry = entering();
        bench.hear(Told.executed(bench, entry, "x", "0.05"));
        assertThat(bench.engine.isEntering()).isFalse();
        ExchangeEvent before = new ExchangeEvent.AccountSeen(new AccountState(Map.of(), Map.of(), List.of(), Map.of(),
                Told.now(bench).plusMillis(accountAfterMillis)));
        bench.hear(before);
        bench.hear(before);

        assertThat(hasEnded(bench)).isEqualTo(ends);
    }

    @Test
    void anOrderWhoseExecutionIsOverdueExplainsNothing() {
        OrderRequest entry = entering();
        bench.hear(Told.seen(bench, entry, OrderStatus.CANCELLED, "0.02"));
        for (int second = 0; second < 61; second++) {
            bench.pass(Duration.ofSeconds(1));
        }
        assertThat(bench.announced()).contains(RiskRule.EXECUTION_MISSING);
        bench.hear(Told.holds(bench, PERP, "0.02"));
        bench.hear(Told.holds(bench, PERP, "0.02"));

        assertThat(hasEnded(bench)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
            // a wallet may hold more of a coin than the bot bought, never less
            "0.1,false", "0.05,false", "0.0499,true"})
    void aWalletMayHoldMoreThanTheBotBought(String free, boolean ends) {
        Bench spot = boughtSpot();
        spot.hear(Told.hasCoins(spot, "BTC", free));
        spot.hear(Told.hasCoins(spot, "BTC", free));

        assertThat(hasEnded(spot)).isEqualTo(ends);
    }

    private static Bench boughtSpot() {
        Bench spot = Bench.trading(SPOT);
        spot.isHeard = false;
        spot.bot.wish(Target.now(SPOT, 0.05));
        spot.quote(SPOT, 50_000, 10);
        spot.hear(Told.executed(spot, spot.placed().getLast(), "x", "0.05"));
        spot.bot.fallSilent();
        spot.pass(Duration.ofSeconds(2));
        return spot;
    }

    @Test
    void whatAWalletLacksIsTold() {
        Bench spot = boughtSpot();
        spot.hear(Told.hasCoins(spot, "BTC", "0.02"));
        spot.hear(Told.hasCoins(spot, "BTC", "0.02"));

        assertThat(spot.announcements()).singleElement().satisfies(event -> {
            assertThat(event.detail()).isEqualTo("spot:BTCUSDT: the exchange holds 0.02, the ledger 0.05");
            assertThat(event.value().orElseThrow()).isEqualByComparingTo("-0.03");
        });
    }

    @Test
    void coinsThatASellUnderWayHoldsBackAreNotMissing() {
        Bench spot = boughtSpot();
        spot.bot.wish(Target.at(SPOT, 0.03, 55_000));
        spot.quote(SPOT, 50_000, 10);
        OrderRequest sell = spot.placed().getLast();
        assertThat(sell.rests()).isTrue();
        spot.bot.fallSilent();
        spot.hear(Told.executed(spot, sell, "y", "0.005"));
        spot.hear(Told.hasCoins(spot, "BTC", "0.03"));
        spot.commands.clear();
        spot.pass(Duration.ofSeconds(5));
        assertThat(spot.commands).as("0.03 free and 0.015 held back are all 0.045").doesNotHaveAnyElementsOfTypes(
                EngineCommand.Resync.class);
        spot.hear(Told.hasCoins(spot, "BTC", "0.0299"));
        spot.pass(Duration.ofSeconds(2));
        assertThat(spot.commands).hasAtLeastOneElementOfType(EngineCommand.Resync.class);
    }

    @Test
    void anOrderOfAPerpetualHoldsNoCoinsBackSoThatNoMoreIsSoldThanIsFree() {
        Bench both = Bench.trading(PERP, SPOT);
        both.bot.wish(Target.now(SPOT, 0.05));
        both.quote(SPOT, 50_000, 10);
        both.pass(Duration.ofSeconds(2));
        both.isHeard = false;
        ClientOrderId byHand = new ClientOrderId("byhand");
        both.hear(Told.hasCoins(both, "BTC", "0.0205", Told.live(PERP, byHand),
                Told.live(InstrumentId.spot("ETHUSDT"), byHand)));
        both.bot.wish(Target.now(SPOT, 0));
        both.quote(SPOT, 50_000, 10);

        assertThat(both.placed().getLast().quantity()).isEqualByComparingTo("0.02");
    }

    @Test
    void aCoinWhoseRulesAreNotKnownIsNotCompared() {
        Bench spot = boughtSpot();
        EngineAlone alone = new EngineAlone(spot.ledger.load(), PERP);
        alone.connect();
        for (int time = 0; time < 2; time++) {
            alone.hear(new ExchangeEvent.AccountSeen(
                    new AccountState(Map.of(), Map.of(), List.of(), Map.of(), alone.now().wall())));
        }

        assertThat(spot.held(SPOT)).isEqualTo(0.05);
        assertThat(alone.engine.positions()).hasSize(2);
        assertThat(alone.engine.entriesEnded()).isEmpty();
    }
}
