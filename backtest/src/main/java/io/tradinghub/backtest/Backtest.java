package io.tradinghub.backtest;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.tradinghub.bot.Bot;
import io.tradinghub.bot.Subscription;
import io.tradinghub.engine.EngineDriver;
import io.tradinghub.engine.EngineEvent;
import io.tradinghub.engine.Moment;
import io.tradinghub.exchange.paper.PaperExchange;
import io.tradinghub.ledger.InMemoryLedger;
import io.tradinghub.ledger.Ledger;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.market.Candle;
import io.tradinghub.market.Category;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.Quote;
import io.tradinghub.market.SettledFunding;
import io.tradinghub.risk.HaltState;

/// One run of a bot over stored candles, through the engine, the driver and the paper exchange that trade live.
///
/// At each moment, in this order: what lies inside the candles that end now trades stops and resting orders; every
/// series that closes now is priced, then the bot is asked, longer intervals first; funding due now is paid; at the
/// opens of now fills what was decided at the closes; then the engine's own retries run while the price is still the
/// open, so that a position turns at one open as it does live.
///
/// A bot with hedges decides on quotes: it gets one made of each candle's open and one of its close. Announced funding
/// rates are those of the settlement before, since no one knows the next.
public final class Backtest {
    /// How long after an open the engine's retries still meet that price; a leg of a hedge that stands alone is
    /// looked after until its time is over.
    private static final long RETRY_WINDOW_MILLIS = Duration.ofSeconds(15).toMillis();
    /// Attempts without an order after which nothing more comes.
    private static final int IDLE_RETRIES = 2;
    private static final long ANNOUNCE_MILLIS = Duration.ofHours(1).toMillis();
    private final BacktestSettings settings;
    private final MarketHistory history;
    private final Subscription subscription;
    private final long fromMillis;
    private final long toMillis;
    private final RunRecord record = new RunRecord();
    private final EquityCurve equity;
    private final List<Cursor> fillSeries = new ArrayList<>();
    private final List<Cursor> decisionSeries = new ArrayList<>();
    private final Map<InstrumentId, FundingSchedule> funding = new TreeMap<>();
    private final Map<InstrumentId, Double> prices = new HashMap<>();
    private final boolean isQuoted;
    private final Restarts restarts;
    private final Ledger ledger;
    private BotProcess process;
    private long engineMillis;
    private long exchangeMillis;
    private long candles;

    private Backtest(Restarts restarts, BacktestSettings settings, MarketHistory history, TestPeriod period) {
        Bot bot = restarts.bots().get();
        this.restarts = restarts;
        this.settings = settings;
        this.history = history;
        this.subscription = bot.subscription();
        this.isQuoted = !subscription.hedges().isEmpty();
        this.fromMillis = period.from().toEpochMilli();
        this.toMillis = period.to().toEpochMilli();
        this.equity = new EquityCurve(settings.engine().capital().doubleValue());
        this.ledger = new InMemoryLedger(settings.bot(), () -> Instant.ofEpochMilli(engineMillis));
        clock(fromMillis);
        this.process = new BotProcess(bot, settings, LedgerSnapshot.empty(), outside());
    }

    /// Runs the bot, which must be new, over the period; its warm-up lies before it.
    ///
    /// @throws IllegalArgumentException if the history lacks the rules or the candles of an instrument, or a series
    ///         that the bot decides on; or if the period begins in the middle of a candle
    public static BacktestResult run(Bot bot, BacktestSettings settings, MarketHistory history, TestPeriod period) {
        return run(Restarts.none(bot), settings, history, period);
    }

    /// The same with a process that is killed and started again on the way.
    public static BacktestResult run(Restarts restarts, BacktestSettings settings, MarketHistory history,
            TestPeriod period) {
        Backtest run = new Backtest(restarts, settings, history, period);
        run.prepare();
        run.go();
        return run.result();
    }

    private BotProcess.Outside outside() {
        return new BotProcess.Outside(restarts.isNever() ? Optional.empty() : Optional.of(ledger),
                () -> Instant.ofEpochMilli(exchangeMillis), () -> Moment.of(engineMillis), record);
    }

    private EngineDriver driver() {
        return process.driver();
    }

    private PaperExchange exchange() {
        return process.exchange();
    }

    private void clock(long millis) {
        engineMillis = Math.max(engineMillis, millis);
        exchangeMillis = millis;
    }

    // ---- before the period

