package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Target;
import io.tradinghub.exchange.paper.RandomFaults;
import io.tradinghub.risk.HaltState;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Whatever an exchange does to us, no leg of a hedge stands alone for longer than the limit and the time it takes to
/// learn of it, and a hedge that is wanted is entered in the end.
final class AnyOrderOfHedgeEventsTest {
    private static final double PRICE = 50_000;
    private static final double TOLERANCE = 0.0012;
    /// The limit itself, and every answer lost once on the way in and once on the way out, with the pauses after a
    /// failure.
    private static final Duration BOUND = EngineSettings.Timing.DEFAULTS.maxNakedTime().plusSeconds(45);

    @Property(tries = 200)
    void leavesNoLegAlone(@ForAll long seed) {
        Random random = new Random(seed);
        RandomFaults faults = new RandomFaults(seed, 0.2);
        Bench bench = Bench.hedging(faults);
        long nakedSince = Long.MAX_VALUE;
        for (int step = 0; step < 300; step++) {
            disturb(bench, faults, random);
            bench.pass(Duration.ofSeconds(1));
            bench.hearAll(faults);
            bench.quote(SPOT, PRICE, random.nextInt(4) == 0 ? 0.002 : 1);
            bench.quote(PERP, PRICE + 50, random.nextInt(4) == 0 ? 0.002 : 1);
            nakedSince = isNaked(bench) ? Math.min(nakedSince, bench.nowMillis()) : Long.MAX_VALUE;
            assertThat(nakedSince == Long.MAX_VALUE ? 0 : bench.nowMillis() - nakedSince)
                    .as("naked for, at step %d", step)
                    .isLessThanOrEqualTo(BOUND.toMillis());
        }
        comeToRest(bench, faults);
        assertThat(bench.engine.account().position(PERP)).as("entered in the end").isEqualTo(-0.05);
        assertThat(isNaked(bench)).isFalse();
    }

    /// A person resumes the bot again and again: after three lone legs in a row a pair is not entered until then.
    private static void comeToRest(Bench bench, RandomFaults faults) {
        hedge(bench, 0.05);
        for (int step = 0; step < 2_000; step++) {
            if (step % 100 == 0) {
                bench.halt(HaltState.HALTED);
                bench.halt(HaltState.RUNNING);
            }
            bench.pass(Duration.ofSeconds(5));
            bench.hearAll(faults);
            bench.quote(SPOT, PRICE, 10);
            bench.quote(PERP, PRICE + 50, 10);
        }
    }

    private static void disturb(Bench bench, RandomFaults faults, Random random) {
        switch (random.nextInt(40)) {
            case 0 -> hedge(bench, 0.02 + random.nextInt(6) / 100.0);
            case 1 -> hedge(bench, 0);
            case 2 -> bench.halt(HaltState.HALTED);
            case 3 -> bench.halt(HaltState.RUNNING);
            case 4 -> bench.restart();
            default -> bench.hearAll(faults);
        }
    }

    private static void hedge(Bench bench, double quantity) {
        bench.bot.wish(Target.now(SPOT, quantity), Target.now(PERP, -quantity));
    }

    private static boolean isNaked(Bench bench) {
        AccountView account = bench.engine.account();
        return Math.abs(account.position(SPOT) + account.position(PERP)) > TOLERANCE;
    }
}
