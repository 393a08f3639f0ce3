package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;

import io.tradinghub.bot.Hedge;
import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.exchange.paper.RandomFaults;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskLimits;
import org.junit.jupiter.api.Test;

/// The events of one life of an engine, written down and told to another engine, give the same commands to the last
/// letter.
final class ReplayTest {

    @Test
    void theSameEventsGiveTheSameCommands() {
        compare(List.of(),
                millis -> Targets.of(Target.now(SPOT, 0.04 + swing(millis)), Math.floorMod(millis, 60_000) < 30_000
                        ? Target.now(PERP, swing(millis))
                        : Target.at(PERP, swing(millis), 49_990)));
    }

    @Test
    void theSameEventsGiveTheSameCommandsForAHedge() {
        compare(List.of(new Hedge(SPOT, PERP)), millis -> Targets.of(Target.now(SPOT, 0.04 + swing(millis)),
                Target.now(PERP, -0.04 - swing(millis))));
    }

    /// Changes every half minute.
    private static double swing(long millis) {
        return Math.sin((double) Math.floorDiv(millis, 30_000)) / 25;
    }

    private static void compare(List<Hedge> hedges, LongFunction<Targets> habit) {
        Random random = new Random(42);
        RandomFaults faults = new RandomFaults(42, 0.3);
        WishingBot bot = new WishingBot(List.of(PERP, SPOT), hedges, habit);
        Bench bench = new Bench(bot, RiskLimits.DEFAULTS, faults);
        for (int life = 0; life < 4; life++) {
            bench.restart();
            for (int step = 0; step < 300; step++) {
                live(bench, faults, random);
            }
        }
        for (Bench.Life life : bench.lives) {
            assertThat(again(bot, life)).isEqualTo(life.commands().toString());
        }
        assertThat(bench.placed()).hasSizeGreaterThan(10);
    }

    private static void live(Bench bench, RandomFaults faults, Random random) {
        double price = 50_000 + random.nextInt(40);
        switch (random.nextInt(12)) {
            case 0 -> bench.hearAll(faults);
            case 1 -> bench.halt(random.nextBoolean() ? HaltState.HALTED : HaltState.RUNNING);
            case 2 -> bench.ledgerGoesAway();
            case 3, 4 -> bench.ledgerComesBack();
            case 5 -> bench.candle(PERP, price);
            case 6 -> bench.candle(SPOT, price);
            case 7 -> bench.pass(Duration.ofSeconds(3));
            case 8, 9 -> bench.quote(PERP, price, 0.002);
            default -> bench.quote(SPOT, price, 0.002);
        }
    }

    private static String again(WishingBot bot, Bench.Life life) {
        List<EngineCommand> commands = new ArrayList<>();
        BotEngine engine = new BotEngine(Bench.BOT, life.mark(), bot, Bench.SETTINGS, RiskLimits.DEFAULTS, life.found(),
                commands::add);
        life.events().forEach(engine::on);
        return commands.toString();
    }
}
