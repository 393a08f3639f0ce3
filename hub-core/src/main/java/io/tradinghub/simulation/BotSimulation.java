package io.tradinghub.simulation;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tradinghub.bot.BotId;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.Quote;

/// Days in the life of bots from one seed: their processes live, die, hang and overlap, their exchange, ledgers, clocks
/// and disks fail in every way, people trade by hand and restore old backups. What must hold is judged all the time,
/// and at the end, when everything has calmed down, the books of all sides must agree.
public final class BotSimulation {
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final String NAME = "bot_simulated";
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    /// So long that the last wish is some minutes old at the end.
    private static final long CALM_MILLIS = Duration.ofMinutes(100).toMillis();
    private final VirtualTime time = new VirtualTime(START);
    private final Chance market;
    private final Matching matching;
    private final List<BotLife> lives = new ArrayList<>();
    private double price = 50_000;

    /// Who trades where.
    ///
    /// @param bots each with an account of its own, all in one market; of three that follow each other one trades a
    ///         hedge
    public record Plan(long seed, int days, int bots, Matching.Starter matching) {
        public Plan {
            if (days < 1 || bots < 1) {
                throw new IllegalArgumentException("needs a day and a bot, got %d and %d".formatted(days, bots));
            }
        }

        /// One bot that trades on paper.
        public static Plan onPaper(long seed, int days) {
            return new Plan(seed, days, 1, (_, time) -> new PaperMatching(time));
        }
    }

    private BotSimulation(Plan plan, Faults faults, Trace trace) {
        Chance chance = new Chance(plan.seed);
        this.market = chance.split();
        this.matching = plan.matching.start(plan.seed, time);
        List<Instrument> rules = List.of(rules(BotLife.PERP), rules(BotLife.SPOT));
        BotLife.Surroundings around = new BotLife.Surroundings(time, matching, rules, faults, trace);
        for (int number = 0; number < plan.bots; number++) {
            BotId id = new BotId(number == 0 ? NAME : NAME + number);
            lives.add(new BotLife(id, plan.seed + number, around, plan.bots == 1 ? chance : chance.split()));
        }
        rules.forEach(one -> matching.onMarket(new MarketEvent.RulesPublished(one)));
    }

    /// What a simulation came to.
    ///
    /// @param hash the same for every run of a seed
    public record Outcome(int executions, int starts, int disturbances, long hash) {}

    /// Runs one seed on paper.
    ///
    /// @throws Violation when something happened that must never happen
    public static Outcome run(long seed, int days, Faults faults) {
        return run(Plan.onPaper(seed, days), faults, Trace.NONE);
    }

    /// Runs one seed, with a trace of what happens.
    ///
    /// @throws Violation when something happened that must never happen
    public static Outcome run(Plan plan, Faults faults, Trace trace) {
        BotSimulation simulation = new BotSimulation(plan, faults, trace);
        try {
            return simulation.live(plan.days);
        } catch (Violation violation) {
            throw new Violation(
                    "seed %d at %s: %s".formatted(plan.seed, simulation.time.instant(), violation.getMessage()));
        }
    }

    private static Instrument rules(InstrumentId id) {
        return new Instrument(id, "BTC", "USDT", new BigDecimal("0.1"), new BigDecimal("0.001"),
                new BigDecimal("0.001"), new BigDecimal("5"), new BigDecimal("100"), new BigDecimal("50"),
                Optional.empty());
    }

    private Outcome live(int days) {
        lives.forEach(BotLife::startProcess);
        quoteAndGoOn();
        lives.forEach(BotLife::disturbAndGoOn);
        time.runUntil(START.toEpochMilli() + days * DAY_MILLIS);
        comeToRest();
        int executions = lives.stream().mapToInt(BotLife::executions).sum();
        long hash = executions;
        for (BotLife life : lives) {
            hash = life.hash(hash);
        }
        return new Outcome(executions, lives.stream().mapToInt(BotLife::starts).sum(),
                lives.stream().mapToInt(BotLife::disturbances).sum(), hash);
    }

    private void quoteAndGoOn() {
        price = Math.clamp(price * (1 + market.gaussian() * 0.0005), 20_000, 120_000);
        double size = market.fraction() < 0.2 ? 0.01 : 5;
        quote(BotLife.PERP, price, size);
        quote(BotLife.SPOT, price * 1.0005, size);
        lives.forEach(BotLife::watch);
        time.after(market.between(10_000, 30_000), this::quoteAndGoOn);
    }

    private void quote(InstrumentId instrument, double mid, double size) {
        Quote quote = new Quote(instrument, mid - 0.5, size, mid + 0.5, size, time.instant());
        matching.onMarket(new MarketEvent.QuoteChanged(quote));
        lives.forEach(life -> life.quoted(quote));
    }

    /// Nothing goes wrong any more; after a while the books of all sides must agree.
    private void comeToRest() {
        lives.forEach(BotLife::calmDown);
        time.runUntil(time.millis() + CALM_MILLIS / 3);
        lives.forEach(BotLife::adopt);
        time.runUntil(time.millis() + CALM_MILLIS);
        lives.forEach(life -> life.requireAgreement(price));
    }
}
