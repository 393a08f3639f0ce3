package io.tradinghub.engine;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import io.tradinghub.bot.BotId;
import io.tradinghub.bot.Hedge;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.paper.PaperExchange;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.exchange.paper.PaperSettings;
import io.tradinghub.exchange.paper.RandomFaults;
import io.tradinghub.ledger.InMemoryLedger;
import io.tradinghub.ledger.IntentLog;
import io.tradinghub.ledger.LedgerQueue;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.market.Candle;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.Quote;
import io.tradinghub.market.SeriesId;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.StartMark;
import io.tradinghub.position.Position;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.risk.RiskRule;

/// A bot's engine and driver with an exchange, a ledger and a clock around them, everything by hand.
final class Bench {
    static final BotId BOT = new BotId("bot_1");
    static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    static final InstrumentId SPOT = InstrumentId.spot("BTCUSDT");
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    /// A request cannot be on its way for long to an exchange in the same process.
    static final EngineSettings SETTINGS = EngineSettings.DEFAULTS
            .withTiming(EngineSettings.Timing.DEFAULTS.withArrivalBound(Duration.ZERO));

    final InMemoryLedger ledger = new InMemoryLedger(BOT, this::now);
    final FakeIntentLog file = new FakeIntentLog(this::toldByFile);
    final List<EngineCommand> commands = new ArrayList<>();
    final List<EngineEvent> events = new ArrayList<>();
    final WishingBot bot;
    final PaperExchange exchange;
    private final RiskLimits limits;
    private final EngineSettings settings;
    private final List<OrderRequest> sent = new ArrayList<>();
    /// Entries that never left.
    final List<OrderRequest> givenUp = new ArrayList<>();
    /// Why the ledger is away, or empty when it is back.
    final List<Optional<String>> ledgerChanges = new ArrayList<>();
    final List<Life> lives = new ArrayList<>();
    BotEngine engine;
    private EngineDriver driver;
    private LedgerQueue queue;
    private int starts;
    private long steadyMillis = 1_000_000;
    private long wallMillis = START.toEpochMilli();
    private long aheadMillis;
    private HaltState halt = HaltState.RUNNING;
    /// Whether replies of the ledger come at once; else the test asks for them.
    boolean ledgerAnswers = true;
    /// Whether events of the exchange reach the bot.
    boolean isHeard = true;
    private Consumer<OrderRequest> onSent = _ -> {
    };

    Bench(WishingBot bot, RiskLimits limits, PaperFaults faults) {
        this(bot, SETTINGS, limits, faults);
    }

