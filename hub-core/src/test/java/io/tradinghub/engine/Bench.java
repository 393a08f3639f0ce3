package io.tradinghub.engine;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongFunction;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.BotId;
import io.tradinghub.bot.Hedge;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.exchange.OrderLookup;
import io.tradinghub.exchange.PlaceOrderResult;
import io.tradinghub.exchange.paper.PaperExchange;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.exchange.paper.PaperSettings;
import io.tradinghub.exchange.paper.RandomFaults;
import io.tradinghub.ledger.InMemoryLedger;
import io.tradinghub.ledger.Ledger.Recorded;
import io.tradinghub.ledger.LedgerUnavailableException;
import io.tradinghub.market.Candle;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.Quote;
import io.tradinghub.market.SeriesId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.position.Position;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskLimits;

/// An engine with an exchange, a ledger and a clock around it, everything by hand: what a runner does, without threads.
final class Bench {
    static final BotId BOT = new BotId("bot_1");
    static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    static final InstrumentId SPOT = InstrumentId.spot("BTCUSDT");
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final InMemoryLedger ledger = new InMemoryLedger(BOT, this::now);
    final List<EngineCommand> commands = new ArrayList<>();
    final List<EngineEvent> events = new ArrayList<>();
    final WishingBot bot;
    private final RiskLimits limits;
    private final EngineSettings settings;
    private final Deque<LedgerEntry> told = new ArrayDeque<>();
    private final Deque<EngineCommand> todo = new ArrayDeque<>();
    private final Deque<LedgerEntry> backlog = new ArrayDeque<>();
    final PaperExchange exchange;
    BotEngine engine;
    private long nowMillis = START.toEpochMilli();
    private long aheadMillis;
    private boolean ledgerAway;
    private HaltState halt = HaltState.RUNNING;
    /// Whether the exchange tells what happened to an order before it answers that it has it.
    boolean tellsBeforeItAnswers;
    private Consumer<OrderRequest> onSent = _ -> {
    };

    Bench(WishingBot bot, RiskLimits limits, PaperFaults faults) {
        this(bot, EngineSettings.DEFAULTS, limits, faults);
    }

    Bench(WishingBot bot, EngineSettings settings, RiskLimits limits, PaperFaults faults) {
        this.bot = bot;
        this.limits = limits;
        this.settings = settings;
        this.exchange = new PaperExchange(PaperSettings.DEFAULTS, faults, Map.of(), told::add,
                () -> Instant.ofEpochMilli(nowMillis));
        bot.subscription().instruments()
                .forEach(id -> exchange.onMarket(new MarketEvent.RulesPublished(instrument(id))));
        this.engine = newEngine(settings);
        start();
    }

    static Bench trading(InstrumentId... instruments) {
        return new Bench(new WishingBot(List.of(instruments), List.of()), RiskLimits.DEFAULTS, PaperFaults.NONE);
    }

    static Bench hedging(PaperFaults faults) {
        return new Bench(new WishingBot(List.of(PERP, SPOT), List.of(new Hedge(SPOT, PERP))), RiskLimits.DEFAULTS,
                faults);
    }

    static Instrument instrument(InstrumentId id) {
        return new Instrument(id, "BTC", "USDT", new BigDecimal("0.1"), new BigDecimal("0.001"),
                new BigDecimal("0.001"),
                new BigDecimal("5"),
                new BigDecimal("100"), new BigDecimal("50"), Optional.empty());
    }

    private BotEngine newEngine(EngineSettings with) {
        return new BotEngine(BOT, bot, with, limits, ledger.load(), todo::add);
    }

    private void start() {
        events.clear();
        bot.subscription().instruments()
                .forEach(id -> tell(new EngineEvent.InstrumentPublished(instrument(id), nowMillis)));
        tell(new EngineEvent.HaltChanged(halt, nowMillis));
    }

    private void tell(EngineEvent event) {
        events.add(event);
        engine.on(event);
    }

    /// Throws the engine away, with everything it had not yet done, and builds it anew from the ledger.
    void restart() {
        restart(settings);
    }

    void restart(EngineSettings with) {
        ledger.comeBack();
        ledgerAway = false;
        backlog.clear();
        todo.clear();
        told.clear();
        engine = newEngine(with);
        start();
        settle();
    }

