package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import io.tradinghub.bot.Target;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.HedgeCompletion;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// What becomes of a leg that stands alone while something ends entries: completed all the same, closed in time, or
/// closed at once.
final class CompletingHedgeTest {
    private static final long NAKED_MILLIS = Bench.SETTINGS.timing().maxNakedTime().toMillis();
    private final Desk desk = Desk.hedging(EntryOrdersTest.limits("100000000", 20));

    private List<String> sent() {
        return desk.placed().stream().map(order -> "%s %s".formatted(order.instrument(),
                order.isEntry() ? "entry" : "exit")).toList();
    }

    private void alone() {
        desk.hold(SPOT, "0.05");
        desk.want(Target.now(SPOT, 0.05), Target.now(PERP, -0.05));
    }

    @ParameterizedTest
    @EnumSource
    void aLegThatStandsAloneIsCompletedOrClosedByWhatEndsEntries(RiskRule rule) {
        alone();
        desk.gate.block(rule, "a test says so");
        desk.workAtUsualPrice();
        switch (HedgeCompletion.under(rule)) {
            case GOES_ON -> assertThat(sent()).containsExactly("linear:BTCUSDT entry");
            case WAITS -> {
                desk.pass(NAKED_MILLIS - 1);
                desk.workAtUsualPrice();
                assertThat(sent()).isEmpty();
                desk.pass(1);
                desk.workAtUsualPrice();
                assertThat(sent()).containsExactly("spot:BTCUSDT exit");
            }
            case UNWINDS -> {
                desk.work();
                assertThat(sent()).containsExactly("spot:BTCUSDT exit");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasOnlyWaitedForIsCompletedWhenItIsOver(RiskRule rule) {
        if (HedgeCompletion.under(rule) != HedgeCompletion.WAITS) {
            return;
        }
        alone();
        desk.gate.block(rule, "a test says so");
        desk.workAtUsualPrice();
        desk.pass(NAKED_MILLIS / 2);
        desk.gate.unblock(rule);
        desk.workAtUsualPrice();
        assertThat(sent()).containsExactly("linear:BTCUSDT entry");
    }

    @ParameterizedTest
    @EnumSource
    void noHedgeIsBegunWhateverEndsEntries(RiskRule rule) {
        desk.want(Target.now(SPOT, 0.05), Target.now(PERP, -0.05));
        desk.gate.block(rule, "a test says so");
        desk.workAtUsualPrice();
        assertThat(sent()).isEmpty();
        assertThat(desk.refused()).containsOnly(rule);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "RUNNING")
    void noHedgeIsBegunWhileTheSwitchIsSetAndAllButFlatteningCompletesOne(HaltState state) {
        desk.gate.halt(state);
        desk.want(Target.now(SPOT, 0.05), Target.now(PERP, -0.05));
        desk.workAtUsualPrice();
        assertThat(sent()).isEmpty();
        desk.pass(10_000);
        alone();
        desk.workAtUsualPrice();
        desk.work();
        assertThat(sent()).containsExactly(
                state == HaltState.FLATTENING ? "spot:BTCUSDT exit" : "linear:BTCUSDT entry");
    }

    @Test
    void whatHasTheLegClosedAtOnceCountsBesideWhatOnlyWaits() {
        alone();
        desk.gate.block(RiskRule.TRADING_STOPPED, "account frozen");
        desk.gate.block(RiskRule.LINK_DOWN, "down");
        desk.gate.block(RiskRule.GUARDIAN_SILENT, "silent");
        desk.workAtUsualPrice();
        desk.work();
        assertThat(desk.refused()).containsExactly(RiskRule.TRADING_STOPPED);
        assertThat(sent()).containsExactly("spot:BTCUSDT exit");
    }

    @Test
    void anOrderThatCompletesAHedgeRestsOnWhileTheBotIsHalted() {
        desk.hold(SPOT, "0.05");
        desk.want(Target.now(SPOT, 0.05), Target.at(PERP, -0.05, 50_100));
        desk.gate.halt(HaltState.HALTED);
        desk.workAtUsualPrice();
        assertThat(desk.placed()).singleElement().satisfies(order -> {
            assertThat(order.rests()).isTrue();
            assertThat(order.effect()).isEqualTo(Effect.ANY);
        });
        desk.acknowledge(PERP);
        desk.pass(Duration.ofSeconds(1).toMillis());
        desk.workAtUsualPrice();
        assertThat(desk.cancels()).isEmpty();
        desk.gate.block(RiskRule.LINK_DOWN, "down");
        desk.state(PERP).goal().unsettle();
        desk.workAtUsualPrice();
        assertThat(desk.cancels()).hasSize(1);
    }
}
