package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradinghub.bot.Target;
import org.junit.jupiter.api.Test;

/// What the strategy wants, how old its word is, and when the engine tries again for it.
final class GoalTest {
    private static final long NOW = 1_000_000;
    private final Goal goal = new Goal();

    private void publish(String step) {
        goal.publish(Bench.instrument(PERP, step));
    }

    @Test
    void aTargetThatComesBeforeTheRulesIsCountedWhenTheyCome() {
        assertThat(goal.isKnown()).isFalse();
        goal.want(Target.now(PERP, 0.05), NOW);
        assertThat(goal.isKnown()).isTrue();
        assertThat(goal.lots()).isZero();
        goal.settle();
        publish("0.001");
        assertThat(goal.lots()).isEqualTo(50);
        assertThat(goal.isSettled()).isFalse();
        publish("0.01");
        assertThat(goal.lots()).isEqualTo(5);
    }

    @Test
    void rulesWithoutATargetWantNothing() {
        publish("0.001");
        assertThat(goal.lots()).isZero();
        assertThat(goal.target()).isEmpty();
        goal.want(Target.now(PERP, -0.05), NOW);
        assertThat(goal.lots()).isEqualTo(-50);
        assertThat(goal.target()).contains(Target.now(PERP, -0.05));
    }

    @Test
    void onlyAnotherQuantityIsAnotherExposure() {
        assertThat(goal.want(Target.now(PERP, 0.05), NOW)).as("the first word").isFalse();
        assertThat(goal.want(Target.at(PERP, 0.05, 49_000), NOW)).as("another price").isFalse();
        assertThat(goal.want(Target.now(PERP, 0.03), NOW)).as("another quantity").isTrue();
        assertThat(goal.want(Target.now(PERP, 0.03), NOW + 1)).as("the same again").isFalse();
    }

    @Test
    void anotherWishIsTriedForAndTheSameAgainIsNot() {
        goal.want(Target.now(PERP, 0.05), NOW);
        goal.settle();
        goal.want(Target.now(PERP, 0.05), NOW + 1);
        assertThat(goal.isSettled()).isTrue();
        goal.want(Target.at(PERP, 0.05, 49_000), NOW + 1);
        assertThat(goal.isSettled()).isFalse();
    }

    @Test
    void theSameWishOnNewerDataRenewsTheAgeAndOnOlderDataDoesNot() {
        goal.want(Target.now(PERP, 0.05), NOW);
        assertThat(goal.isFresh(NOW + 15_000, 15_000)).isTrue();
        assertThat(goal.isFresh(NOW + 15_001, 15_000)).isFalse();
        goal.want(Target.now(PERP, 0.05), NOW + 1);
        goal.want(Target.now(PERP, 0.05), NOW - 10);
        assertThat(goal.isFresh(NOW + 15_001, 15_000)).isTrue();
        assertThat(goal.isFresh(NOW + 15_002, 15_000)).isFalse();
    }

    @Test
    void whatWaitsForADecisionIsTriedAgainAfterANewerOneOnly() {
        goal.want(Target.now(PERP, 0.05), NOW);
        goal.settleUntilDecision();
        assertThat(goal.isSettled()).isTrue();
        goal.want(Target.now(PERP, 0.05), NOW);
        assertThat(goal.isSettled()).isTrue();
        goal.want(Target.now(PERP, 0.05), NOW + 1);
        assertThat(goal.isSettled()).isFalse();
    }

    @Test
    void whatWaitsForAPriceIsTriedAgainFromThatPriceOnOnce() {
        goal.want(Target.now(PERP, 0.05), NOW);
        goal.settleUntilPrice(100);
        goal.priced(99.9);
        assertThat(goal.isSettled()).isTrue();
        goal.priced(100);
        assertThat(goal.isSettled()).isFalse();
        goal.settle();
        goal.priced(200);
        assertThat(goal.isSettled()).isTrue();
    }

    @Test
    void whatIsClosedAtTheMarketLeavesThereUntilAnotherExposureIsWanted() {
        publish("0.001");
        assertThat(goal.quantity()).as("nothing is known").isNaN();
        goal.want(Target.at(PERP, 0.05, 49_000), NOW);
        assertThat(goal.pricing()).isEqualTo(new Target.Pricing.Rest(49_000));
        goal.stop();
        assertThat(goal.pricing()).isEqualTo(Target.Pricing.Cross.INSTANCE);
        assertThat(goal.quantity()).isZero();
        goal.want(Target.at(PERP, 0, 51_000), NOW + 1);
        assertThat(goal.pricing()).as("the strategy would leave at a price of its own").isEqualTo(
                Target.Pricing.Cross.INSTANCE);
        goal.want(Target.at(PERP, -0.05, 52_000), NOW + 2);
        assertThat(goal.pricing()).isEqualTo(new Target.Pricing.Rest(52_000));
        assertThat(goal.quantity()).isEqualTo(-0.05);
        assertThat(goal.lots()).isEqualTo(-50);
    }
}
