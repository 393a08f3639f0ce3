package io.tradinghub.engine;

import java.math.BigDecimal;
import java.time.Duration;
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
import io.tradinghub.ledger.LedgerSnapshot.EquityMark;
import io.tradinghub.market.Candle;
import io.tradinghub.market.Quote;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry.FundingPayment;
import io.tradinghub.order.LedgerEntry.RiskEvent;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.position.Position;
import io.tradinghub.risk.EquityGuard;
import io.tradinghub.risk.RiskDecision;
import io.tradinghub.risk.RiskGate;
import io.tradinghub.risk.RiskLimits;

/// The deterministic heart of a bot: events in, commands out. No I/O, no clock, one thread; the same events give the
/// same commands.
///
/// It holds at most one order per instrument under way, so wanting the same thing twice does nothing; an order whose
/// fate is unknown blocks its instrument until the exchange has been asked. Fills are the truth about positions;
/// reports only say what to wait for.
public final class BotEngine {
    private final Bot bot;
    private final Subscription subscription;
    private final EngineSettings settings;
    private final CommandSink commands;
    private final Account account;
    private final RiskGate gate;
    private final HedgeBook hedges;
    private final OrderPlanner trader;
    private final OrderWatch watch;
    private final EngineTime time = new EngineTime();
    private final RecentExecutions recentExecutions = new RecentExecutions();
    private EngineEvent.LedgerState ledger = EngineEvent.LedgerState.AVAILABLE;
    private long snapshotAtMillis = Long.MIN_VALUE;