    /// Shows every order whose intent was committed at the moment it leaves.
    void onSent(Consumer<OrderRequest> witness) {
        onSent = witness;
    }

    void halt(HaltState state) {
        halt = state;
        tell(new EngineEvent.HaltChanged(state, nowMillis));
        settle();
    }

    void ledger(EngineEvent.LedgerState state) {
        tell(new EngineEvent.LedgerChanged(state, nowMillis));
        settle();
    }

    /// The ledger cannot be reached until [#ledgerComesBack]; nobody knows before something is to be written.
    void ledgerGoesAway() {
        ledger.goAway();
    }

    /// What was put off is written. Where the books then say something else than the engine, the program starts anew.
    void ledgerComesBack() {
        ledger.comeBack();
        backlog.forEach(ledger::record);
        backlog.clear();
        if (!ledgerAway) {
            return;
        }
        ledgerAway = false;
        if (isByTheBooks()) {
            ledger(EngineEvent.LedgerState.AVAILABLE);
        } else {
            restart();
        }
    }

    private boolean isByTheBooks() {
        return engine.positions().stream().allMatch(position -> position.quantity()
                .compareTo(ledger.positions().getOrDefault(position.instrument(), Position.flat(position.instrument()))
                        .quantity()) == 0);
    }

    void pass(Duration time) {
        nowMillis += time.toMillis();
        tell(new EngineEvent.Tick(nowMillis));
        settle();
    }

    /// Sets our clock so far ahead of the exchange's, or back to it.
    void runAhead(Duration ahead) {
        nowMillis += ahead.toMillis() - aheadMillis;
        aheadMillis = ahead.toMillis();
    }

    /// A quote around the price, half a tick wide on each side, `size` deep; the bot's wish is asked for with it.
    void quote(InstrumentId id, double price, double size) {
        quote(id, price, size, Duration.ZERO);
    }

    /// A quote that is so old already.
    void quote(InstrumentId id, double price, double size, Duration age) {
        Quote quote = new Quote(id, price - 0.1, size, price + 0.1, size,
                Instant.ofEpochMilli(nowMillis - aheadMillis - age.toMillis()));
        exchange.onMarket(new MarketEvent.QuoteChanged(quote));
        tell(new EngineEvent.QuoteChanged(quote, nowMillis));
        settle();
    }

    /// The candle of the last whole minute, which closed at the price; the bot's wish is asked for with it.
    void candle(InstrumentId id, double price) {
        long close = Interval.M1.floor(nowMillis - aheadMillis);
        Candle candle = flatCandle(id, price, close);
        exchange.onMarket(new MarketEvent.CandleClosed(candle));
        tell(new EngineEvent.CandleClosed(candle, nowMillis));
        settle();
    }

    /// A candle of the time before, which closed at the price a minute ago.
    void warmUp(InstrumentId id, double price) {
        tell(new EngineEvent.WarmUpCandle(flatCandle(id, price, Interval.M1.floor(nowMillis - 60_000)), nowMillis));
    }

    private static Candle flatCandle(InstrumentId id, double price, long closeMillis) {
        return new Candle(new SeriesId(id, Interval.M1), closeMillis - Interval.M1.millis(), price, price, price, price,
                1,
                price);
    }

    /// Does what a runner does until nothing is left to do.
    void settle() {
        while (!todo.isEmpty() || !told.isEmpty()) {
            EngineCommand command = todo.poll();
            if (command != null) {
                commands.add(command);
                perform(command);
            } else {
                hear(told.removeFirst());
            }
        }
    }

    private void perform(EngineCommand command) {
        switch (command) {
            case EngineCommand.Place(OrderRequest request) -> place(request);
            case EngineCommand.Cancel(var instrument, var id) -> exchange.cancel(instrument, id);
            case EngineCommand.LookUp(var instrument, var id) -> {
                switch (exchange.find(instrument, id)) {
                    case OrderLookup.Found(OrderReport report, List<Fill> fills) -> {
                        fills.forEach(this::hear);
                        hear(report);
                    }
                    case OrderLookup.Absent _ -> tell(new EngineEvent.OrderAbsent(id, nowMillis));
                    case OrderLookup.Unanswered _ -> {}
                }
            }
            case EngineCommand.Conclude(OrderReport report) -> record(report);
            case EngineCommand.Announce(var event) -> record(event);
            case EngineCommand.Snapshot(var snapshot) -> record(snapshot);
            case EngineCommand.Refuse _ -> {}
        }
    }