    private void prepare() {
        subscription.series().forEach(series -> {
            if (series.interval().floor(fromMillis) != fromMillis) {
                throw new IllegalArgumentException("the period must begin where a candle of %s does, got %s"
                        .formatted(series, Instant.ofEpochMilli(fromMillis)));
            }
        });
        subscription.series().stream()
                .sorted(Comparator.comparing(series -> series.interval().length(), Comparator.reverseOrder()))
                .map(series -> Optional.ofNullable(history.candles().get(series)).orElseThrow(
                        () -> new IllegalArgumentException("the history has no candles of %s".formatted(series))))
                .forEach(columns -> decisionSeries.add(new Cursor(columns, fromMillis)));
        for (InstrumentId instrument : subscription.instruments()) {
            CandleColumns finest = history.finest(instrument).orElseThrow(
                    () -> new IllegalArgumentException("the history has no candles of %s".formatted(instrument)));
            fillSeries.add(new Cursor(finest, fromMillis));
            if (instrument.category() == Category.LINEAR) {
                funding.put(instrument, new FundingSchedule(history.funding().getOrDefault(instrument, List.of()),
                        history.marks().get(instrument), fromMillis));
            }
        }
        start();
    }

    /// Lets a new process see what one sees before it trades.
    private void start() {
        publishRules();
        for (Candle candle : warmUp()) {
            driver().on(new EngineEvent.WarmUpCandle(candle, Moment.of(engineMillis)));
        }
        driver().on(new EngineEvent.HaltChanged(HaltState.RUNNING, Moment.of(engineMillis)));
        exchange().connect();
        driver().drain(engineMillis);
        funding.keySet().forEach(this::announce);
    }

    private List<Candle> warmUp() {
        List<Candle> warmUp = new ArrayList<>();
        for (Cursor cursor : decisionSeries) {
            warmUp.addAll(cursor.before(subscription.warmUpCandles()));
        }
        warmUp.sort(Comparator.comparingLong(Candle::closeTimeMillis)
                .thenComparing(candle -> candle.series().interval().length(), Comparator.reverseOrder()));
        return warmUp;
    }

    private void publishRules() {
        for (InstrumentId instrument : subscription.instruments()) {
            Instrument rules = Optional.ofNullable(history.rules().get(instrument)).orElseThrow(
                    () -> new IllegalArgumentException("the history has no rules of %s".formatted(instrument)));
            exchange().onMarket(new MarketEvent.RulesPublished(rules));
            driver().on(new EngineEvent.InstrumentPublished(rules, Moment.of(engineMillis)));
        }
    }

    // ---- the period

    private void go() {
        for (long now = nextMillis(); now <= toMillis; now = nextMillis()) {
            List<Candle> ended = inside(now);
            if (restarts.isBefore(now)) {
                restart(ended);
            }
            if (closes(now, ended)) {
                equity.add(now, driver().engine().account().equity());
            }
            if (now == toMillis) {
                return;
            }
            settle(now);
            begins(now);
        }
    }

    private long nextMillis() {
        long next = Long.MAX_VALUE;
        for (Cursor cursor : fillSeries) {
            next = Math.min(next, cursor.dueMillis());
        }
        for (Cursor cursor : decisionSeries) {
            next = Math.min(next, cursor.dueMillis());
        }
        for (FundingSchedule schedule : funding.values()) {
            next = Math.min(next, schedule.dueMillis());
        }
        return next;
    }

    /// What lies inside the candles that end now; answers those that orders fill from.
    private List<Candle> inside(long now) {
        clock(now - 1);
        List<Candle> filled = new ArrayList<>(fillSeries.size());
        for (Cursor cursor : fillSeries) {
            Candle candle = cursor.closes(now);
            if (candle != null) {
                exchange().onRange(candle);
                driver().drain(engineMillis);
                filled.add(candle);
            }
        }
        if (isQuoted) {
            filled.forEach(candle -> quote(candle, candle.close()));
        }
        return filled;
    }

    /// Kills the process and starts another of what the ledger knows.
    private void restart(List<Candle> ended) {
        process = new BotProcess(restarts.bots().get(), settings, ledger.load(), outside());
        start();
        if (!isQuoted) {
            // no order is open: this only tells the new exchange a price
            ended.forEach(exchange()::onOpen);
        }
    }

