package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.paper.RandomFaults;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.position.Position;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskLimits;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Whatever an exchange does to us, and wherever the process dies, the position is the sum of the fills and stays within the limits.
final class AnyOrderOfEventsTest {
    private static final double PRICE = 50_000;

    @Property(tries = 300)
    void endsWithPositionEqualToTheSumOfFillsAndWithinTheLimits(@ForAll long seed) {
        Random random = new Random(seed);
        RandomFaults faults = new RandomFaults(seed, 0.3);
        Bench bench = new Bench(new Bench.WishingBot(List.of(PERP, SPOT), List.of()), RiskLimits.DEFAULTS, faults);
        for (int step = 0; step < 60; step++) {
            disturb(bench, faults, random);
            assertWithinLimits(bench);
        }
        comeToRest(bench, faults);
        for (InstrumentId id : List.of(PERP, SPOT)) {
            BigDecimal sum = bench.ledger.events().stream().filter(Fill.class::isInstance).map(Fill.class::cast)
                    .filter(fill -> fill.instrument().equals(id)).map(Fill::positionChange)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(position(bench, id)).isEqualByComparingTo(sum);
        }
        assertThat(bench.engine.isBusy()).isFalse();
        assertThat(bench.engine.account().position(PERP)).isEqualTo(0.02);
        assertThat(bench.engine.account().position(SPOT)).isCloseTo(0.02, within(0.00101));
        assertThat(bench.placed().stream().map(OrderRequest::id)).doesNotHaveDuplicates();
    }

    private static void disturb(Bench bench, RandomFaults faults, Random random) {
        switch (random.nextInt(10)) {
            case 0 -> bench.bot.wish(Target.now(PERP, (random.nextDouble() - 0.5) / 4));
            case 1 -> bench.bot.wish(Target.now(SPOT, random.nextDouble() / 4));
            case 2 -> bench.bot.wish(Target.at(PERP, (random.nextDouble() - 0.5) / 4, PRICE + random.nextInt(40) - 20));
            case 3 -> faults.release(bench::hear);
            case 4 -> bench.restart();
            case 5 -> bench.halt(random.nextInt(4) == 0 ? HaltState.HALTED : HaltState.RUNNING);
            case 6 -> bench.pass(Duration.ofSeconds(random.nextInt(8)));
            default -> quoteBoth(bench, PRICE + random.nextInt(40) - 20, random.nextDouble() / 10);
        }
    }

    private static void comeToRest(Bench bench, RandomFaults faults) {
        bench.bot.wish(Target.now(PERP, 0.02), Target.now(SPOT, 0.02));
        bench.halt(HaltState.RUNNING);
        for (int step = 0; step < 400; step++) {
            bench.pass(Duration.ofSeconds(5));
            faults.release(bench::hear);
            quoteBoth(bench, PRICE, 10);
        }
    }

    private static void quoteBoth(Bench bench, double price, double size) {
        bench.quote(PERP, price, size);
        bench.quote(SPOT, price, size);
    }

    private static void assertWithinLimits(Bench bench) {
        for (Position position : bench.engine.positions()) {
            assertThat(position.quantity().abs().doubleValue() * (PRICE - 40))
                    .isLessThanOrEqualTo(RiskLimits.DEFAULTS.maxPositionNotional().doubleValue());
        }
    }

    private static BigDecimal position(Bench bench, InstrumentId id) {
        return bench.engine.positions().stream().filter(position -> position.instrument().equals(id)).findFirst().orElseThrow()
                .quantity();
    }
}
