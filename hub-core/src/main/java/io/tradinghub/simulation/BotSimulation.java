package io.tradinghub.simulation;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

import io.tradinghub.bot.Hedge;
import io.tradinghub.engine.EngineSettings;
import io.tradinghub.exchange.Protection;
import io.tradinghub.ledger.InMemoryLedger;
import io.tradinghub.ledger.LedgerUnavailableException;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.Quote;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.position.Position;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskLimits;
import org.jspecify.annotations.Nullable;

/// Days in the life of a bot from one seed: its processes live, die, hang and overlap, its exchange, ledger, clock and
/// disk fail in every way, people trade by hand and restore old backups. What must hold is judged all the time, and at
/// the end, when everything has calmed down, the books of all sides must agree.
public final class BotSimulation {
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    private static final InstrumentId SPOT = InstrumentId.spot("BTCUSDT");
    private static final double LOT = 0.001;
    private static final double LARGEST = 0.12;
    /// The engine's limit, and every answer lost once on the way in and once on the way out, with the pauses after a
    /// failure and a market that takes a minute to be deep enough.
    private static final long NAKED_BOUND_MILLIS = Duration.ofMinutes(4).toMillis();
    /// The word that a stop is gone may be lost; the account is asked for every five minutes.
    private static final long UNPROTECTED_BOUND_MILLIS = Duration.ofMinutes(7).toMillis();
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    /// So long that the last wish is some minutes old at the end.
    private static final long CALM_MILLIS = Duration.ofMinutes(100).toMillis();
    private static final RiskLimits LIMITS = new RiskLimits(new BigDecimal("7500"), new BigDecimal("4000"), 12,
            Duration.ofSeconds(45), new BigDecimal("1000000"), 1);
    private static final EngineSettings SETTINGS = new EngineSettings(new BigDecimal("10000"), "USDT", 20, 0.10,
            new EngineSettings.Timing(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(2),
                    Duration.ofSeconds(1), Duration.ofSeconds(15), Duration.ofMinutes(5), Duration.ofHours(1),
                    Duration.ofSeconds(5)));
    private static final List<String> DISTURBANCES = List.of("kills", "kills", "breaks the stream", "cuts requests",
            "takes the ledger away", "hangs the ledger's calls", "steps the clock", "halts", "cannot read the halt",
            "flattens", "trades by hand", "backs up the ledger and restores it later", "starts a second process",
            "takes the stop away");
    private final VirtualTime time = new VirtualTime(START);
    private final Faults faults;
    private final Trace trace;
    private final Chance chance;
    private final Chance market;
    private final SwingBot bot;
    private final Judge judge;
    private final SimulatedExchange exchange;
    private final SimulatedLedger ledger;
    private final SimulatedProcess.World world;
    private final List<InstrumentId> instruments;
    private final boolean hedged;
    private final LastingWatch naked;
    private final LastingWatch unprotected;
    private List<SimulatedProcess> processes = new ArrayList<>();
    private HaltState halt = HaltState.RUNNING;
    private double price = 50_000;
    private int starts;
    private int disturbances;
    private boolean calm;

    private BotSimulation(long seed, Faults faults, Trace trace) {
        this.faults = faults;
        this.trace = trace;
        this.chance = new Chance(seed);
        this.market = chance.split();
        this.hedged = Math.floorMod(seed, 3) == 0;
        this.instruments = List.of(PERP, SPOT);
        List<Hedge> hedges = hedged ? List.of(new Hedge(SPOT, PERP)) : List.of();
        this.bot = new SwingBot(seed, instruments, hedges, LARGEST);
        this.judge = new Judge(bot, LIMITS, LOT);
        this.exchange = new SimulatedExchange(time, judge, trace);
        this.ledger = new SimulatedLedger(new InMemoryLedger(SimulatedProcess.BOT, time));
        List<Instrument> rules = instruments.stream().map(BotSimulation::rules).toList();
        rules.forEach(one -> exchange.onMarket(new MarketEvent.RulesPublished(one)));
        this.world = new SimulatedProcess.World(time, exchange, ledger, new SimulatedProcess.Disk(), bot, SETTINGS,
                LIMITS, rules, chance.split(), faults, trace);
        this.naked = new LastingWatch("one leg of the hedge stands alone", NAKED_BOUND_MILLIS);
        this.unprotected = new LastingWatch("the position has no stop at the exchange", UNPROTECTED_BOUND_MILLIS);
    }

    /// What a simulation came to.
    ///
    /// @param hash the same for every run of a seed
    public record Outcome(int executions, int starts, int disturbances, long hash) {}

    /// Runs one seed.
    ///
    /// @throws Violation when something happened that must never happen
    public static Outcome run(long seed, int days, Faults faults) {
        return run(seed, days, faults, Trace.NONE);
    }

