package io.tradinghub.engine;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.BotId;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.ledger.LedgerSnapshot.EquityMark;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Quote;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.StartMark;
import io.tradinghub.position.Position;
import io.tradinghub.risk.EquityGuard;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskDecision.Refused;
import io.tradinghub.risk.RiskGate;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.risk.RiskRule;

/// The deterministic heart of a bot: events in, commands out. No I/O, no clock, one thread; the same events give the
/// same commands.
///
/// It holds at most one entry per instrument under way, so wanting the same thing twice does nothing; an order whose
/// fate is unknown blocks entries in its instrument until the exchange has been asked. Executions are the truth about
/// positions; reports only say what to wait for.
public final class BotEngine {
    private static final long SOON_MILLIS = 1_000;
    private final Bot bot;
    private final Subscription subscription;
    private final EngineSettings settings;
    private final Resumption resumption;
    private final long maxDataAgeMillis;
    private final CommandSink commands;
    private final EngineTime time = new EngineTime();
    private final Account account;
    private final RiskGate gate;
    private final Announcer announcer;
    private final HedgeBook hedges;
    private final OrderPlanner planner;
    private final OrderWatch watch;
    private final StopKeeper stops;
    private final ExchangeLink link;
    private final AccountCheck accountCheck;
    private final Adoption adoption;
    private final ExchangeHandler exchange;
    private final EquityWatch equity;
    private boolean started;
    private boolean stopping;
    private boolean flattened;
    private HaltState lastSaid = HaltState.RUNNING;

    /// Starts from what the ledger knows; orders that were open there count as unknown until the exchange has been
    /// asked about them.
    ///
    /// @param start names this start in its order ids
    public BotEngine(BotId id, StartMark start, Bot bot, EngineSettings settings, RiskLimits limits,
            LedgerSnapshot snapshot, CommandSink commands) {
        this.bot = bot;
        this.subscription = bot.subscription();
        this.settings = settings;
        this.commands = commands;
        this.maxDataAgeMillis = limits.maxDataAge().toMillis();
        this.account = new Account(settings.capital(), subscription.instruments(), snapshot);
        this.gate = new RiskGate(limits, guard(limits, snapshot));
        OrderNumbers numbers = new OrderNumbers(id, start);
        this.announcer = new Announcer(commands, time, numbers);
        this.hedges = new HedgeBook(subscription.hedges(), account, settings.timing(), time, announcer);
        OrderSender sender = new OrderSender(settings.timing(), numbers, time, commands);
        this.equity = new EquityWatch(gate, account, time, commands, announcer, settings.timing());
        Wallet wallet = new Wallet();
        ExitPlanner exits = new ExitPlanner(settings, maxDataAgeMillis, sender, wallet, time, announcer);
        EntryPlanner entries = new EntryPlanner(settings, gate, hedges, sender, time, announcer);
        this.planner = new OrderPlanner(gate, exits, entries, sender, time, announcer);
        Concluded concluded = new Concluded();
        this.watch = new OrderWatch(settings.timing(), time, commands, announcer, concluded);
        this.stops = new StopKeeper(settings, maxDataAgeMillis, snapshot.stops(), hedges, time, commands, announcer);
        this.link = new ExchangeLink(gate, time, commands, announcer, concluded, settings.timing(),
                snapshot);
        this.accountCheck = new AccountCheck(gate, account, wallet, watch, time, announcer);
        ExchangeHandler.Parts parts = new ExchangeHandler.Parts(gate, concluded, numbers, time, settings, commands,
                announcer);
        this.exchange = new ExchangeHandler(account, watch, stops, link, accountCheck, wallet, hedges,
                new AdoptedDifferences(snapshot.adopted()), parts);
        this.adoption = new Adoption(account, accountCheck, exchange, link, parts);
        this.resumption = new Resumption(snapshot, settings, gate, account, concluded, sender, time);
        snapshot.bookedExecutions().forEach(exchange.recentExecutions()::add);
    }

    private EquityGuard guard(RiskLimits limits, LedgerSnapshot snapshot) {
        BigDecimal mostEarned = snapshot.peak().map(EquityMark::earned).orElse(BigDecimal.ZERO).max(BigDecimal.ZERO);
        return new EquityGuard(limits, settings.capital().add(mostEarned).doubleValue());
    }

    /// What the bot holds and is worth.
    public AccountView account() {
        return account;
    }

    /// Positions of everything traded or held, flat ones included, in a fixed order.
    public List<Position> positions() {
        return Arrays.stream(account.all()).map(state -> state.holding().position()).toList();
    }

