package io.tradinghub.testing;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.tradinghub.bot.Bot;
import io.tradinghub.bot.BotId;
import io.tradinghub.engine.BotEngine;
import io.tradinghub.engine.DriverObserver;
import io.tradinghub.engine.EngineDriver;
import io.tradinghub.engine.EngineEvent;
import io.tradinghub.engine.EngineSettings;
import io.tradinghub.engine.InstantLedger;
import io.tradinghub.engine.Moment;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.paper.PaperExchange;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.exchange.paper.PaperSettings;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.market.Candle;
import io.tradinghub.market.Category;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.Quote;
import io.tradinghub.order.Fill;
import io.tradinghub.order.StartMark;
import io.tradinghub.position.Position;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskLimits;

/// Runs a bot over stored market data through the real engine and the paper exchange, and sums up what came of it.
///
/// An order decided on a candle's close fills at the next candle's open, with fees and slippage as the paper exchange
/// has them by default. The risk limits are out of the way, so that what is seen is the strategy.
public final class Replay {
    private static final RiskLimits NO_LIMITS = new RiskLimits(new BigDecimal("1e12"), new BigDecimal("1e12"),
            1_000_000,
            Duration.ofDays(10_000), new BigDecimal("1e12"), 1);
    private static final EngineSettings SETTINGS = new EngineSettings(new BigDecimal("10000"), "USDT", 100, 0.5,
            new EngineSettings.Timing(Duration.ofSeconds(5), Duration.ZERO, Duration.ofSeconds(2),
                    Duration.ofSeconds(1), Duration.ofSeconds(15), Duration.ofMinutes(5), Duration.ofHours(1),
                    Duration.ofSeconds(5), Duration.ofMinutes(5)));

    private final List<Fill> fills = new ArrayList<>();
    private final Map<InstrumentId, BigDecimal> held = new TreeMap<>();
    private final PaperExchange exchange;
    private final EngineDriver driver;
    private long nowMillis;
    private double peak = SETTINGS.capital().doubleValue();
    private double maxDrawdown;
    private BigDecimal funding = BigDecimal.ZERO;
    private int trades;

    public Replay(Bot bot, List<Instrument> instruments) {
        InstantLedger ledger = new InstantLedger(reply -> driver().onLedger(reply, Moment.of(nowMillis)));
        this.exchange = new PaperExchange(PaperSettings.DEFAULTS, PaperFaults.NONE, LedgerSnapshot.empty(),
                event -> driver().hears(event), () -> Instant.ofEpochMilli(nowMillis));
        this.driver = new EngineDriver(sink -> new BotEngine(new BotId("replay"), StartMark.of(Instant.EPOCH, 0), bot,
                SETTINGS, NO_LIMITS, LedgerSnapshot.empty(), sink), exchange, ledger, ledger,
                EngineDriver.Deadlines.DEFAULTS, new Sums());
        for (Instrument instrument : instruments) {
            exchange.onMarket(new MarketEvent.RulesPublished(instrument));
            driver.on(new EngineEvent.InstrumentPublished(instrument, now()));
        }
        driver.on(new EngineEvent.HaltChanged(HaltState.RUNNING, now()));
        exchange.connect();
        driver.drain(now());
    }

    private EngineDriver driver() {
        return driver;
    }

    private Moment now() {
        return Moment.of(nowMillis);
    }

    /// Trading rules like Bybit's for a coin of this price.
    public static Instrument rules(InstrumentId id, String tick, String step) {
        return new Instrument(id, id.symbol().name().replace("USDT", ""), "USDT", new BigDecimal(tick),
                new BigDecimal(step),
                new BigDecimal(step), new BigDecimal("5"), new BigDecimal("1000000"), new BigDecimal("1000000"),
                id.category() == Category.LINEAR ? Optional.of(Duration.ofHours(8)) : Optional.empty());
    }

    /// Runs through the candles of several series, those of one open time together.
    public void run(List<List<Candle>> series) {
        TreeMap<Long, List<Candle>> byTime = new TreeMap<>();
        series.forEach(candles -> candles
                .forEach(
                        candle -> byTime.computeIfAbsent(candle.openTimeMillis(), _ -> new ArrayList<>()).add(candle)));
        byTime.values().forEach(this::candles);
    }