    /// The same, with a trace of what happens.
    public static Outcome run(long seed, int days, Faults faults, Trace trace) {
        BotSimulation simulation = new BotSimulation(seed, faults, trace);
        try {
            return simulation.live(days);
        } catch (Violation violation) {
            throw new Violation("seed %d at %s: %s".formatted(seed, simulation.time.instant(), violation.getMessage()));
        }
    }

    private static Instrument rules(InstrumentId id) {
        return new Instrument(id, "BTC", "USDT", new BigDecimal("0.1"), new BigDecimal("0.001"),
                new BigDecimal("0.001"), new BigDecimal("5"), new BigDecimal("100"), new BigDecimal("50"),
                Optional.empty());
    }

    private Outcome live(int days) {
        startProcess();
        quoteAndGoOn();
        disturbAndGoOn();
        time.runUntil(START.toEpochMilli() + days * DAY_MILLIS);
        comeToRest();
        return new Outcome(exchange.executions(), starts, disturbances, hash());
    }

    private long hash() {
        long hash = exchange.executions();
        for (InstrumentId instrument : instruments) {
            hash = hash * 31 + exchange.position(instrument).stripTrailingZeros().hashCode();
        }
        return hash * 31 + ledger.books().orderCount();
    }

    // ---- market

    private void quoteAndGoOn() {
        price = Math.clamp(price * (1 + market.gaussian() * 0.0005), 20_000, 120_000);
        double size = market.fraction() < 0.2 ? 0.01 : 5;
        quote(PERP, price, size);
        quote(SPOT, price * 1.0005, size);
        SimulatedProcess living = living();
        if (living != null) {
            double alone = exchange.position(PERP).doubleValue() + exchange.position(SPOT).doubleValue();
            naked.watch(living, hedged && Math.abs(alone) > LOT * 2.2, time.millis());
            unprotected.watch(living, !hedged && exchange.isUnprotected(PERP), time.millis());
        }
        time.after(market.between(10_000, 30_000), this::quoteAndGoOn);
    }

    private void quote(InstrumentId instrument, double mid, double size) {
        Quote quote = new Quote(instrument, mid - 0.5, size, mid + 0.5, size, time.instant());
        exchange.onMarket(new MarketEvent.QuoteChanged(quote));
        List.copyOf(processes).forEach(process -> process.quoted(quote));
    }

    // ---- processes

    private @Nullable SimulatedProcess living() {
        processes.removeIf(process -> !process.isAlive());
        return processes.isEmpty() ? null : processes.getLast();
    }

    /// Somebody always starts the bot anew when no process of it lives.
    private void startProcess() {
        if (living() == null) {
            startAnother();
        }
        time.after(chance.between(2_000, 8_000), this::startProcess);
    }

    private void startAnother() {
        try {
            processes.add(new SimulatedProcess(world, starts + 1, halt));
            starts++;
        } catch (LedgerUnavailableException away) {
            // the next try comes soon
        }
    }

    // ---- what goes wrong

    private void disturbAndGoOn() {
        if (faults.disturbancesPerDay() == 0) {
            return;
        }
        if (!calm) {
            disturbances++;
            disturb();
        }
        long mean = (long) (DAY_MILLIS / faults.disturbancesPerDay());
        time.after(chance.between(mean / 10, mean * 19 / 10), this::disturbAndGoOn);
    }

    private void disturb() {
        SimulatedProcess process = living();
        long briefly = chance.between(1_000, 60_000);
        long longer = chance.between(60_000, 45 * 60_000);
        int which = (int) chance.between(0, 13);
        trace.note(time.instant(), "world", DISTURBANCES.get(which));
        switch (which) {
            case 0, 1 -> ifAlive(process, SimulatedProcess::kill);
            case 2 -> ifAlive(process, one -> one.connection().breakStream(briefly));
            case 3 -> ifAlive(process, one -> one.connection().cutRequests(briefly));
            case 4 -> ledgerAway(longer);
            case 5 -> ifAlive(process, one -> one.hangLedger(briefly / 2));
            case 6 -> stepClock(process, longer);
            case 7 -> halt(HaltState.HALTED, longer);
            case 8 -> halt(HaltState.UNREADABLE, briefly);
            case 9 -> halt(HaltState.FLATTENING, longer);
            case 10 -> tradeByHand(longer);
            case 11 -> restoreLater(longer);
            case 12 -> twoHolders(process, briefly);
            default -> moveStop();
        }
    }

    private static void ifAlive(@Nullable SimulatedProcess process,
            Consumer<SimulatedProcess> what) {
        if (process != null) {
            what.accept(process);
        }
    }

    private void ledgerAway(long lastsMillis) {
        ledger.goAway();
        time.after(lastsMillis, ledger::comeBack);
    }