    /// Why entries have ended in all instruments, if they have. That the process is about to end is no reason of its
    /// own.
    public Optional<RiskRule> entriesEnded() {
        boolean isHaltOfStopping = stopping && lastSaid == HaltState.RUNNING;
        return gate.stopped().map(Refused::rule).filter(rule -> !(isHaltOfStopping && rule == RiskRule.HALTED));
    }

    /// The equity limit that ended entries, if one has.
    public Optional<RiskRule> tripped() {
        return gate.equity().tripped().map(EquityGuard.Limit::rule);
    }

    /// Whether an order that may enlarge a position is under way anywhere.
    public boolean isEntering() {
        return Arrays.stream(account.all()).anyMatch(state -> state.orders().hasEntry());
    }

    /// Whether an entry that was wanted a moment ago may still leave.
    boolean mayLeave(OrderRequest entry) {
        InstrumentState state = account.find(entry.instrument());
        return state == null ? gate.stopped().isEmpty() : planner.mayEnter(state);
    }

    /// Whether the engine has not heard of this execution or funding payment, as far back as it remembers.
    boolean isNew(ExecutionId execution) {
        return !exchange.recentExecutions().contains(execution);
    }

    /// How the ledger is to book an execution that is new.
    LedgerEntry entryOf(Fill execution) {
        return exchange.entryOf(execution);
    }

    /// Whether a leg of a hedge stands alone.
    public boolean isNaked() {
        return hedges.isNaked();
    }

    /// Whether the first resync of this start is still to come: until then nothing is traded.
    public boolean isStarting() {
        return !link.trades();
    }

    /// When time alone may change something next, by the steady clock; `Long.MAX_VALUE` when only events can. Between
    /// two events an engine that is told of the time by then misses nothing for longer than a second.
    public long nextDueMillis() {
        long soon = time.steadyMillis() + SOON_MILLIS;
        if (!link.trades() || hedges.isNaked()) {
            return soon;
        }
        long next = Long.MAX_VALUE;
        for (InstrumentState state : account.all()) {
            next = Math.min(next, state.nextDueMillis(soon));
        }
        return next;
    }

    /// Whether nothing is held and no order is under way.
    public boolean isFlat() {
        return Arrays.stream(account.all()).allMatch(InstrumentState::isFlat);
    }

    /// Whether no order is under way and nothing is held but remainders too small for the exchange to take.
    public boolean isFlatButForDust() {
        return Arrays.stream(account.all()).allMatch(state -> state.isFlat() || state.isDust());
    }

    /// Whether a person may adopt something in this instrument, or in any if none is named: what something other than
    /// the bot's own orders traded, a difference between account and ledger, an execution that cannot be read.
    public boolean hasToAdopt(Optional<InstrumentId> only) {
        return adoption.isNeeded(only);
    }

    /// What ends entries until a person decides, a line each, for people.
    public List<String> undecided() {
        return adoption.undecided();
    }

    /// Takes one event; commands go to the sink before this returns.
    public void on(EngineEvent event) {
        advanceTo(event.at().wallMillis(), event.at().steadyMillis());
        if (event instanceof EngineEvent.WarmUpCandle(Candle candle, _)) {
            mark(candle);
            for (Target target : bot.onCandle(candle, account).targets()) {
                ifKnown(target.instrument(), state -> state.goal().replayed(target));
            }
            return;
        }
        switch (event) {
            case EngineEvent.CandleClosed(Candle candle, _) -> closed(candle);
            case EngineEvent.QuoteChanged(Quote quote, _) -> quoted(quote);
            case EngineEvent.FundingAnnounced(var rate, _) -> {
                if (!stopping) {
                    want(bot.onFunding(rate, account), time.wallMillis());
                }
            }
            case EngineEvent.InstrumentPublished(var instrument, _) ->
                ifKnown(instrument.id(), state -> state.publish(instrument));
            case EngineEvent.HistoryChanged(InstrumentId id, boolean isComplete, _) ->
                ifKnown(id, state -> state.historyComplete(isComplete));
            case EngineEvent.ExchangeTold(var told, _) -> exchange.on(told);
            case EngineEvent.EntryGivenUp(var id, _) -> exchange.givenUp(id);
            case EngineEvent.HaltChanged(HaltState state, _) -> halt(state);
            case EngineEvent.EntriesBlocked(RiskRule rule, var reason, _) -> {
                reason.ifPresentOrElse(text -> gate.block(rule, text), () -> gate.unblock(rule));
                unsettleAll();
            }
            case EngineEvent.Noted(RiskRule rule, String detail, _) -> announcer.announce(rule, detail);
            case EngineEvent.Adopted(var instrument, _) -> adoption.adopt(instrument);
            case EngineEvent.Stopping _ -> stop();
            case EngineEvent.WarmUpCandle _,EngineEvent.Tick _ -> {}
        }
        lookAfterEverything();
    }

