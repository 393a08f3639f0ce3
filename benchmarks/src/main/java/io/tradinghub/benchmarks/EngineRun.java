package io.tradinghub.benchmarks;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.bot.Bot;
import io.tradinghub.bot.BotId;
import io.tradinghub.engine.BotEngine;
import io.tradinghub.engine.EngineCommand;
import io.tradinghub.engine.EngineEvent;
import io.tradinghub.engine.EngineSettings;
import io.tradinghub.exchange.PlaceOrderResult;
import io.tradinghub.exchange.paper.PaperExchange;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.exchange.paper.PaperSettings;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.market.Candle;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskLimits;

/// One bot over candles: the real engine, the paper exchange, orders filled at the next candle's open.
final class CandleRun {
    static final long START = 1_700_000_040_000L;
    private static final EngineSettings SETTINGS = new EngineSettings(new BigDecimal("1000000"), 1_000,
            Duration.ofHours(1),
            Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofSeconds(15), Duration.ofMinutes(5),
            Duration.ofDays(30));
    private static final RiskLimits LIMITS = new RiskLimits(new BigDecimal("1e12"), new BigDecimal("1e12"), 1_000_000,
            Duration.ofDays(1),
            new BigDecimal("1e12"), 1);

    private final Deque<EngineCommand> commands = new ArrayDeque<>();
    private final Deque<LedgerEntry> told = new ArrayDeque<>();
    private final List<Integer> trades = new ArrayList<>();
    private final PaperExchange exchange;
    private final BotEngine engine;
    private long nowMillis = START;
    private int bar;

    CandleRun(Bot bot, PaperSettings costs) {
        exchange = new PaperExchange(costs, PaperFaults.NONE, Map.of(), told::add,
                () -> Instant.ofEpochMilli(nowMillis));
        engine = new BotEngine(new BotId("speed"), bot, SETTINGS, LIMITS, LedgerSnapshot.empty(), commands::add);
        for (InstrumentId id : bot.subscription().instruments()) {
            Instrument rules = new Instrument(id, "BTC", "USDT", new BigDecimal("0.1"), new BigDecimal("0.001"),
                    new BigDecimal("0.001"),
                    new BigDecimal("5"), new BigDecimal("1000"), new BigDecimal("1000"), Optional.empty());
            exchange.onMarket(new MarketEvent.RulesPublished(rules));
            engine.on(new EngineEvent.InstrumentPublished(rules, nowMillis));
        }
        engine.on(new EngineEvent.HaltChanged(HaltState.RUNNING, nowMillis));
    }

    /// Runs all candles; answers the number of fills.
    int over(Candle[] candles) {
        for (bar = 0; bar < candles.length; bar++) {
            next(candles[bar]);
        }
        return trades.size();
    }

    /// Runs all candles, each made when its turn has come; answers the number of fills.
    int over(BarArrays columns) {
        for (bar = 0; bar < columns.bars(); bar++) {
            next(columns.candle(bar));
        }
        return trades.size();
    }

    private void next(Candle candle) {
        nowMillis = candle.openTimeMillis();
        exchange.onCandle(candle);
        settle();
        nowMillis = candle.closeTimeMillis();
        engine.onCandle(candle, nowMillis);
        settle();
    }

    /// The bars at whose open something was filled.
    List<Integer> trades() {
        return trades;
    }

    private void settle() {
        while (!commands.isEmpty() || !told.isEmpty()) {
            EngineCommand command = commands.poll();
            if (command == null) {
                hear(told.removeFirst());
            } else if (command instanceof EngineCommand.Place(OrderRequest request)) {
                place(request);
            } else if (command instanceof EngineCommand.Cancel(var instrument, var id)) {
                exchange.cancel(instrument, id);
            }
        }
    }

    private void place(OrderRequest request) {
        Instant now = Instant.ofEpochMilli(nowMillis);
        hear(switch (exchange.place(request)) {
            case PlaceOrderResult.Accepted(var orderId) -> OrderReport.accepted(request.id(), orderId, now);
            case PlaceOrderResult.Rejected(String reason) -> OrderReport.rejected(request.id(), reason, now);
            case PlaceOrderResult.OutcomeUnknown(String reason) -> OrderReport.unknown(request.id(), reason, now);
        });
    }

    private void hear(LedgerEntry entry) {
        if (entry instanceof Fill fill) {
            trades.add(bar);
            engine.on(new EngineEvent.Filled(fill, nowMillis));
        } else if (entry instanceof OrderReport report) {
            engine.on(new EngineEvent.Reported(report, nowMillis));
        }
    }
}