    Bench(WishingBot bot, EngineSettings settings, RiskLimits limits, PaperFaults faults) {
        this.bot = bot;
        this.limits = limits;
        this.settings = settings;
        this.exchange = new PaperExchange(PaperSettings.DEFAULTS, faults, LedgerSnapshot.empty(), this::told,
                this::now);
        bot.subscription().instruments()
                .forEach(id -> exchange.onMarket(new MarketEvent.RulesPublished(instrument(id))));
        start(settings);
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
                new BigDecimal("0.001"), new BigDecimal("5"), new BigDecimal("100"), new BigDecimal("50"),
                Optional.empty());
    }

    static Instrument instrument(InstrumentId id, String step) {
        return new Instrument(id, "BTC", "USDT", new BigDecimal("0.1"), new BigDecimal(step), new BigDecimal(step),
                new BigDecimal("5"), new BigDecimal("100"), new BigDecimal("50"), Optional.empty());
    }

    private void start(EngineSettings with) {
        events.clear();
        starts++;
        LedgerSnapshot found = ledger.load();
        StartMark mark = StartMark.of(now(), starts);
        lives.add(new Life(found, mark, new ArrayList<>(), new ArrayList<>()));
        queue = new LedgerQueue(ledger, reply -> driver.onLedger(reply, moment()));
        driver = new EngineDriver(
                sink -> new BotEngine(BOT, mark, bot, with, limits, found, sink), exchange, task -> {
                    queue.submit(task);
                    work();
                }, file, EngineDriver.Deadlines.DEFAULTS, new Witness());
        engine = driver.engine();
        bot.subscription().instruments()
                .forEach(id -> tell(new EngineEvent.InstrumentPublished(instrument(id), moment())));
        tell(new EngineEvent.HaltChanged(halt, moment()));
        exchange.connect();
        driver.drain(moment());
    }

    private void told(ExchangeEvent event) {
        if (isHeard && driver != null) {
            driver.hears(event);
        }
    }

    void tell(EngineEvent event) {
        driver.on(event);
    }

    /// Throws the process away, with everything it had not yet done, and starts it anew from the ledger.
    void restart() {
        restart(settings);
    }

    void restart(EngineSettings with) {
        ledger.comeBack();
        ledgerAnswers = true;
        start(with);
    }

    /// Shows every order at the moment it leaves.
    void onSent(Consumer<OrderRequest> witness) {
        onSent = witness;
    }

    void halt(HaltState state) {
        halt = state;
        tell(new EngineEvent.HaltChanged(state, moment()));
    }

    /// The ledger cannot be reached until [#ledgerComesBack]; nobody knows before something is to be written.
    void ledgerGoesAway() {
        ledger.goAway();
    }

    /// What was put off is written. Where the books then say something else than the engine, the process starts anew.
    void ledgerComesBack() {
        ledger.comeBack();
        ledgerAnswers = true;
        try {
            work();
        } catch (IllegalStateException differs) {
            restart();
        }
    }

    /// Lets the ledger work.
    void work() {
        while (ledgerAnswers && queue.work()) {
            // each reply goes to the driver
        }
    }

    void pass(Duration time) {
        long end = steadyMillis + time.toMillis();
        for (long next = driver.nextDeadlineMillis(); next < end; next = driver.nextDeadlineMillis()) {
            passTo(Math.max(next, steadyMillis));
        }
        passTo(end);
    }

    private void passTo(long steady) {
        standStill(Duration.ofMillis(steady - steadyMillis));
        driver.onTime(moment());
    }

    /// Time passes and the process does not notice.
    void standStill(Duration time) {
        wallMillis += time.toMillis();
        steadyMillis += time.toMillis();
    }

    /// Sets our clock so far ahead of the exchange's, or back to it.
    void runAhead(Duration ahead) {
        wallMillis += ahead.toMillis() - aheadMillis;
        aheadMillis = ahead.toMillis();
    }

    /// A quote around the price, half a tick wide on each side, `size` deep; the bot's wish is asked for with it.
    void quote(InstrumentId id, double price, double size) {
        quote(id, price, size, Duration.ZERO);
    }

    /// A quote that is so old already.
    void quote(InstrumentId id, double price, double size, Duration age) {
        Quote quote = new Quote(id, price - 0.1, size, price + 0.1, size,
                Instant.ofEpochMilli(wallMillis - aheadMillis - age.toMillis()));
        exchange.onMarket(new MarketEvent.QuoteChanged(quote));
        tell(new EngineEvent.QuoteChanged(quote, moment()));
    }

    /// The candle of the last whole minute, which closed at the price; the bot's wish is asked for with it.
    void candle(InstrumentId id, double price) {
        long close = Interval.M1.floor(wallMillis - aheadMillis);
        Candle candle = flatCandle(id, price, close);
        exchange.onMarket(new MarketEvent.CandleClosed(candle));
        tell(new EngineEvent.CandleClosed(candle, moment()));
    }

    /// A candle of the time before, which closed at the price a minute ago.
    void warmUp(InstrumentId id, double price) {
        tell(new EngineEvent.WarmUpCandle(flatCandle(id, price, Interval.M1.floor(wallMillis - 60_000)), moment()));
    }

    private static Candle flatCandle(InstrumentId id, double price, long closeMillis) {
        return new Candle(new SeriesId(id, Interval.M1), closeMillis - Interval.M1.millis(), price, price, price, price,
                1, price);
    }

    /// The exchange tells this.
    void hear(ExchangeEvent event) {
        driver.hears(event);
        driver.drain(moment());
    }

    /// What was told loudly, by its rules.
    List<RiskRule> announced() {
        return announcements().stream().map(LedgerEntry.RiskEvent::rule).toList();
    }

    List<LedgerEntry.RiskEvent> announcements() {
        return commands.stream().filter(EngineCommand.Announce.class::isInstance)
                .map(EngineCommand.Announce.class::cast)
                .map(EngineCommand.Announce::event).toList();
    }

    /// Why entries were refused, each reason once until it changed.
    List<RiskRule> refusals() {
        return commands.stream().filter(EngineCommand.Refuse.class::isInstance).map(EngineCommand.Refuse.class::cast)
                .map(refuse -> refuse.refusal().rule()).toList();
    }

    /// Hears everything that was held back.
    void hearAll(RandomFaults faults) {
        faults.release(this::told);
        driver.drain(moment());
    }

    /// The orders that left, oldest first.
    List<OrderRequest> placed() {
        return List.copyOf(sent);
    }

    List<EngineCommand.LookUp> lookUps() {
        return commands.stream().filter(EngineCommand.LookUp.class::isInstance).map(EngineCommand.LookUp.class::cast)
                .toList();
    }

    double held(InstrumentId id) {
        return engine.account().position(id);
    }

    Position position(InstrumentId id) {
        return engine.positions().stream().filter(position -> position.instrument().equals(id)).findFirst()
                .orElseThrow();
    }

    /// What the ledger says is held.
    BigDecimal booked(InstrumentId id) {
        return ledger.positions().getOrDefault(id, Position.flat(id)).quantity();
    }

    boolean isLedgerAway() {
        return driver.isLedgerAway();
    }

    boolean isRecorded() {
        return driver.isRecorded();
    }

    private Instant now() {
        return Instant.ofEpochMilli(wallMillis);
    }

    Moment moment() {
        return new Moment(wallMillis, steadyMillis);
    }

    long nowMillis() {
        return wallMillis;
    }

    HaltState halt() {
        return halt;
    }

    /// What one process found in the ledger, what its engine was told, and what it wanted done.
    record Life(LedgerSnapshot found, StartMark mark, List<EngineEvent> events, List<EngineCommand> commands) {}

    /// Notes what the driver does.
    private final class Witness implements DriverObserver {
        @Override
        public void tells(EngineEvent event) {
            events.add(event);
            lives.getLast().events().add(event);
        }

        @Override
        public void performs(EngineCommand command) {
            commands.add(command);
            lives.getLast().commands().add(command);
        }

        @Override
        public void sends(OrderRequest request) {
            sent.add(request);
            onSent.accept(request);
        }

        @Override
        public void givesUp(OrderRequest request) {
            givenUp.add(request);
        }

        @Override
        public void ledgerChanged(Optional<String> awayReason) {
            ledgerChanges.add(awayReason);
        }
    }

    private void toldByFile(IntentLog.Reply reply) {
        driver.onFile(reply, moment());
    }
}
