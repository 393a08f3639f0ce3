package io.tradinghub.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.BotId;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
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
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.operations.Heartbeat;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.risk.RiskRule;
import io.tradinghub.settings.HubMode;
import io.tradinghub.status.BotStatus;
import io.tradinghub.status.StatusBoard;
import io.tradinghub.testing.MemoryCandles;
import io.tradinghub.testing.MemoryPositionBoard;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BotRunnerTest {
    private static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    private static final InstrumentId SPOT = InstrumentId.spot("BTCUSDT");
    private static final BotId BOT = new BotId("bot_1");
    private static final SeriesId SERIES = new SeriesId(PERP, Interval.M1);
    private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final long begin = System.nanoTime();
    private volatile Duration ahead = Duration.ZERO;
    private final InstantSource clock = () -> START.plus(ahead).plusNanos(System.nanoTime() - begin);
    private final InMemoryLedger ledger = new InMemoryLedger(BOT, clock);
    private final MemoryPositionBoard board = new MemoryPositionBoard();
    private final MemoryCandles history = new MemoryCandles();
    private final LinkedBlockingQueue<MarketEvent> market = new LinkedBlockingQueue<>();
    private final List<Candle> seen = new CopyOnWriteArrayList<>();
    private final List<BotStatus> statuses = new CopyOnWriteArrayList<>();
    private volatile HaltState halt = HaltState.RUNNING;
    private volatile boolean areRulesPublished = true;
    private volatile @Nullable RuntimeException liveStoreFault;
    private final List<OrderRequest> sent = new CopyOnWriteArrayList<>();
    private final Heartbeat heartbeat = new Heartbeat(Optional.empty(), clock);
    private volatile int repeats = 1;
    private volatile double wanted;
    private volatile @Nullable Throwable feedFault;
    private volatile @Nullable IllegalStateException failure;
    private final BotRunner runner = runner();
    private final Thread thread = Thread.ofPlatform().unstarted(this::run);

    private void run() {
        try {
            runner.run();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            failure = e;
        }
    }

    private BotRunner runner() {
        history.add(List.of(candle(-2), candle(-1)));
        RunnerPorts ports = new RunnerPorts(ledger, (_, replies) -> new NoIntentLog(replies), history,
                (_, _, _) -> List.of(), (_, _) -> new QueueFeed(), (found, listener) -> {
                    PaperExchange paper = new PaperExchange(PaperSettings.DEFAULTS, new Talkative(), found, listener,
                            clock);
                    paper.connect();
                    return paper;
                }, board, new ListedStatuses(), () -> halt);
        EngineSettings engine = EngineSettings.DEFAULTS
                .withTiming(EngineSettings.Timing.DEFAULTS.withArrivalBound(Duration.ZERO));
        RunnerSettings settings = new RunnerSettings(BOT, HubMode.PAPER, engine, RiskLimits.DEFAULTS,
                EngineDriver.Deadlines.DEFAULTS, Duration.ofHours(1), Duration.ofMillis(20));
        return new BotRunner(settings, new Wisher(), ports, heartbeat, RunnerClock.exact(clock));
    }

    @AfterEach
    void stop() throws InterruptedException {
        runner.stop();
        assertThat(thread.join(PATIENCE)).isTrue();
    }

    @Test
    void warmsUpThenTradesAndShowsItsPosition() {
        wanted = 0.05;
        thread.start();
        market.add(new MarketEvent.CandleClosed(candle(0)));
        quoteUntil(() -> fills() == 1);
        await(() -> shows("0.05"));
        assertThat(seen).extracting(Candle::openTime).containsExactly(START.minusSeconds(120), START.minusSeconds(60),
                START);
    }

    @Test
    void rebuildsTheBoardFromTheLedger() {
        wanted = 0.05;
        board.show(PERP, BigDecimal.TEN);
        thread.start();
        await(() -> shows("0"));
        quoteUntil(() -> fills() == 1);
        await(() -> shows("0.05"));
    }

    @Test
    void sendsNoEntryWithoutTheLedgerAndGoesOnWhenItIsBack() {
        startUp();
        ledger.goAway();
        wanted = 0.05;
        quoteUntil(() -> statuses.size() > 2);
        assertThat(sent).isEmpty();
        ledger.comeBack();
        quoteUntil(() -> fills() == 1);
    }

    @Test
    void sendsAnExitWithoutTheLedgerAndBooksItWhenItIsBack() {
        thread.start();
        wanted = 0.05;
        quoteUntil(() -> fills() == 1);
        ledger.goAway();
        wanted = 0;
        quoteUntil(() -> sent.size() == 2);
        quoteUntil(() -> shows("0"));
        ledger.comeBack();
        quoteUntil(() -> fills() == 2);
    }

    @Test
    void startsAnewWhenTheLedgerKnowsOfOtherPositions() throws InterruptedException {
        startUp();
        wanted = 0.05;
        quoteUntil(() -> fills() == 1);
        ledger.record(fill("elsewhere"));
        ledger.goAway();
        wanted = 0;
        quoteUntil(() -> sent.size() == 2);
        ledger.comeBack();
        assertThat(thread.join(PATIENCE)).isTrue();
        assertThat(failure).hasMessageContaining("the engine counted").hasMessageContaining("spot:BTCUSDT");
    }

    private Fill fill(String execution) {
        return new Fill(new ExecutionId(execution), Optional.empty(), Origin.MANUAL, SPOT, Side.BUY,
                new BigDecimal("0.01"), new BigDecimal("50000"), Fee.inQuote(BigDecimal.ONE, "USDT"),
                Fill.Liquidity.TAKER, 0, clock.instant());
    }

    @Test
    void saysWhatItWaitsForAndTradesWhenItIsThere() {
        areRulesPublished = false;
        history.clear();
        thread.start();
        await(() -> !statuses.isEmpty() && statuses.getLast().waitingFor().size() == 2);
        assertThat(statuses.getLast().waitingFor()).anyMatch(line -> line.startsWith("trading rules of linear:BTCUSDT"))
                .anyMatch(line -> line.startsWith("history of linear:BTCUSDT:1"));
        wanted = 0.05;
        areRulesPublished = true;
        quoteUntil(() -> statuses.getLast().waitingFor().size() == 1);
        assertThat(sent).isEmpty();
        history.add(List.of(candle(-2), candle(-1)));
        quoteUntil(() -> fills() == 1);
    }

    @Test
    void endsBeforeItBeginsWhenItWasStoppedBefore() throws InterruptedException {
        runner.stop();
        thread.start();
        assertThat(thread.join(PATIENCE)).isTrue();
        assertThat(statuses).isEmpty();
    }

    @Test
    void showsAtItsEndWhatItHolds() throws InterruptedException {
        startUp();
        wanted = 0.05;
        liveStoreFault = new StoreUnavailableException("told to be away", new IOException("away"));
        board.becomeAway(true);
        quoteUntil(() -> fills() == 1);
        liveStoreFault = null;
        board.becomeAway(false);
        runner.stop();
        assertThat(thread.join(PATIENCE)).isTrue();
        assertThat(shows("0.05")).isTrue();
        assertThat(statuses.getLast().positions().getFirst().quantity()).isEqualByComparingTo("0.05");
    }

    @Test
    void goesOnWhenTheLiveStoreRefusesToShowIt() {
        startUp();
        liveStoreFault = new IllegalStateException("WRONGTYPE");
        wanted = 0.05;
        quoteUntil(() -> fills() == 1);
        await(() -> shows("0.05"));
        int shownBefore = statuses.size();
        liveStoreFault = null;
        quoteUntil(() -> statuses.size() > shownBefore);
    }

    @Test
    void endsWhenItsFeedEndsInAnError() throws InterruptedException {
        startUp();
        feedFault = new StackOverflowError("deep");
        assertThat(thread.join(PATIENCE)).isTrue();
        assertThat(failure).hasMessage("bot_1 cannot go on without the part 'feed'").hasRootCauseMessage("deep");
    }

    @Test
    void endsWhenItsFeedCannotGoOn() throws InterruptedException {
        startUp();
        feedFault = new IllegalArgumentException("a candle of rubbish");
        assertThat(thread.join(PATIENCE)).isTrue();
        assertThat(failure).hasMessage("bot_1 cannot go on without the part 'feed'")
                .hasRootCauseMessage("a candle of rubbish");
    }

    @Test
    void writesDownWhatTheHaltSwitchSays() {
        startUp();
        halt = HaltState.HALTED;
        await(() -> switched().equals(List.of(RiskRule.HALTED)));
        halt = HaltState.RUNNING;
        await(() -> switched().equals(List.of(RiskRule.HALTED, RiskRule.RESUMED)));
    }

    private List<RiskRule> switched() {
        return ledger.events().stream().filter(LedgerEntry.RiskEvent.class::isInstance)
                .map(LedgerEntry.RiskEvent.class::cast).map(LedgerEntry.RiskEvent::rule)
                .filter(rule -> rule == RiskRule.HALTED || rule == RiskRule.RESUMED).toList();
    }

    @Test
    void goesOnWhenItCannotShowIt() {
        startUp();
        liveStoreFault = new StoreUnavailableException("told to be away", new IOException("away"));
        board.becomeAway(true);
        wanted = 0.05;
        quoteUntil(() -> fills() == 1);
        liveStoreFault = null;
        board.becomeAway(false);
        await(() -> shows("0.05"));
    }

    private void startUp() {
        thread.start();
        await(() -> !statuses.isEmpty());
    }

    private boolean shows(String quantity) {
        BigDecimal shown = board.read(List.of(PERP)).get(PERP);
        return shown != null && shown.compareTo(new BigDecimal(quantity)) == 0;
    }

    @Test
    void anExchangeThatTellsMuchAtOnceDoesNotStopTheBot() {
        repeats = 20_000;
        wanted = 0.05;
        thread.start();
        quoteUntil(() -> fills() == 1);
        wanted = 0;
        quoteUntil(() -> fills() == 2);
    }

    private long fills() {
        return List.copyOf(ledger.events()).stream().filter(Fill.class::isInstance).count();
    }

    private void quoteUntil(BooleanSupplier condition) {
        await(() -> {
            if (market.isEmpty()) {
                market.add(new MarketEvent.QuoteChanged(
                        new Quote(PERP, 50_000, 10, 50_000.1, 10,
                                statuses.isEmpty() ? START : statuses.getLast().at())));
            }
            return condition.getAsBoolean();
        });
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("came true in time").isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static Instrument rules(InstrumentId id) {
        return new Instrument(id, "BTC", "USDT", new BigDecimal("0.1"), new BigDecimal("0.001"),
                new BigDecimal("0.001"),
                new BigDecimal("5"),
                new BigDecimal("100"), new BigDecimal("50"), Optional.empty());
    }

    private static Candle candle(int minute) {
        return new Candle(SERIES, START.plusSeconds(60L * minute).toEpochMilli(), 50_000, 50_000, 50_000, 50_000, 1,
                50_000);
    }

    private final class Wisher implements Bot {
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
            return Targets.of(Target.now(PERP, wanted));
        }
    }

    /// Tells everything as often as the test says, on the thread that calls it.
    private final class Talkative implements PaperFaults {
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

    private final class QueueFeed implements MarketFeed {
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
            try {
                MarketEvent first = market.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    events.add(first);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return events;
        }

        @Override
        public void close() {}
    }

    private final class ListedStatuses implements StatusBoard {
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
