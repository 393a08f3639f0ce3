package io.tradinghub.simulation;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.tradinghub.bot.BotId;
import io.tradinghub.bot.Hedge;
import io.tradinghub.engine.BotEngine;
import io.tradinghub.engine.EngineSettings;
import io.tradinghub.ledger.InMemoryLedger;
import io.tradinghub.ledger.LedgerUnavailableException;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Quote;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.position.Position;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskLimits;
import org.jspecify.annotations.Nullable;

/// One bot of a simulation: its account, ledger, disk and processes, what goes wrong for them, and what is judged.
final class BotLife {
    static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    static final InstrumentId SPOT = InstrumentId.spot("BTCUSDT");
    private static final List<InstrumentId> INSTRUMENTS = List.of(PERP, SPOT);
    static final double LOT = 0.001;
    private static final double LARGEST = 0.12;
    /// The engine's limit, and every answer lost once on the way in and once on the way out, with the pauses after a
    /// failure and a market that takes a minute to be deep enough.
    private static final long NAKED_BOUND_MILLIS = Duration.ofMinutes(4).toMillis();
    /// The word that a stop is gone may be lost; the account is asked for every five minutes.
    private static final long UNPROTECTED_BOUND_MILLIS = Duration.ofMinutes(7).toMillis();
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    private static final RiskLimits LIMITS = new RiskLimits(new BigDecimal("7500"), new BigDecimal("4000"), 12,
            Duration.ofSeconds(45), new BigDecimal("1000000"), 1);
    /// Passed now and then by the price alone, and by the fees of a hedge.
    private static final RiskLimits LIMITS_OF_EQUITY = new RiskLimits(LIMITS.maxPositionNotional(),
            LIMITS.maxOrderNotional(), LIMITS.maxOrdersPerMinute(), LIMITS.maxDataAge(), new BigDecimal("150"), 0.08);
    private static final EngineSettings SETTINGS = new EngineSettings(new BigDecimal("10000"), "USDT", 20, 0.10,
            new EngineSettings.Timing(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(2),
                    Duration.ofSeconds(1), Duration.ofSeconds(15), Duration.ofMinutes(5), Duration.ofHours(1),
                    Duration.ofSeconds(5), Duration.ofMinutes(5)));
    private static final List<String> DISTURBANCES = List.of("kills", "kills", "breaks the stream", "cuts requests",
            "takes the ledger away", "hangs the ledger's calls", "steps the clock", "halts", "cannot read the halt",
            "flattens", "trades by hand", "backs up the ledger and restores it later", "starts a second process",
            "takes the stop away");
    private final Surroundings around;
    private final VirtualTime time;
    private final Chance chance;
    private final SwingBot bot;
    private final Judge judge;
    private final SimulatedExchange exchange;
    private final SimulatedLedger ledger;
    private final SimulatedProcess.World world;
    private final boolean hedged;
    private final LastingWatch naked;
    private final LastingWatch unprotected;
    private List<SimulatedProcess> processes = new ArrayList<>();
    private HaltState halt = HaltState.RUNNING;
    private int starts;
    private int disturbances;
    private boolean calm;

    /// What the bots of a simulation share.
    record Surroundings(VirtualTime time, Matching matching, List<Instrument> rules, Faults faults, Trace trace) {}

    /// @param seed of the bot's wishes; every third trades a hedge, every fourth has limits of equity that it reaches
    BotLife(BotId id, long seed, Surroundings around, Chance chance) {
        this.around = around;
        this.time = around.time;
        this.chance = chance;
        this.hedged = Math.floorMod(seed, 3) == 0;
        List<Hedge> hedges = hedged ? List.of(new Hedge(SPOT, PERP)) : List.of();
        this.bot = new SwingBot(seed, INSTRUMENTS, hedges, LARGEST);
        RiskLimits limits = Math.floorMod(seed, 4) == 1 ? LIMITS_OF_EQUITY : LIMITS;
        this.judge = new Judge(bot, limits, SETTINGS.capital(), LOT);
        this.exchange = new SimulatedExchange(time, judge, around.trace, around.matching, id);
        this.ledger = new SimulatedLedger(new InMemoryLedger(id, time));
        this.world = new SimulatedProcess.World(id, time, exchange, ledger, new SimulatedProcess.Disk(), bot, SETTINGS,
                limits, judge, around.rules, chance.split(), around.faults, around.trace);
        this.naked = new LastingWatch("one leg of the hedge stands alone", NAKED_BOUND_MILLIS);
        this.unprotected = new LastingWatch("the position has no stop at the exchange", UNPROTECTED_BOUND_MILLIS);
    }

    int executions() {
        return exchange.executions();
    }

    int starts() {
        return starts;
    }

    int disturbances() {
        return disturbances;
    }

    /// Continues a hash by what this bot came to.
    long hash(long before) {
        long hash = before;
        for (InstrumentId instrument : INSTRUMENTS) {
            hash = hash * 31 + exchange.position(instrument).stripTrailingZeros().hashCode();
        }
        return hash * 31 + ledger.books().orderCount();
    }

    // ---- market