    /// What closes now; answers whether any candle does.
    private boolean closes(long now, List<Candle> filled) {
        clock(now);
        boolean hasClosed = false;
        for (Candle candle : filled) {
            price(candle.instrument(), candle.close());
            hasClosed = true;
        }
        List<Candle> closed = new ArrayList<>(decisionSeries.size());
        for (Cursor cursor : decisionSeries) {
            Candle candle = cursor.closes(now);
            if (candle != null) {
                closed.add(candle);
                hasClosed = true;
            }
        }
        for (Candle candle : closed) {
            candles++;
            driver().onCandle(candle, engineMillis);
        }
        if (closed.isEmpty() && hasClosed) {
            driver().onTime(Moment.of(engineMillis));
        }
        return hasClosed;
    }

    private void price(InstrumentId instrument, double price) {
        prices.put(instrument, price);
        driver().onPrice(instrument, price, engineMillis);
    }

    private void settle(long now) {
        funding.forEach((instrument, schedule) -> {
            while (schedule.dueMillis() <= now) {
                SettledFunding due = schedule.take();
                double mark = schedule.markPrice(due.settledAt());
                double price = Double.isNaN(mark) ? openingPrice(instrument, now) : mark;
                exchange().settle(due, BigDecimal.valueOf(price));
                driver().drain(engineMillis);
                announce(instrument);
            }
            if (isQuoted && now % ANNOUNCE_MILLIS == 0) {
                announce(instrument);
            }
        });
    }

    /// The open of the candle that begins now, or the last price.
    private double openingPrice(InstrumentId instrument, long now) {
        return fillSeries.stream().filter(cursor -> cursor.instrument().equals(instrument))
                .mapToDouble(cursor -> cursor.openingPrice(now)).filter(price -> !Double.isNaN(price)).findFirst()
                .orElseGet(() -> prices.getOrDefault(instrument, 0.0));
    }

    private void announce(InstrumentId perpetual) {
        FundingSchedule schedule = funding.get(perpetual);
        if (schedule != null) {
            schedule.announced().ifPresent(
                    rate -> driver().on(new EngineEvent.FundingAnnounced(rate, Moment.of(engineMillis))));
        }
    }

    /// What begins now.
    private void begins(long now) {
        for (Cursor cursor : decisionSeries) {
            cursor.opens(now);
        }
        List<Candle> opened = new ArrayList<>(fillSeries.size());
        for (Cursor cursor : fillSeries) {
            Candle candle = cursor.opens(now);
            if (candle != null) {
                opened.add(candle);
            }
        }
        for (Candle candle : opened) {
            prices.put(candle.instrument(), candle.open());
            offer(candle);
        }
        driver().drain(engineMillis);
        retry(now, opened);
    }

    private void offer(Candle candle) {
        if (isQuoted) {
            quote(candle, candle.open());
        } else {
            exchange().onOpen(candle);
        }
    }

    /// Lets the engine's timers run while the price is still the open.
    private void retry(long now, List<Candle> opened) {
        long nakedEndMillis = now + RETRY_WINDOW_MILLIS + settings.engine().timing().maxNakedTime().toMillis();
        int idle = 0;
        while (idle < IDLE_RETRIES || driver().engine().isNaked()) {
            long due = driver().engine().nextDueMillis();
            if (due >= (driver().engine().isNaked() ? nakedEndMillis : now + RETRY_WINDOW_MILLIS)) {
                return;
            }
            long before = record.sent();
            engineMillis = Math.max(engineMillis, due + 1);
            for (Candle candle : opened) {
                driver().onPrice(candle.instrument(), candle.open(), engineMillis);
            }
            driver().onTime(Moment.of(engineMillis));
            for (Candle candle : opened) {
                exchange().onOpen(candle);
            }
            driver().drain(engineMillis);
            idle = record.sent() == before ? idle + 1 : 0;
        }
    }

    /// A quote around this price, so deep that the levels of the paper exchange together hold the share of the
    /// candle's volume that a bot may have.
    private void quote(Candle candle, double price) {
        double half = price * settings.quoteSpreadBps() / 20_000;
        double size = candle.volume() * settings.costs().candleShare() / settings.costs().levels();
        Quote quote = new Quote(candle.instrument(), price - half, size, price + half, size,
                Instant.ofEpochMilli(exchangeMillis));
        exchange().onMarket(new MarketEvent.QuoteChanged(quote));
        driver().on(new EngineEvent.QuoteChanged(quote, Moment.of(engineMillis)));
    }

    private BacktestResult result() {
        Map<InstrumentId, BigDecimal> positions = new TreeMap<>();
        driver().engine().positions().forEach(position -> positions.put(position.instrument(), position.quantity()));
        return new BacktestResult(equity, record.fills(), record.funding(), record.events(), record.refusals(),
                record.rejections(), positions, exchange().ambiguousCandles(), candles);
    }
}
