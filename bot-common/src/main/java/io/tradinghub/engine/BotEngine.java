package io.tradinghub.engine;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.BotId;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.market.Candle;
import io.tradinghub.market.Quote;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry.RiskEvent;
import io.tradinghub.order.OrderReport;
import io.tradinghub.position.Position;
import io.tradinghub.risk.EquityGuard;
import io.tradinghub.risk.RiskGate;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.risk.Verdict;

/// The deterministic heart of a bot: events in, commands out. No I/O, no clock, one thread; the same events give the same commands.
///
/// It holds at most one order per instrument under way, so wanting the same thing twice does nothing; an order whose fate is unknown
/// blocks its instrument until the exchange has been asked. Fills are the truth about positions; reports only say what to wait for.
public final class BotEngine {
    private final Bot bot;
    private final Subscription subscription;
    private final EngineSettings settings;
    private final CommandSink commands;
    private final Account account;
    private final RiskGate gate;
    private final HedgeBook hedges;
    private final Trader trader;
    private final OrderWatch watch;
    private final long maxDataAgeMillis;
    private final RecentFills recentFills = new RecentFills();
    private EngineEvent.LedgerState ledger = EngineEvent.LedgerState.AVAILABLE;
    private long nowMillis = Long.MIN_VALUE;
    private long snapshotAtMillis = Long.MIN_VALUE;

    /// Starts from what the ledger knows; orders that were open there count as unknown until the exchange has been asked about them.
    public BotEngine(BotId id, Bot bot, EngineSettings settings, RiskLimits limits, LedgerSnapshot snapshot,
            CommandSink commands) {
        this.bot = bot;
        this.subscription = bot.subscription();
        this.settings = settings;
        this.commands = commands;
        this.account = new Account(settings.capital(), subscription.instruments(), snapshot);
        this.gate = new RiskGate(limits, guard(limits, settings.capital(), snapshot),
                snapshot.recentOrderTimes().stream().map(Instant::toEpochMilli).toList());
        this.hedges = new HedgeBook(subscription.hedges(), account, settings, commands);
        this.trader = new Trader(settings, gate, new OrderNumbers(id, snapshot.nextOrderSequence()), hedges, commands);
        this.watch = new OrderWatch(settings, commands);
        this.maxDataAgeMillis = limits.maxDataAge().toMillis();
        for (LedgerSnapshot.OpenOrder open : snapshot.openOrders()) {
            Desk desk = account.desk(open.request().instrument());
            if (desk != null) {
                desk.orders().add(new WorkingOrder.Unknown(open.request(), open.filledQuantity(), Long.MIN_VALUE));
                desk.lookUpAt(Long.MIN_VALUE);
            }
        }
    }

    /// What the bot holds and is worth.
    public AccountView account() {
        return account;
    }

    /// Positions of everything traded or held, flat ones included, in a fixed order.
    public List<Position> positions() {
        return Arrays.stream(account.all()).map(Desk::position).toList();
    }

    /// The limit that ended entries, if one has.
    public Optional<Verdict.Rule> tripped() {
        return gate.equity().tripped();
    }

    /// Whether an order is under way anywhere.
    public boolean isBusy() {
        for (Desk desk : account.all()) {
            if (!desk.isIdle()) {
                return true;
            }
        }
        return false;
    }

    /// Takes one event; commands go to the sink before this returns.
    public void on(EngineEvent event) {
        advanceTo(event.atMillis());
        switch (event) {
            case EngineEvent.CandleClosed(Candle candle, _) -> closed(candle);
            case EngineEvent.QuoteChanged(Quote quote, _) -> quoted(quote);
            case EngineEvent.WarmUpCandle(Candle candle, _) -> {
                mark(candle);
                bot.onCandle(candle, account);
            }
            case EngineEvent.FundingAnnounced(var rate, _) -> want(bot.onFunding(rate, account), true);
            case EngineEvent.InstrumentPublished(var instrument, _) -> {
                Desk desk = account.desk(instrument.id());
                if (desk != null) {
                    desk.publish(instrument);
                }
            }
            case EngineEvent.Reported(OrderReport report, _) -> reported(report);
            case EngineEvent.Filled(Fill fill, _) -> filled(fill);
            case EngineEvent.FundingPaid(var payment, _) -> account.received(payment);
            case EngineEvent.OrderAbsent(var id, _) -> {
                for (Desk desk : account.all()) {
                    desk.order(id).ifPresent(order -> watch.absent(desk, order, nowMillis));
                }
            }
            case EngineEvent.IntentFailed(var id, _) -> {
                for (Desk desk : account.all()) {
                    desk.order(id).ifPresent(order -> neverLeft(desk, order));
                }
            }
            case EngineEvent.HaltChanged(var state, _) -> {
                gate.halt(state);
                unsettleAll();
            }
            case EngineEvent.LedgerChanged(var state, _) -> ledger = state;
            case EngineEvent.Tick _ -> {}
        }
        if (!(event instanceof EngineEvent.WarmUpCandle)) {
            lookAfterEverything();
        }
    }