    private void place(OrderRequest request) {
        try {
            ledger.commitIntent(request);
        } catch (LedgerUnavailableException _) {
            backlog.addLast(OrderReport.rejected(request.id(), "never sent", now()));
            missLedger();
            tell(new EngineEvent.IntentFailed(request.id(), nowMillis));
            return;
        }
        onSent.accept(request);
        OrderReport answer = switch (exchange.place(request)) {
            case PlaceOrderResult.Accepted(var orderId) -> OrderReport.accepted(request.id(), orderId, now());
            case PlaceOrderResult.Rejected(String reason) -> OrderReport.rejected(request.id(), reason, now());
            case PlaceOrderResult.OutcomeUnknown(String reason) -> OrderReport.unknown(request.id(), reason, now());
        };
        while (tellsBeforeItAnswers && !told.isEmpty()) {
            hear(told.removeFirst());
        }
        hear(answer);
    }

    void hear(LedgerEntry entry) {
        Recorded recorded = record(entry);
        switch (entry) {
            case OrderReport report -> tell(new EngineEvent.Reported(report, nowMillis));
            case Fill fill when recorded == Recorded.APPLIED -> tell(new EngineEvent.Filled(fill, nowMillis));
            case LedgerEntry.FundingPayment payment -> tell(new EngineEvent.FundingPaid(payment, nowMillis));
            default -> {}
        }
    }

    /// What cannot be written is put off and counts as applied.
    private Recorded record(LedgerEntry entry) {
        if (!ledgerAway) {
            try {
                return ledger.record(entry);
            } catch (LedgerUnavailableException _) {
                missLedger();
            }
        }
        backlog.addLast(entry);
        return Recorded.APPLIED;
    }

    private void missLedger() {
        if (!ledgerAway) {
            ledgerAway = true;
            tell(new EngineEvent.LedgerChanged(EngineEvent.LedgerState.AWAY, nowMillis));
        }
    }

    /// What was told loudly, by its rules.
    List<String> announced() {
        return commands.stream().filter(EngineCommand.Announce.class::isInstance)
                .map(EngineCommand.Announce.class::cast)
                .map(announce -> announce.event().rule()).toList();
    }

    /// Hears everything that was held back.
    void hearAll(RandomFaults faults) {
        faults.release(this::hear);
        settle();
    }

    List<OrderRequest> placed() {
        return commands.stream().filter(EngineCommand.Place.class::isInstance).map(EngineCommand.Place.class::cast)
                .map(EngineCommand.Place::request).toList();
    }

    private Instant now() {
        return Instant.ofEpochMilli(nowMillis);
    }

    long nowMillis() {
        return nowMillis;
    }

    HaltState halt() {
        return halt;
    }

    /// Wants what the test says, and says so with every quote.
    static final class WishingBot implements Bot {
        private final Subscription subscription;
        private final Map<InstrumentId, Target> wishes = new TreeMap<>();
        private final LongFunction<Targets> habit;

        WishingBot(List<InstrumentId> instruments, List<Hedge> hedges) {
            this.subscription = new Subscription(List.of(), instruments, hedges, 0);
            this.habit = _ -> Targets.of(wishes.values().toArray(Target[]::new));
        }

        /// One that wants something by the moment of what it sees.
        WishingBot(List<InstrumentId> instruments, List<Hedge> hedges, LongFunction<Targets> habit) {
            this.subscription = new Subscription(List.of(), instruments, hedges, 0);
            this.habit = habit;
        }

        void wish(Target... targets) {
            for (Target target : targets) {
                wishes.put(target.instrument(), target);
            }
        }

        @Override
        public Subscription subscription() {
            return subscription;
        }

        /// Says nothing from now on.
        void fallSilent() {
            wishes.clear();
        }

        @Override
        public Targets onCandle(Candle closed, AccountView account) {
            return habit.apply(closed.closeTimeMillis());
        }

        @Override
        public Targets onQuote(Quote quote, AccountView account) {
            return habit.apply(quote.exchangeTime().toEpochMilli());
        }
    }
}
