package io.tradinghub.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.BotId;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.control.HaltOrder;
import io.tradinghub.control.HaltOrders;
import io.tradinghub.engine.EngineDriver;
import io.tradinghub.engine.EngineSettings;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.exchange.paper.PaperExchange;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.exchange.paper.PaperSettings;
import io.tradinghub.ledger.InMemoryLedger;
import io.tradinghub.market.Candle;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.MarketFeed;
import io.tradinghub.market.Quote;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.SettledFunding;
import io.tradinghub.operations.Heartbeat;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.preflight.AccountChecks;
import io.tradinghub.preflight.MemoryBook;
import io.tradinghub.preflight.ScriptedAccount;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.risk.RiskRule;
import io.tradinghub.settings.HubMode;
import io.tradinghub.settings.SettingsException;
import io.tradinghub.status.BotStatus;
import io.tradinghub.status.StatusBoard;
import io.tradinghub.testing.MemoryCandles;
import io.tradinghub.testing.MemoryPositionBoard;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/// A whole runner on stores in memory, fed by hand, on virtual time. The test and the threads of the runner run one at
/// a time, so what they share needs no locks.
class RunnerBench {
    static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    static final InstrumentId SPOT = InstrumentId.spot("BTCUSDT");
    static final BotId BOT = new BotId("bot_1");
    static final SeriesId SERIES = new SeriesId(PERP, Interval.M1);
    static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
    static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration QUOTE_INTERVAL = Duration.ofMillis(10);

    final SteppedThreads threads = new SteppedThreads();
    Duration ahead = Duration.ZERO;
    /// How far the exchange's stamps are ahead of this machine's clock.
    Duration stampsAhead = Duration.ZERO;
    final InstantSource clock = () -> START.plus(ahead).plusNanos(threads.nanoTime());
    final InMemoryLedger ledger = new InMemoryLedger(BOT, clock);
    final MemoryPositionBoard board = new MemoryPositionBoard();
    final MemoryCandles history = new MemoryCandles();
    final List<SettledFunding> settlements = new ArrayList<>();
    final List<MarketEvent> market = new ArrayList<>();
    final List<Candle> seen = new ArrayList<>();
    final List<BotStatus> statuses = new ArrayList<>();
    HaltState halt = HaltState.RUNNING;
    boolean areRulesPublished = true;
    @Nullable
    RuntimeException liveStoreFault;
    final List<OrderRequest> sent = new ArrayList<>();
    @Nullable
    ExchangeListener exchange;
    final MemoryRequests requests = new MemoryRequests(threads);
    final MemoryLimits limits = new MemoryLimits();
    final ScriptedAccount account = new ScriptedAccount();
    final MemoryBook book = new MemoryBook();
    final Heartbeat heartbeat = new Heartbeat(Optional.empty(), clock);
    Optional<String> guardianSign = Optional.empty();
    int repeats = 1;
    double wanted;
    /// The price at which the order for it rests; none when it is wanted at once.
    OptionalDouble restsAt = OptionalDouble.empty();
    boolean isStrategyFailing;
    boolean isLeaseProved = true;
    @Nullable
    Throwable feedFault;
    @Nullable
    IllegalStateException failure;
    @Nullable
    SettingsException refusal;
    final BotRunner runner = runner();
    private boolean hasEnded;

    void run() {
        try {
            runner.run();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            failure = e;
        } catch (SettingsException e) {
            refusal = e;
        } finally {
            hasEnded = true;
        }
    }

    BotRunner runner() {
        history.add(List.of(candle(-2), candle(-1)));
        RunnerPorts ports = new RunnerPorts(ledger, () -> isLeaseProved, (_, replies) -> new NoIntentLog(replies),
                history,
                (_, _, _) -> List.of(), (_, after, _) -> settlements.stream()
                        .filter(settled -> settled.settledAt().isAfter(after)).toList(),
                (_, _) -> new QueueFeed(), (found, listener) -> {
                    exchange = listener;
                    PaperExchange paper = new PaperExchange(PaperSettings.DEFAULTS, new Talkative(), found, listener,
                            clock);
                    paper.connect();
                    return paper;
                }, board, new ListedStatuses(),
                () -> new HaltOrders(Optional.empty(), Optional.of(new HaltOrder(halt, 1))), requests,
                limits, this::guardianSign, account());
        EngineSettings engine = EngineSettings.DEFAULTS
                .withTiming(EngineSettings.Timing.DEFAULTS.withArrivalBound(Duration.ZERO));
        RunnerSettings settings = new RunnerSettings(BOT, mode(), engine, RiskLimits.DEFAULTS,
                EngineDriver.Deadlines.DEFAULTS, RunnerSettings.DEFAULT_CLOCK_DIFFERENCE, Duration.ofMillis(20));
        return new BotRunner(settings, new Wisher(), ports, heartbeat, RunnerClock.exact(clock), threads);
    }

    /// The checks of the account; none, as on paper.
    Optional<AccountChecks> account() {
        return Optional.empty();
    }

