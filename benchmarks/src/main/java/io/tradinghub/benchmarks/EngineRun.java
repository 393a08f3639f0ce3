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

/// Runs one bot over candles: the real engine and the paper exchange, which fills orders at the next candle's open.
final class EngineRun {
    static final long START = 1_700_000_040_000L;
    private static final EngineSettings SETTINGS = new EngineSettings(new BigDecimal("1000000"), 1_000,
            Duration.ofHours(1), Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofSeconds(15),
            Duration.ofMinutes(5), Duration.ofDays(30));
    private static final RiskLimits LIMITS = new RiskLimits(new BigDecimal("1e12"), new BigDecimal("1e12"), 1_000_000,
            Duration.ofDays(1), new BigDecimal("1e12"), 1);

    private final Deque<EngineCommand> commands = new ArrayDeque<>();
    private final Deque<LedgerEntry> ledgerEntries = new ArrayDeque<>();
    private final List<Integer> tradedBars = new ArrayList<>();
    private final PaperExchange exchange;
    private final BotEngine engine;
    private long nowMillis = START;
    private int bar;

    EngineRun(Bot bot, PaperSettings costs) {
        exchange = new PaperExchange(costs, PaperFaults.NONE, Map.of(), ledgerEntries::add,
                () -> Instant.ofEpochMilli(nowMillis));
        engine = new BotEngine(new BotId("speed"), bot, SETTINGS, LIMITS, LedgerSnapshot.empty(), commands::add);
        for (InstrumentId id : bot.subscription().instruments()) {
            Instrument rules = new Instrument(id, "BTC", "USDT", new BigDecimal("0.1"), new BigDecimal("0.001"),
                    new BigDecimal("0.001"), new BigDecimal("5"), new BigDecimal("1000"), new BigDecimal("1000"),
                    Optional.empty());
            exchange.onMarket(new MarketEvent.RulesPublished(rules));
            engine.on(new EngineEvent.InstrumentPublished(rules, nowMillis));
        }
        engine.on(new EngineEvent.HaltChanged(HaltState.RUNNING, nowMillis));
    }

    /// Runs all candles and returns the number of fills.
    int run(Candle[] candles) {
        for (bar = 0; bar < candles.length; bar++) {
            advance(candles[bar]);
        }
        return tradedBars.size();
    }

    /// Runs all candles, creating each when it is due, and returns the number of fills.
    int run(BarArrays columns) {
        for (bar = 0; bar < columns.bars(); bar++) {
            advance(columns.candle(bar));
        }
        return tradedBars.size();
    }

    private void advance(Candle candle) {
        nowMillis = candle.openTimeMillis();
        exchange.onCandle(candle);
        processPending();
        nowMillis = candle.closeTimeMillis();
        engine.onCandle(candle, nowMillis);
        processPending();
    }

    /// Returns the bars at whose open an order was filled.
    List<Integer> tradedBars() {
        return tradedBars;
    }

    private void processPending() {
        while (!commands.isEmpty() || !ledgerEntries.isEmpty()) {
            EngineCommand command = commands.poll();
            if (command == null) {
                deliver(ledgerEntries.removeFirst());
            } else if (command instanceof EngineCommand.Place(OrderRequest request)) {
                place(request);
            } else if (command instanceof EngineCommand.Cancel(var instrument, var id)) {
                exchange.cancel(instrument, id);
            }
        }
    }

    private void place(OrderRequest request) {
        Instant now = Instant.ofEpochMilli(nowMillis);
        deliver(switch (exchange.place(request)) {
            case PlaceOrderResult.Accepted(var orderId) -> OrderReport.accepted(request.id(), orderId, now);
            case PlaceOrderResult.Rejected(String reason) -> OrderReport.rejected(request.id(), reason, now);
            case PlaceOrderResult.OutcomeUnknown(String reason) -> OrderReport.unknown(request.id(), reason, now);
        });
    }

    private void deliver(LedgerEntry entry) {
        if (entry instanceof Fill fill) {
            tradedBars.add(bar);
            engine.on(new EngineEvent.Filled(fill, nowMillis));
        } else if (entry instanceof OrderReport report) {
            engine.on(new EngineEvent.Reported(report, nowMillis));
        }
    }
}