    /// The same as [EngineEvent.CandleClosed] without making one, for back-tests, where candles come by the million.
    public void onCandle(Candle candle, long atMillis) {
        advanceTo(atMillis);
        closed(candle);
        lookAfterEverything();
    }

    private void advanceTo(long millis) {
        nowMillis = Math.max(nowMillis, millis);
    }

    private void closed(Candle candle) {
        mark(candle);
        want(bot.onCandle(candle, account), isFresh(candle.closeTimeMillis()));
    }

    private void mark(Candle candle) {
        Desk desk = account.desk(candle.instrument());
        if (desk != null) {
            desk.closedAt(candle.close(), candle.closeTimeMillis());
        }
    }

    private void quoted(Quote quote) {
        Desk desk = account.desk(quote.instrument());
        if (desk != null) {
            desk.quoted(quote);
        }
        want(bot.onQuote(quote, account), isFresh(quote.exchangeTime().toEpochMilli()));
    }

    private boolean isFresh(long dataMillis) {
        return nowMillis - dataMillis <= maxDataAgeMillis;
    }

    private void want(Targets targets, boolean fresh) {
        if (targets.isUnchanged()) {
            return;
        }
        for (Target target : targets.targets()) {
            if (!subscription.instruments().contains(target.instrument())) {
                throw new IllegalArgumentException(
                        "the bot wants %s, which is not among its instruments %s".formatted(target, subscription.instruments()));
            }
            Desk desk = account.desk(target.instrument());
            if (desk != null) {
                desk.want(target, fresh);
            }
        }
    }

    private void reported(OrderReport report) {
        for (Desk desk : account.all()) {
            desk.order(report.id()).ifPresent(order -> {
                WorkingOrder next = order.afterReport(report, nowMillis);
                if (next != order) {
                    desk.replace(order, next);
                    watch.schedule(desk, next, nowMillis);
                    if (next instanceof WorkingOrder.Closed && next.filled().signum() == 0) {
                        desk.failed(next.request().effect(), nowMillis, settings.retryDelay());
                    }
                }
            });
        }
    }

    private void filled(Fill fill) {
        Desk desk = account.desk(fill.instrument());
        if (desk == null || !recentFills.add(fill.executionId())) {
            return;
        }
        desk.book(fill);
        desk.order(fill.orderId()).ifPresent(order -> {
            WorkingOrder next = order.afterFill(fill.quantity(), nowMillis);
            desk.replace(order, next);
            watch.schedule(desk, next, nowMillis);
        });
    }

    private void neverLeft(Desk desk, WorkingOrder order) {
        desk.replace(order, new WorkingOrder.Closed(order.request(), order.filled(), nowMillis));
        desk.failed(order.request().effect(), nowMillis, settings.retryDelay());
    }

    private void lookAfterEverything() {
        guardEquity();
        hedges.watch(nowMillis);
        for (Desk desk : account.all()) {
            watch.watch(desk, nowMillis);
            if (!desk.isSettled() && ledger == EngineEvent.LedgerState.AVAILABLE) {
                trader.work(desk, nowMillis);
            }
        }
        takeSnapshot();
    }

    private void guardEquity() {
        if (!account.isMarked()) {
            return;
        }
        double equity = account.equity();
        Optional<Verdict.Rule> breached = gate.equity().observe(nowMillis, equity);
        if (breached.isPresent()) {
            unsettleAll();
            commands.accept(new EngineCommand.Announce(new RiskEvent(Instant.ofEpochMilli(nowMillis), breached.get().name(),
                    gate.equity().describe(equity), Optional.of(BigDecimal.valueOf(equity)))));
        }
    }

    private void takeSnapshot() {
        if (nowMillis < snapshotAtMillis || !account.isMarked()) {
            return;
        }
        long interval = settings.snapshotInterval().toMillis();
        snapshotAtMillis = Math.floorDiv(nowMillis, interval) * interval + interval;
        commands.accept(new EngineCommand.Snapshot(account.snapshot(nowMillis)));
    }

    private void unsettleAll() {
        for (Desk desk : account.all()) {
            desk.unsettle();
        }
    }

    private static EquityGuard guard(RiskLimits limits, BigDecimal capital, LedgerSnapshot snapshot) {
        double peak = snapshot.peak().map(mark -> mark.equity().max(capital)).orElse(capital).doubleValue();
        EquityGuard guard = new EquityGuard(limits, peak);
        snapshot.dayOpen().ifPresent(mark -> guard.resumeDay(mark.at().toEpochMilli(), mark.equity().doubleValue()));
        for (RiskEvent trip : snapshot.trips()) {
            trip.value().ifPresent(equity -> guard.resumeTrip(Verdict.Rule.valueOf(trip.rule()), trip.at().toEpochMilli(),
                    equity.doubleValue()));
        }
        return guard;
    }
}