    @AfterEach
    void stop() {
        runner.stop();
        awaitEnd();
    }

    /// What the guardian shows; no bot but one in mode live looks at it.
    Optional<String> guardianSign() {
        return guardianSign;
    }

    HubMode mode() {
        return HubMode.PAPER;
    }

    Fill fill(String execution) {
        return new Fill(new ExecutionId(execution), Optional.empty(), Origin.MANUAL, SPOT, Side.BUY,
                new BigDecimal("0.01"), new BigDecimal("50000"), Fee.inQuote(BigDecimal.ONE, "USDT"),
                Fill.Liquidity.TAKER, 0, clock.instant());
    }

    List<RiskRule> switched() {
        return ledger.events().stream().filter(LedgerEntry.RiskEvent.class::isInstance)
                .map(LedgerEntry.RiskEvent.class::cast).map(LedgerEntry.RiskEvent::rule)
                .filter(rule -> rule == RiskRule.HALTED || rule == RiskRule.RESUMED).toList();
    }

    void startUp() {
        start();
        await(() -> !statuses.isEmpty());
    }

    boolean shows(String quantity) {
        BigDecimal shown = board.read().get(PERP);
        return shown != null && shown.compareTo(new BigDecimal(quantity)) == 0;
    }

    long fills() {
        return List.copyOf(ledger.events()).stream().filter(Fill.class::isInstance).count();
    }

    void quoteUntil(BooleanSupplier condition) {
        long end = threads.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(threads.nanoTime()).as("came true in time").isLessThan(end);
            quote();
            pass(QUOTE_INTERVAL);
        }
    }

    void quoteFor(Duration time) {
        long end = threads.nanoTime() + time.toNanos();
        while (threads.nanoTime() < end) {
            quote();
            pass(Duration.ofMillis(100));
        }
    }

    void pass(Duration time) {
        try {
            threads.sleep(time);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void await(BooleanSupplier condition) {
        try {
            assertThat(threads.await(condition, PATIENCE)).as("came true in time").isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void quote() {
        market.add(new MarketEvent.QuoteChanged(
                new Quote(PERP, 50_000, 10, 50_000.1, 10, clock.instant().plus(stampsAhead))));
    }

    void start() {
        Thread unused = threads.start(Thread.ofPlatform().daemon(), this::run);
    }

    void askToStop() {
        runner.stop();
    }

    void awaitEnd() {
        await(() -> hasEnded);
    }

    static Instrument rules(InstrumentId id) {
        return new Instrument(id, "BTC", "USDT", new BigDecimal("0.1"), new BigDecimal("0.001"),
                new BigDecimal("0.001"),
                new BigDecimal("5"),
                new BigDecimal("100"), new BigDecimal("50"), Optional.empty());
    }

    static Candle candle(int minute) {
        return new Candle(SERIES, START.plusSeconds(60L * minute).toEpochMilli(), 50_000, 50_000, 50_000, 50_000, 1,
                50_000);
    }

    final class Wisher implements Bot {
        @Override
        public Subscription subscription() {
            return new Subscription(List.of(SERIES), List.of(PERP), List.of(), 2);
        }

        @Override
        public Targets onCandle(Candle closed, AccountView account) {
            seen.add(closed);
            return Targets.unchanged();
        }

        @Override
        public Targets onQuote(Quote quote, AccountView account) {
            if (isStrategyFailing) {
                await(market::isEmpty);
                throw new IllegalStateException("a strategy of rubbish");
            }
            return Targets.of(restsAt.isPresent()
                    ? Target.at(PERP, wanted, restsAt.getAsDouble())
                    : Target.now(PERP, wanted));
        }
    }

    /// Tells everything as often as the test says, on the thread that calls it.
    final class Talkative implements PaperFaults {
        @Override
        public Fate fateOf(OrderRequest request) {
            sent.add(request);
            return Fate.ANSWERED;
        }

        @Override
        public void deliver(ExchangeEvent event, ExchangeListener listener) {
            for (int time = 0; time < repeats; time++) {
                listener.onEvent(event);
            }
        }
    }

    final class QueueFeed implements MarketFeed {
        private boolean areRulesTold;

        @Override
        public List<MarketEvent> poll(Duration wait) {
            switch (feedFault) {
                case RuntimeException fault -> throw fault;
                case Error error -> throw error;
                case null, default -> {}
            }
            List<MarketEvent> events = new ArrayList<>();
            if (areRulesPublished && !areRulesTold) {
                areRulesTold = true;
                events.add(new MarketEvent.RulesPublished(rules(PERP)));
            }
            events.addAll(market);
            market.clear();
            return events;
        }

        @Override
        public void close() {}
    }

    final class ListedStatuses implements StatusBoard {
        @Override
        public void show(BotStatus status) {
            RuntimeException fault = liveStoreFault;
            if (fault != null) {
                throw fault;
            }
            statuses.add(status);
        }

        @Override
        public void close() {}
    }
}
