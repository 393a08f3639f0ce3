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
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskLimits;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Whatever an exchange does to us, whatever the market, the switch and the ledger do meanwhile, and wherever the
/// process dies: what the engine holds is what the exchange's own executions sum up to, and no limit is broken on the
/// exchange's side.
final class AnyOrderOfEventsTest {
    private static final double PRICE = 50_000;
    private static final RiskLimits LIMITS = new RiskLimits(new BigDecimal("5000"), new BigDecimal("2500"), 12,
            Duration.ofSeconds(15), new BigDecimal("1000"), 0.5);

    @Property(tries = 400)
    void endsWithWhatTheExchangeExecutedAndWithinTheLimits(@ForAll long seed) {
        Random random = new Random(seed);
        RandomFaults faults = new RandomFaults(seed, 0.3);
        ExchangeWitness witness = new ExchangeWitness(faults, LIMITS);
        Bench bench = new Bench(new WishingBot(List.of(PERP, SPOT), List.of()), LIMITS, witness);
        bench.onSent(request -> witness.sees(request, bench.halt(), bench.nowMillis()));
        for (int step = 0; step < 80; step++) {
            disturb(bench, faults, random);
        }
        comeToRest(bench, faults);
        for (InstrumentId id : List.of(PERP, SPOT)) {
            assertThat(held(bench, id)).as("engine against exchange, %s", id)
                    .isEqualByComparingTo(witness.position(id));
            assertThat(booked(bench, id)).as("ledger against exchange, %s", id)
                    .isEqualByComparingTo(witness.position(id));
        }
        assertThat(bench.ledger.load().openOrders()).isEmpty();
        assertThat(held(bench, PERP)).isEqualByComparingTo("0.02");
        assertThat(held(bench, SPOT).doubleValue()).isCloseTo(0.02, within(0.00101));
    }

    private static void disturb(Bench bench, RandomFaults faults, Random random) {
        double price = PRICE + random.nextInt(40) - 20;
        switch (random.nextInt(16)) {
            case 0 -> bench.bot.wish(Target.now(PERP, (random.nextDouble() - 0.5) / 4));
            case 1 -> bench.bot.wish(Target.now(SPOT, random.nextDouble() / 4));
            case 2 -> bench.bot.wish(Target.at(PERP, (random.nextDouble() - 0.5) / 4, price));
            case 3 -> bench.bot.wish(Target.at(SPOT, random.nextDouble() / 4, price));
            case 4 -> bench.hearAll(faults);
            case 5 -> bench.restart();
            case 6 -> bench.halt(random.nextBoolean() ? HaltState.HALTED : HaltState.UNREADABLE);
            case 7 -> bench.halt(HaltState.RUNNING);
            case 8 -> bench.ledgerGoesAway();
            case 9 -> bench.ledgerComesBack();
            case 10, 11 -> bench.pass(Duration.ofSeconds(random.nextInt(8)));
            case 12 -> bench.candle(random.nextBoolean() ? PERP : SPOT, price);
            default -> quoteBoth(bench, price, random.nextDouble() / 100);
        }
    }

    private static void comeToRest(Bench bench, RandomFaults faults) {
        bench.ledgerComesBack();
        bench.bot.wish(Target.now(PERP, 0.02), Target.now(SPOT, 0.02));
        bench.halt(HaltState.RUNNING);
        for (int step = 0; step < 400; step++) {
            bench.pass(Duration.ofSeconds(5));
            bench.hearAll(faults);
            quoteBoth(bench, PRICE, 10);
        }
    }

    private static void quoteBoth(Bench bench, double price, double size) {
        bench.quote(PERP, price, size);
        bench.quote(SPOT, price, size);
    }

    private static BigDecimal booked(Bench bench, InstrumentId id) {
        return bench.ledger.events().stream().filter(Fill.class::isInstance).map(Fill.class::cast)
                .filter(fill -> fill.instrument().equals(id)).map(Fill::positionChange)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal held(Bench bench, InstrumentId id) {
        return bench.engine.positions().stream().filter(position -> position.instrument().equals(id)).findFirst()
                .orElseThrow()
                .quantity();
    }
}
