package io.tradinghub.testing;

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

import io.tradinghub.bot.Bot;
import io.tradinghub.bot.BotId;
import io.tradinghub.engine.BotEngine;
import io.tradinghub.engine.EngineCommand;
import io.tradinghub.engine.EngineEvent;
import io.tradinghub.engine.EngineSettings;
import io.tradinghub.exchange.OrderLookup;
import io.tradinghub.exchange.PlaceOrderResult;
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
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
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
    private static final EngineSettings SETTINGS = new EngineSettings(new BigDecimal("10000"), 100,
            Duration.ofSeconds(5),
            Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(15), Duration.ofMinutes(5),
            Duration.ofHours(1));

    private final Deque<EngineCommand> commands = new ArrayDeque<>();
    private final Deque<LedgerEntry> told = new ArrayDeque<>();
    private final List<Fill> fills = new ArrayList<>();
    private final PaperExchange exchange;
    private final BotEngine engine;
    private long nowMillis;
    private double peak = SETTINGS.capital().doubleValue();
    private double maxDrawdown;
    private BigDecimal funding = BigDecimal.ZERO;
    private int trades;

    public Replay(Bot bot, List<Instrument> instruments) {
        this.exchange = new PaperExchange(PaperSettings.DEFAULTS, PaperFaults.NONE, Map.of(), told::add,
                () -> Instant.ofEpochMilli(nowMillis));
        this.engine = new BotEngine(new BotId("replay"), bot, SETTINGS, NO_LIMITS, LedgerSnapshot.empty(),
                commands::add);
        for (Instrument instrument : instruments) {
            exchange.onMarket(new MarketEvent.RulesPublished(instrument));
            engine.on(new EngineEvent.InstrumentPublished(instrument, 0));
        }
        engine.on(new EngineEvent.HaltChanged(HaltState.RUNNING, 0));
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
            settle();
        }
        for (Candle candle : sameTime) {
            nowMillis = candle.closeTimeMillis();
            engine.on(new EngineEvent.CandleClosed(candle, nowMillis));
            settle();
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
        settle();
        engine.on(new EngineEvent.QuoteChanged(quote, nowMillis));
        settle();
    }

    public void funding(FundingRate rate, long atMillis) {
        nowMillis = atMillis;
        exchange.onMarket(new MarketEvent.FundingAnnounced(rate));
        settle();
        engine.on(new EngineEvent.FundingAnnounced(rate, atMillis));
        settle();
    }

    public List<Fill> fills() {
        return List.copyOf(fills);
    }

    /// What the bot holds, signed, in base coin.
    public double position(InstrumentId id) {
        return engine.account().position(id);
    }

    public Summary summary() {
        BigDecimal fees = engine.positions().stream().map(Position::fees).reduce(BigDecimal.ZERO, BigDecimal::add);
        return new Summary(trades, engine.account().equity() - SETTINGS.capital().doubleValue(), maxDrawdown,
                fees.doubleValue(),
                funding.doubleValue());
    }

    private void observe() {
        double equity = engine.account().equity();
        peak = Math.max(peak, equity);
        maxDrawdown = Math.max(maxDrawdown, (peak - equity) / peak);
    }

    private void settle() {
        while (!commands.isEmpty() || !told.isEmpty()) {
            EngineCommand command = commands.poll();
            if (command != null) {
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
                    case OrderLookup.Found(OrderReport report, _) -> hear(report);
                    case OrderLookup.Absent _ -> engine.on(new EngineEvent.OrderAbsent(id, nowMillis));
                    case OrderLookup.Unanswered _ -> {}
                }
            }
            case EngineCommand.Conclude _,EngineCommand.Announce _,EngineCommand.Snapshot _,EngineCommand.Refuse _ -> {}
        }
    }

    private void place(OrderRequest request) {
        Instant now = Instant.ofEpochMilli(nowMillis);
        hear(switch (exchange.place(request)) {
            case PlaceOrderResult.Accepted(var orderId) -> OrderReport.accepted(request.id(), orderId, now);
            case PlaceOrderResult.Rejected(String reason) -> throw new AssertionError(request + " rejected: " + reason);
            case PlaceOrderResult.OutcomeUnknown(String reason) -> OrderReport.unknown(request.id(), reason, now);
        });
    }

    private void hear(LedgerEntry entry) {
        switch (entry) {
            case OrderReport report -> engine.on(new EngineEvent.Reported(report, nowMillis));
            case Fill fill -> {
                double before = engine.account().position(fill.instrument());
                engine.on(new EngineEvent.Filled(fill, nowMillis));
                double after = engine.account().position(fill.instrument());
                trades += after != 0 && before * after <= 0 ? 1 : 0;
                fills.add(fill);
            }
            case LedgerEntry.FundingPayment payment -> {
                funding = funding.add(payment.amount());
                engine.on(new EngineEvent.FundingPaid(payment, nowMillis));
            }
            case LedgerEntry.EquitySnapshot _,LedgerEntry.RiskEvent _ -> {}
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