    void quoted(Quote quote) {
        judge.equity().quoted(quote);
        List.copyOf(processes).forEach(process -> process.quoted(quote));
    }

    /// Judges what must not last.
    void watch() {
        judge.equity().count(time.millis());
        SimulatedProcess living = living();
        if (living != null) {
            judge.equity().watch(living, time.millis());
            double alone = exchange.position(PERP).doubleValue() + exchange.position(SPOT).doubleValue();
            naked.watch(living, hedged && Math.abs(alone) > LOT * 2.2, time.millis());
            unprotected.watch(living, !hedged && exchange.isUnprotected(PERP), time.millis());
        }
    }

    // ---- processes

    private @Nullable SimulatedProcess living() {
        processes.removeIf(process -> !process.isAlive());
        return processes.isEmpty() ? null : processes.getLast();
    }

    /// Somebody always starts the bot anew when no process of it lives.
    void startProcess() {
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

    void disturbAndGoOn() {
        if (around.faults.disturbancesPerDay() == 0) {
            return;
        }
        if (!calm) {
            disturbances++;
            disturb();
        }
        long mean = (long) (DAY_MILLIS / around.faults.disturbancesPerDay());
        time.after(chance.between(mean / 10, mean * 19 / 10), this::disturbAndGoOn);
    }

    private void disturb() {
        SimulatedProcess process = living();
        long briefly = chance.between(1_000, 60_000);
        long longer = chance.between(60_000, 45 * 60_000);
        List<Matching.Incident> incidents = exchange.account().incidents();
        int which = (int) chance.between(0, DISTURBANCES.size() - 1 + incidents.size());
        int further = which - DISTURBANCES.size();
        around.trace.note(time.instant(), "world of " + world.id(),
                further < 0 ? DISTURBANCES.get(which) : incidents.get(further).words());
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
            case 13 -> exchange.account().removeStop(PERP);
            default -> incidents.get(further).work().run();
        }
    }

    private static void ifAlive(@Nullable SimulatedProcess process, Consumer<SimulatedProcess> what) {
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
        exchange.account().tradeOtherwise(origin, PERP, side, quantity);
        naked.excuse(time.millis() + adoptedAfterMillis + 10 * 60_000);
        time.after(adoptedAfterMillis, this::adopt);
    }

    /// A person says that the account is right.
    void adopt() {
        judge.adopted();
        processes.forEach(SimulatedProcess::adopt);
    }

    private void restoreLater(long afterMillis) {
        InMemoryLedger backup = ledger.backup();
        time.after(afterMillis, () -> {
            if (!calm) {
                ledger.restore(backup);
                judge.restored();
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

    // ---- the end

    /// Nothing goes wrong for this bot any more, and its processes start anew.
    void calmDown() {
        calm = true;
        chance.calmDown();
        world.chance().calmDown();
        ledger.comeBack();
        switchTo(HaltState.RUNNING);
        processes.forEach(SimulatedProcess::kill);
    }

    /// Judges that the books of all sides agree, and that the bot has what it wants.
    void requireAgreement(double price) {
        SimulatedProcess process = living();
        if (process == null) {
            throw new Violation("no process lives at the end");
        }
        for (InstrumentId instrument : INSTRUMENTS) {
            BigDecimal truth = exchange.position(instrument);
            BigDecimal held = positionOf(process.engine().positions(), instrument);
            BigDecimal booked = positionOf(List.copyOf(ledger.books().positions().values()), instrument);
            if (held.compareTo(truth) != 0 || booked.compareTo(truth) != 0) {
                throw new Violation("%s at the end: the exchange holds %s, the engine %s, the ledger %s"
                        .formatted(instrument, truth, held, booked));
            }
            requireAtTarget(process.engine(), instrument, truth.doubleValue(), price);
        }
        if (!ledger.books().load().openOrders().stream().allMatch(order -> order.request().rests())) {
            throw new Violation("orders are open at the end: %s".formatted(ledger.books().load().openOrders()));
        }
    }

    private static BigDecimal positionOf(List<Position> positions, InstrumentId instrument) {
        return positions.stream().filter(position -> position.instrument().equals(instrument))
                .map(Position::quantity).findFirst().orElse(BigDecimal.ZERO);
    }

    private void requireAtTarget(BotEngine engine, InstrumentId instrument, double held, double price) {
        if (!bot.isAtTheMarket(instrument, time.millis())) {
            return;
        }
        double wanted = bot.wanted(instrument, time.millis());
        double reachable = engine.tripped().isEmpty() ? wanted : withoutEntry(held, wanted);
        if (Math.abs(held - reachable) > 2.2 * LOT
                && Math.abs(wanted) * price < LIMITS.maxPositionNotional().doubleValue()) {
            throw new Violation("%s at the end: holds %s, wants %s, entries ended by %s".formatted(instrument, held,
                    wanted, engine.entriesEnded()));
        }
    }

    private static double withoutEntry(double held, double wanted) {
        return held * wanted > 0 ? Math.copySign(Math.min(Math.abs(held), Math.abs(wanted)), held) : 0;
    }
}
