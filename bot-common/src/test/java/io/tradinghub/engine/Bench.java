package io.tradinghub.engine;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
import io.tradinghub.ledger.InMemoryLedger;
import io.tradinghub.ledger.Ledger.Recorded;
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
    final WishingBot bot;
    private final RiskLimits limits;
    private final EngineSettings settings;
    private final Deque<LedgerEntry> told = new ArrayDeque<>();
    private final Deque<EngineCommand> todo = new ArrayDeque<>();
    final PaperExchange exchange;
    BotEngine engine;
    private long nowMillis = START.toEpochMilli();

    Bench(WishingBot bot, RiskLimits limits, PaperFaults faults) {
        this.bot = bot;
        this.limits = limits;
        this.settings = EngineSettings.DEFAULTS;
        this.exchange = new PaperExchange(PaperSettings.DEFAULTS, faults, Map.of(), told::add,
                () -> Instant.ofEpochMilli(nowMillis));
        bot.subscription().instruments().forEach(id -> exchange.onMarket(new MarketEvent.RulesPublished(instrument(id))));
        this.engine = newEngine();
    }

    static Bench trading(InstrumentId... instruments) {
        return new Bench(new WishingBot(List.of(instruments), List.of()), RiskLimits.DEFAULTS, PaperFaults.NONE);
    }

    static Bench hedging(PaperFaults faults) {
        return new Bench(new WishingBot(List.of(PERP, SPOT), List.of(new Hedge(SPOT, PERP))), RiskLimits.DEFAULTS, faults);
    }

    static Instrument instrument(InstrumentId id) {
        return new Instrument(id, "BTC", "USDT", new BigDecimal("0.1"), new BigDecimal("0.001"), new BigDecimal("0.001"),
                new BigDecimal("5"),
                new BigDecimal("100"), new BigDecimal("50"), Optional.empty());
    }

    private BotEngine newEngine() {
        BotEngine made = new BotEngine(BOT, bot, settings, limits, ledger.load(), todo::add);
        bot.subscription().instruments().forEach(id -> made.on(new EngineEvent.InstrumentPublished(instrument(id), nowMillis)));
        made.on(new EngineEvent.HaltChanged(HaltState.RUNNING, nowMillis));
        return made;
    }

    /// Throws the engine away, with everything it had not yet done, and builds it anew from the ledger.
    void restart() {
        todo.clear();
        told.clear();
        engine = newEngine();
        settle();
    }

    void halt(HaltState state) {
        engine.on(new EngineEvent.HaltChanged(state, nowMillis));
        settle();
    }

    void ledger(EngineEvent.LedgerState state) {
        engine.on(new EngineEvent.LedgerChanged(state, nowMillis));
        settle();
    }

    void pass(Duration time) {
        nowMillis += time.toMillis();
        engine.on(new EngineEvent.Tick(nowMillis));
        settle();
    }

    /// A quote around the price, half a tick wide on each side, `size` deep; the bot's wish is asked for with it.
    void quote(InstrumentId id, double price, double size) {
        Quote quote = new Quote(id, price - 0.1, size, price + 0.1, size, Instant.ofEpochMilli(nowMillis));
        exchange.onMarket(new MarketEvent.QuoteChanged(quote));
        engine.on(new EngineEvent.QuoteChanged(quote, nowMillis));
        settle();
    }

    /// A candle of the time before, which closed at the price a minute ago.
    void warmUp(InstrumentId id, double price) {
        SeriesId series = new SeriesId(id, Interval.M1);
        engine.on(new EngineEvent.WarmUpCandle(
                new Candle(series, nowMillis - 120_000, price, price, price, price, 1, price), nowMillis));
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
                    case OrderLookup.Absent _ -> engine.on(new EngineEvent.OrderAbsent(id, nowMillis));
                    case OrderLookup.Unanswered _ -> {}
                }
            }
            case EngineCommand.Conclude(OrderReport report) -> ledger.record(report);
            case EngineCommand.Announce(var event) -> ledger.record(event);
            case EngineCommand.Snapshot(var snapshot) -> ledger.record(snapshot);
            case EngineCommand.Refuse _ -> {}
        }
    }

    private void place(OrderRequest request) {
        ledger.commitIntent(request);
        Instant now = Instant.ofEpochMilli(nowMillis);
        OrderReport report = switch (exchange.place(request)) {
            case PlaceOrderResult.Accepted(var orderId) -> OrderReport.accepted(request.id(), orderId, now);
            case PlaceOrderResult.Rejected(String reason) -> OrderReport.rejected(request.id(), reason, now);
            case PlaceOrderResult.OutcomeUnknown(String reason) -> OrderReport.unknown(request.id(), reason, now);
        };
        hear(report);
    }

    void hear(LedgerEntry entry) {
        Recorded recorded = ledger.record(entry);
        switch (entry) {
            case OrderReport report -> engine.on(new EngineEvent.Reported(report, nowMillis));
            case Fill fill when recorded == Recorded.APPLIED -> engine.on(new EngineEvent.Filled(fill, nowMillis));
            case LedgerEntry.FundingPayment payment -> engine.on(new EngineEvent.FundingPaid(payment, nowMillis));
            default -> {}
        }
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

    /// Wants what the test says, and says so with every quote.
    static final class WishingBot implements Bot {
        private final Subscription subscription;
        private final Map<InstrumentId, Target> wishes = new HashMap<>();

        WishingBot(List<InstrumentId> instruments, List<Hedge> hedges) {
            this.subscription = new Subscription(List.of(), instruments, hedges, 0);
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

        @Override
        public Targets onCandle(Candle closed, AccountView account) {
            return Targets.unchanged();
        }

        @Override
        public Targets onQuote(Quote quote, AccountView account) {
            return Targets.of(wishes.values().toArray(Target[]::new));
        }
    }
}