    /// The same as [EngineEvent.CandleClosed] without making one, for back-tests, where candles come by the million.
    public void onCandle(Candle candle, long millis) {
        advanceTo(millis, millis);
        closed(candle);
        lookAfterEverything();
    }

    /// Tells a price that is neither a quote nor a close, for back-tests: the open of a candle. Where quotes come it is
    /// not needed, and not taken. The bot is not asked, and nothing is traded before the next event.
    public void onPrice(InstrumentId instrument, double price, long millis) {
        advanceTo(millis, millis);
        mark(instrument, price, millis);
    }

    private void advanceTo(long wallMillis, long steadyMillis) {
        long jumped = time.advanceTo(wallMillis, steadyMillis);
        if (!started) {
            started = true;
            resumption.run();
        }
        if (jumped != 0) {
            equity.clockStepped();
            announcer.announce(RiskRule.CLOCK_STEPPED,
                    "the clock jumped by %s".formatted(Duration.ofMillis(jumped)));
        }
    }

    private void ifKnown(InstrumentId instrument, Consumer<InstrumentState> change) {
        InstrumentState state = account.find(instrument);
        if (state != null) {
            change.accept(state);
        }
    }

    /// A strategy that is about to end, or that threw, is not asked any more.
    private void stop() {
        stopping = true;
        gate.halt(HaltState.HALTED);
        hedges.stopping();
        unsettleAll();
    }

    private void closed(Candle candle) {
        mark(candle);
        if (!stopping) {
            want(bot.onCandle(candle, account), candle.closeTimeMillis());
        }
    }

    private void mark(Candle candle) {
        mark(candle.instrument(), candle.close(), candle.closeTimeMillis());
    }

    private void mark(InstrumentId instrument, double price, long millis) {
        InstrumentState state = account.find(instrument);
        if (state != null) {
            state.pricedAt(price, millis);
        }
    }

    private void quoted(Quote quote) {
        InstrumentState state = account.find(quote.instrument());
        boolean isNews = state == null || state.quoted(quote, time.wallMillis());
        if (isNews && !stopping) {
            want(bot.onQuote(quote, account), quote.exchangeTime().toEpochMilli());
        }
    }

    private void want(Targets targets, long decidedMillis) {
        if (targets.isUnchanged()) {
            return;
        }
        for (Target target : targets.targets()) {
            if (!subscription.instruments().contains(target.instrument())) {
                throw new IllegalArgumentException("the bot wants %s, which is not among its instruments %s"
                        .formatted(target, subscription.instruments()));
            }
            InstrumentState state = account.find(target.instrument());
            if (state != null && state.want(target, decidedMillis) && state.holding().isAllOwn()) {
                commands.accept(new EngineCommand.Remember(
                        new LedgerEntry.Claim(state.id(), LedgerEntry.Claim.Kind.DECIDED, time.wall())));
            }
        }
    }

    private void halt(HaltState state) {
        boolean wasUnreadable = gate.halt() == HaltState.UNREADABLE;
        gate.halt(state);
        unsettleAll();
        if (state == HaltState.UNREADABLE) {
            // what a person last said still holds; entries wait
            return;
        }
        flattened = false;
        boolean isResumed = state == HaltState.RUNNING && !(wasUnreadable && lastSaid == HaltState.RUNNING);
        lastSaid = state;
        for (InstrumentState instrument : account.all()) {
            instrument.flatten(state == HaltState.FLATTENING);
            if (isResumed) {
                instrument.forgiveRefusal();
            }
        }
        if (isResumed) {
            gate.unblock(RiskRule.TRADING_STOPPED);
        }
    }

    private void lookAfterEverything() {
        if (watch.takeDoubts()) {
            link.resyncSoon();
        }
        link.watch();
        if (accountCheck.asksAgain()) {
            link.resync();
        }
        equity.judge();
        hedges.watch();
        for (InstrumentState state : account.all()) {
            watch.watch(state);
            if (link.trades()) {
                planner.work(state);
                stops.watch(state);
            }
        }
        if (lastSaid == HaltState.FLATTENING && !flattened && link.trades() && isFlat()) {
            flattened = true;
            adoption.claimFlat();
        }
        equity.note();
    }

    private void unsettleAll() {
        for (InstrumentState state : account.all()) {
            state.goal().unsettle();
        }
    }
}
