package io.tradinghub.engine;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.tradinghub.bot.Hedge;
import io.tradinghub.bot.Target;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Quote;
import io.tradinghub.order.LedgerEntry.RiskEvent;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.Side;
import io.tradinghub.order.StartMark;
import io.tradinghub.risk.EquityGuard;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskGate;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.risk.RiskRule;

/// The part of an engine that decides on orders, without an exchange: the test says what is held, quoted and wanted,
/// what time it is, and what becomes of an order.
final class Desk {
    static final Hedge PAIR = new Hedge(Bench.SPOT, Bench.PERP);
    final EngineTime time = new EngineTime();
    final Wallet wallet = new Wallet();
    final RiskGate gate;
    final HedgeBook hedges;
    private final List<EngineCommand> commands = new ArrayList<>();
    private final Account account;
    private final OrderSender sender;
    private final OrderPlanner planner;
    private long passedMillis;

    Desk(EngineSettings settings, RiskLimits limits, List<Hedge> pairs, InstrumentId... instruments) {
        OrderNumbers numbers = new OrderNumbers(Bench.BOT, StartMark.of(Bench.START, 1));
        Announcer announcer = new Announcer(commands::add, time, numbers);
        this.account = new Account(settings.capital(), List.of(instruments), LedgerSnapshot.empty());
        this.gate = new RiskGate(limits, new EquityGuard(limits, 10_000));
        this.hedges = new HedgeBook(pairs, account, settings.timing(), time, announcer);
        this.sender = new OrderSender(settings.timing(), numbers, time, commands::add);
        ExitPlanner exits = new ExitPlanner(settings, limits.maxDataAge().toMillis(), sender, wallet, time, announcer);
        EntryPlanner entries = new EntryPlanner(settings, gate, hedges, sender, time, announcer);
        this.planner = new OrderPlanner(gate, exits, entries, sender, time, announcer);
        gate.halt(HaltState.RUNNING);
        pass(0);
    }

    static Desk withoutRules(InstrumentId... instruments) {
        return new Desk(Bench.SETTINGS, RiskLimits.DEFAULTS, List.of(), instruments);
    }

    static Desk trading(InstrumentId... instruments) {
        return withoutRules(instruments).knowingRules();
    }

    static Desk hedging(RiskLimits limits) {
        return new Desk(Bench.SETTINGS, limits, List.of(PAIR), Bench.PERP, Bench.SPOT).knowingRules();
    }

    Desk knowingRules() {
        for (InstrumentState state : account.all()) {
            publish(Bench.instrument(state.id()));
        }
        return this;
    }

    void publish(Instrument instrument) {
        state(instrument.id()).publish(instrument);
    }

    InstrumentState state(InstrumentId id) {
        return Objects.requireNonNull(account.find(id));
    }

    HedgeBook.Legs legs() {
        return hedges.legsOf(state(Bench.PERP)).orElseThrow();
    }

    void pass(long millis) {
        passedMillis += millis;
        time.advanceTo(Bench.START.toEpochMilli() + passedMillis, passedMillis);
    }

    /// The bot's own order traded this signed quantity.
    void hold(InstrumentId id, String quantity) {
        state(id).book(Executions.own(id, quantity, "50000"));
    }

    void quote(InstrumentId id, double price) {
        state(id).quoted(new Quote(id, price - 0.1, 10, price + 0.1, 10, Instant.ofEpochMilli(time.wallMillis())),
                time.wallMillis());
    }

    void want(Target... targets) {
        for (Target target : targets) {
            state(target.instrument()).want(target, time.wallMillis());
        }
    }

    /// Quotes every instrument at 50,000 and does what is needed now.
    void workAtUsualPrice() {
        for (InstrumentState state : account.all()) {
            quote(state.id(), 50_000);
        }
        work();
    }

    /// Does what is needed now.
    void work() {
        hedges.watch();
        for (InstrumentState state : account.all()) {
            planner.work(state);
        }
    }

    /// Does what one instrument needs now.
    void work(InstrumentId id) {
        planner.work(state(id));
    }

    /// An order of before is known to be under way; whether the exchange has told of it is for the test to say.
    WorkingOrder.Open underWay(InstrumentId id, Side side, String quantity, Terms terms, Effect effect) {
        OrderRequest request = switch (effect) {
            case ANY -> sender.entry(state(id), side, new BigDecimal(quantity), terms, Optional.empty());
            case REDUCE_ONLY -> sender.exit(state(id), side, new BigDecimal(quantity), terms);
        };
        WorkingOrder.Open order = WorkingOrder.Open.sent(request, time.steadyMillis(), time.steadyMillis());
        state(id).orders().add(order);
        return order;
    }

    /// The exchange tells of all orders of the instrument as received.
    void acknowledge(InstrumentId id) {
        for (WorkingOrder order : state(id).orders().all()) {
            if (order instanceof WorkingOrder.Open open) {
                state(id).replace(open, open.acknowledged(time.steadyMillis()));
            }
        }
    }

    /// All orders of the instrument end, whatever they have traded.
    void end(InstrumentId id) {
        for (WorkingOrder order : state(id).orders().all()) {
            state(id).replace(order, new WorkingOrder.Closed(order.request(), order.filled(), time.steadyMillis()));
        }
    }

    /// Whether nothing is to be done in the instrument before something happens.
    boolean isAtRest(InstrumentId id) {
        return state(id).nextDueMillis(0) == Long.MAX_VALUE;
    }

    List<OrderRequest> placed() {
        return commands.stream().filter(EngineCommand.Place.class::isInstance).map(EngineCommand.Place.class::cast)
                .flatMap(place -> place.requests().stream()).toList();
    }

    List<EngineCommand.Cancel> cancels() {
        return commands.stream().filter(EngineCommand.Cancel.class::isInstance).map(EngineCommand.Cancel.class::cast)
                .toList();
    }

    List<EngineCommand.Refuse> refusals() {
        return commands.stream().filter(EngineCommand.Refuse.class::isInstance).map(EngineCommand.Refuse.class::cast)
                .toList();
    }

    List<RiskRule> refused() {
        return refusals().stream().map(refuse -> refuse.refusal().rule()).toList();
    }

    List<RiskEvent> announcements() {
        return commands.stream().filter(EngineCommand.Announce.class::isInstance)
                .map(EngineCommand.Announce.class::cast).map(EngineCommand.Announce::event).toList();
    }

    List<RiskRule> announced() {
        return announcements().stream().map(RiskEvent::rule).toList();
    }
}