    /// All candles of one open time: first the exchange trades what was decided before, then the bot sees them closed.
    public void candles(List<Candle> sameTime) {
        for (Candle candle : sameTime) {
            nowMillis = candle.openTimeMillis();
            exchange.onMarket(new MarketEvent.CandleClosed(candle));
            driver.drain(now());
        }
        for (Candle candle : sameTime) {
            nowMillis = candle.closeTimeMillis();
            driver.on(new EngineEvent.CandleClosed(candle, now()));
        }
        observe();
    }

    /// A quote of this price, so many basis points wide and as deep as anyone wants.
    public void quote(InstrumentId id, double price, double widthBps, long atMillis) {
        double half = price * widthBps / 20_000;
        quote(new Quote(id, price - half, 1e6, price + half, 1e6, Instant.ofEpochMilli(atMillis)));
    }

    public void quote(Quote quote) {
        nowMillis = quote.exchangeTime().toEpochMilli();
        exchange.onMarket(new MarketEvent.QuoteChanged(quote));
        driver.on(new EngineEvent.QuoteChanged(quote, now()));
    }

    public void funding(FundingRate rate, long atMillis) {
        nowMillis = atMillis;
        exchange.onMarket(new MarketEvent.FundingAnnounced(rate));
        driver.on(new EngineEvent.FundingAnnounced(rate, now()));
    }

    public List<Fill> fills() {
        return List.copyOf(fills);
    }

    /// What the bot holds, signed, in base coin.
    public double position(InstrumentId id) {
        return driver.engine().account().position(id);
    }

    public Summary summary() {
        BigDecimal fees = driver.engine().positions().stream().map(Position::fees).reduce(BigDecimal.ZERO,
                BigDecimal::add);
        return new Summary(trades, driver.engine().account().equity() - SETTINGS.capital().doubleValue(), maxDrawdown,
                fees.doubleValue(),
                funding.doubleValue());
    }

    private void observe() {
        double equity = driver.engine().account().equity();
        peak = Math.max(peak, equity);
        maxDrawdown = Math.max(maxDrawdown, (peak - equity) / peak);
    }

    /// Counts what the exchange did.
    private final class Sums implements DriverObserver {
        @Override
        public void tells(EngineEvent event) {
            if (!(event instanceof EngineEvent.ExchangeTold(ExchangeEvent told, _))) {
                return;
            }
            switch (told) {
                case ExchangeEvent.Executed(Fill fill) -> count(fill);
                case ExchangeEvent.FundingPaid(var payment) -> funding = funding.add(payment.amount());
                case ExchangeEvent.Answered(var id, ExchangeEvent.Answer.Refused refused) ->
                    throw new AssertionError(id + " refused: " + refused);
                case ExchangeEvent.Answered _ -> {}
                case ExchangeEvent.OrderSeen _ -> {}
                case ExchangeEvent.AccountSeen _ -> {}
                case ExchangeEvent.ProtectionSeen _ -> {}
                case ExchangeEvent.LinkChanged _ -> {}
                case ExchangeEvent.RowsUnread _ -> {}
                case ExchangeEvent.NoSuchOrder _ -> {}
            }
        }

        private void count(Fill fill) {
            BigDecimal before = held.getOrDefault(fill.instrument(), BigDecimal.ZERO);
            BigDecimal after = before.add(fill.positionChange());
            held.put(fill.instrument(), after);
            trades += after.signum() != 0 && before.signum() * after.signum() <= 0 ? 1 : 0;
            fills.add(fill);
        }
    }

    /// What came of it, in quote coin; `trades` counts openings of a position, `netPnl` is after fees and funding,
    /// `maxDrawdown` a fraction.
    public record Summary(int trades, double netPnl, double maxDrawdown, double fees, double funding) {

        @Override
        public String toString() {
            return "%d trades, net %.0f USDT, maximum drawdown %.1f %%, fees %.0f USDT, funding %.0f USDT".formatted(
                    trades,
                    netPnl,
                    100 * maxDrawdown, fees, funding);
        }
    }
}