    private void stepClock(@Nullable SimulatedProcess process, long lastsMillis) {
        if (process != null) {
            process.stepClock(chance.between(-3_600_000, 3_600_000));
            time.after(lastsMillis, () -> process.stepClock(0));
        }
    }

    private void halt(HaltState state, long lastsMillis) {
        switchTo(state);
        time.after(lastsMillis, () -> switchTo(HaltState.RUNNING));
    }

    private void switchTo(HaltState state) {
        halt = calm ? HaltState.RUNNING : state;
        processes.forEach(process -> process.halted(halt));
    }

    private void tradeByHand(long adoptedAfterMillis) {
        Side side = chance.flip() ? Side.BUY : Side.SELL;
        Origin origin = chance.oneOf(List.of(Origin.MANUAL, Origin.MANUAL, Origin.LIQUIDATION, Origin.ADL));
        BigDecimal quantity = BigDecimal.valueOf(chance.between(1, 60)).movePointLeft(3);
        exchange.paper().tradeOtherwise(origin, PERP, side, quantity);
        naked.excuse(time.millis() + adoptedAfterMillis + 10 * 60_000);
        time.after(adoptedAfterMillis, this::adopt);
    }

    private void adopt() {
        judge.adopted();
        processes.forEach(SimulatedProcess::adopt);
    }

    private void restoreLater(long afterMillis) {
        InMemoryLedger backup = ledger.backup();
        time.after(afterMillis, () -> {
            if (!calm) {
                ledger.restore(backup);
                // Whoever restores a ledger knows what of the account is the bot's own: the backup may not. A process
                // that lives learns of the restore minutes later, ends, and its successor has to be told again.
                naked.excuse(time.millis() + 20 * 60_000);
                for (long minutes : List.of(5L, 10L, 15L)) {
                    time.after(minutes * 60_000, this::adopt);
                }
            }
        });
    }

    /// A second process starts while the first is alive, cut from the database or from the exchange's stream or from
    /// both.
    private void twoHolders(@Nullable SimulatedProcess first, long lastsMillis) {
        if (first == null) {
            return;
        }
        if (chance.flip()) {
            first.view().cut(true);
            time.after(lastsMillis, () -> first.view().cut(false));
        }
        if (chance.flip()) {
            first.connection().breakStream(lastsMillis);
        }
        startAnother();
    }

    /// The exchange loses the stop, as if somebody had taken it away by hand.
    private void moveStop() {
        exchange.protect(PERP, Protection.none());
    }

    // ---- the end

    /// Nothing goes wrong any more; after a while the books of all sides must agree.
    private void comeToRest() {
        calm = true;
        chance.calmDown();
        world.chance().calmDown();
        ledger.comeBack();
        switchTo(HaltState.RUNNING);
        processes.forEach(SimulatedProcess::kill);
        time.runUntil(time.millis() + CALM_MILLIS / 3);
        adopt();
        time.runUntil(time.millis() + CALM_MILLIS);
        SimulatedProcess process = living();
        if (process == null) {
            throw new Violation("no process lives at the end");
        }
        for (InstrumentId instrument : instruments) {
            BigDecimal truth = exchange.position(instrument);
            BigDecimal held = positionOf(process.engine().positions(), instrument);
            BigDecimal booked = positionOf(List.copyOf(ledger.books().positions().values()), instrument);
            if (held.compareTo(truth) != 0 || booked.compareTo(truth) != 0) {
                throw new Violation("%s at the end: the exchange holds %s, the engine %s, the ledger %s"
                        .formatted(instrument, truth, held, booked));
            }
            requireAtTarget(instrument, truth.doubleValue());
        }
        if (!ledger.books().load().openOrders().stream().allMatch(order -> order.request().rests())) {
            throw new Violation("orders are open at the end: %s".formatted(ledger.books().load().openOrders()));
        }
    }

    private static BigDecimal positionOf(List<Position> positions, InstrumentId instrument) {
        return positions.stream().filter(position -> position.instrument().equals(instrument))
                .map(Position::quantity).findFirst().orElse(BigDecimal.ZERO);
    }

    private void requireAtTarget(InstrumentId instrument, double held) {
        if (!bot.isAtTheMarket(instrument, time.millis())) {
            return;
        }
        double wanted = bot.wanted(instrument, time.millis());
        if (Math.abs(held - wanted) > 2.2 * LOT
                && Math.abs(wanted) * price < LIMITS.maxPositionNotional().doubleValue()) {
            throw new Violation("%s at the end: holds %s, wants %s, entries ended by %s".formatted(instrument, held,
                    wanted, living() == null ? "death" : Objects.requireNonNull(living()).engine().entriesEnded()));
        }
    }
}