    /// Starts from what the ledger knows; orders that were open there count as unknown until the exchange has been
    /// asked about them.
    public BotEngine(BotId id, Bot bot, EngineSettings settings, RiskLimits limits, LedgerSnapshot snapshot,
            CommandSink commands) {
        this.bot = bot;
        this.subscription = bot.subscription();
        this.settings = settings;
        this.commands = commands;
        this.account = new Account(settings.capital(), subscription.instruments(), snapshot);
        this.gate = new RiskGate(limits, guard(limits, settings.capital(), snapshot),
                snapshot.recentOrderTimes().stream().map(Instant::toEpochMilli).toList());
        this.hedges = new HedgeBook(subscription.hedges(), account, settings, time, commands);
        this.trader = new OrderPlanner(settings, gate, new OrderNumbers(id, snapshot.nextOrderSequence()), hedges, time,
                commands);
        this.watch = new OrderWatch(settings, time, commands);
        snapshot.bookedExecutions().forEach(recentExecutions::add);
        for (LedgerSnapshot.OpenOrder open : snapshot.openOrders()) {
            InstrumentState desk = account.desk(open.request().instrument());
            if (desk != null) {
                desk.orders().add(new WorkingOrder.Unknown(open.request(), open.filledQuantity(),
                        open.request().createdAt().toEpochMilli()));
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
        return Arrays.stream(account.all()).map(InstrumentState::position).toList();
    }

    /// The limit that ended entries, if one has.
    public Optional<RiskDecision.Rule> tripped() {
        return gate.equity().tripped();
    }

    /// Whether an order that may enlarge a position is under way anywhere.
    public boolean isEntering() {
        for (InstrumentState desk : account.all()) {
            for (WorkingOrder order : desk.orders()) {
                if (order.request().effect() == Effect.ANY) {
                    return true;
                }
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
            case EngineEvent.FundingAnnounced(var rate, _) -> want(bot.onFunding(rate, account), time.wallMillis());
            case EngineEvent.InstrumentPublished(var instrument, _) -> {
                InstrumentState desk = account.desk(instrument.id());
                if (desk != null) {
                    desk.publish(instrument);
                }
            }
            case EngineEvent.Reported(OrderReport report, _) -> reported(report);
            case EngineEvent.Filled(Fill fill, _) -> filled(fill);
            case EngineEvent.FundingPaid(var payment, _) -> received(payment);
            case EngineEvent.OrderAbsent(var id, _) -> {
                for (InstrumentState desk : account.all()) {
                    desk.order(id).ifPresent(order -> watch.absent(desk, order));
                }
            }
            case EngineEvent.IntentFailed(var id, _) -> {
                for (InstrumentState desk : account.all()) {
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
        long putBack = time.advanceTo(millis);
        if (putBack > 0) {
            snapshotAtMillis = Long.MIN_VALUE;
            announce("CLOCK_STEPPED", "the clock was put back by %s".formatted(Duration.ofMillis(putBack)),
                    Optional.empty());
        }
    }

    private void announce(String rule, String detail, Optional<BigDecimal> value) {
        commands.accept(new EngineCommand.Announce(new RiskEvent(time.wall(), rule, detail, value)));
    }

    private void closed(Candle candle) {
        mark(candle);
        want(bot.onCandle(candle, account), candle.closeTimeMillis());
    }

    private void mark(Candle candle) {
        InstrumentState desk = account.desk(candle.instrument());
        if (desk != null) {
            desk.closedAt(candle.close(), candle.closeTimeMillis());
        }
    }

    private void quoted(Quote quote) {
        InstrumentState desk = account.desk(quote.instrument());
        if (desk == null || desk.quoted(quote, time.wallMillis())) {
            want(bot.onQuote(quote, account), quote.exchangeTime().toEpochMilli());
        }
    }

    private void want(Targets targets, long decidedMillis) {
        if (targets.isUnchanged()) {
            return;
        }
        for (Target target : targets.targets()) {
            if (!subscription.instruments().contains(target.instrument())) {
                throw new IllegalArgumentException(
                        "the bot wants %s, which is not among its instruments %s".formatted(target,
                                subscription.instruments()));
            }
            InstrumentState desk = account.desk(target.instrument());
            if (desk != null) {
                desk.want(target, decidedMillis);
            }
        }
    }

    private void reported(OrderReport report) {
        for (InstrumentState desk : account.all()) {
            desk.order(report.id()).ifPresent(order -> {
                WorkingOrder next = order.afterReport(report, time.steadyMillis());
                if (next != order) {
                    desk.replace(order, next);
                    watch.schedule(desk, next);
                    if (next instanceof WorkingOrder.Closed && order instanceof WorkingOrder.Cancelling) {
                        desk.tookBack();
                    } else if (next instanceof WorkingOrder.Closed && next.filled().signum() == 0) {
                        failed(desk, next.request(), report);
                    }
                }
            });
        }
    }

    private void failed(InstrumentState desk, OrderRequest request, OrderReport report) {
        desk.failed(request.effect(), time.steadyMillis(), settings.retryDelay());
        if (report.status() == OrderStatus.REJECTED && request.effect() == Effect.REDUCE_ONLY
                && desk.exitRefused(time.steadyMillis())) {
            announce("EXIT_REFUSED", "the exchange refuses to reduce %s %s, last for: %s".formatted(desk.id(),
                    desk.position().quantity().toPlainString(), report.reason().orElse("no reason given")),
                    Optional.of(desk.position().quantity()));
        }
    }

    private void filled(Fill fill) {
        if (!recentExecutions.add(fill.executionId())) {
            return;
        }
        InstrumentState known = account.desk(fill.instrument());
        InstrumentState desk = known == null ? account.add(fill.instrument()) : known;
        if (known == null) {
            announce("UNEXPECTED_FILL",
                    "%s of %s, in which nothing was traded or held".formatted(fill.executionId(), desk.id()),
                    Optional.of(fill.positionChange()));
        }
        desk.book(fill);
        desk.order(fill.orderId()).ifPresent(order -> {
            WorkingOrder next = order.afterFill(fill.quantity(), time.steadyMillis());
            desk.replace(order, next);
            watch.schedule(desk, next);
        });
    }

    private void received(FundingPayment payment) {
        if (recentExecutions.add(payment.executionId())) {
            account.received(payment);
        }
    }

    private void neverLeft(InstrumentState desk, WorkingOrder order) {
        desk.replace(order, new WorkingOrder.Closed(order.request(), order.filled(), time.steadyMillis()));
        desk.failed(order.request().effect(), time.steadyMillis(), settings.retryDelay());
    }

    private void lookAfterEverything() {
        guardEquity();
        hedges.watch();
        for (InstrumentState desk : account.all()) {
            watch.watch(desk);
            trader.work(desk, ledger);
        }
        takeSnapshot();
    }

    private void guardEquity() {
        if (!account.isMarked()) {
            return;
        }
        double equity = account.equity();
        Optional<RiskDecision.Rule> breached = gate.equity().observe(time.wallMillis(), equity);
        if (breached.isPresent()) {
            unsettleAll();
            announce(breached.get().name(), gate.equity().describe(equity),
                    Optional.of(BigDecimal.valueOf(gate.equity().breach(breached.get(), equity))));
        }
    }

    private void takeSnapshot() {
        if (time.wallMillis() < snapshotAtMillis || !account.isMarked()) {
            return;
        }
        long interval = settings.snapshotInterval().toMillis();
        snapshotAtMillis = Math.floorDiv(time.wallMillis(), interval) * interval + interval;
        commands.accept(new EngineCommand.Snapshot(account.snapshot(time.wall())));
    }

    private void unsettleAll() {
        for (InstrumentState desk : account.all()) {
            desk.unsettle();
        }
    }

    private static EquityGuard guard(RiskLimits limits, BigDecimal capital, LedgerSnapshot snapshot) {
        BigDecimal mostEarned = snapshot.peak().map(EquityMark::earned).orElse(BigDecimal.ZERO).max(BigDecimal.ZERO);
        EquityGuard guard = new EquityGuard(limits, capital.add(mostEarned).doubleValue());
        snapshot.dayOpen().ifPresent(
                mark -> guard.resumeDay(mark.at().toEpochMilli(), capital.add(mark.earned()).doubleValue()));
        for (RiskEvent trip : snapshot.trips()) {
            trip.value().ifPresent(
                    breach -> guard.resumeTrip(RiskDecision.Rule.valueOf(trip.rule()), trip.at().toEpochMilli(),
                            breach.doubleValue()));
        }
        return guard;
    }
}
