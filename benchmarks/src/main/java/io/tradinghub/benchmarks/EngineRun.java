package io.tradinghub.benchmarks;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.order.StartMark;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskLimits;

/// Runs one bot over candles: the real engine and the paper exchange, which fills orders at the next candle's open.
final class EngineRun {
    static final long START = 1_700_000_040_000L;
    private static final EngineSettings SETTINGS = new EngineSettings(new BigDecimal("1000000"), "USDT", 1_000, 0.9,
            new EngineSettings.Timing(Duration.ofHours(1), Duration.ZERO, Duration.ofHours(1), Duration.ofSeconds(1),
                    Duration.ofSeconds(15), Duration.ofMinutes(5), Duration.ofDays(30), Duration.ofSeconds(5),
                    Duration.ofDays(1)));
    private static final RiskLimits LIMITS = new RiskLimits(new BigDecimal("1e12"), new BigDecimal("1e12"), 1_000_000,
            Duration.ofDays(1), new BigDecimal("1e12"), 1);

    private final List<Integer> tradedBars = new ArrayList<>();
    private final PaperExchange exchange;
    private final EngineDriver driver;
    private long nowMillis = START;
    private int bar;

    EngineRun(Bot bot, PaperSettings costs) {
        InstantLedger ledger = new InstantLedger(reply -> driver().onLedger(reply, Moment.of(nowMillis)));
        exchange = new PaperExchange(costs, PaperFaults.NONE, LedgerSnapshot.empty(), event -> driver().hears(event),
                () -> Instant.ofEpochMilli(nowMillis));
        driver = new EngineDriver(sink -> new BotEngine(new BotId("speed"), StartMark.of(Instant.EPOCH, 0), bot,
                SETTINGS, LIMITS, LedgerSnapshot.empty(), sink), exchange, ledger, ledger,
                EngineDriver.Deadlines.DEFAULTS, new Trades());
        for (InstrumentId id : bot.subscription().instruments()) {
            Instrument rules = new Instrument(id, "BTC", "USDT", new BigDecimal("0.1"), new BigDecimal("0.001"),
                    new BigDecimal("0.001"), new BigDecimal("5"), new BigDecimal("1000"), new BigDecimal("1000"),
                    Optional.empty());
            exchange.onMarket(new MarketEvent.RulesPublished(rules));
            driver.on(new EngineEvent.InstrumentPublished(rules, Moment.of(nowMillis)));
        }
        driver.on(new EngineEvent.HaltChanged(HaltState.RUNNING, Moment.of(nowMillis)));
        exchange.connect();
        driver.drain(Moment.of(nowMillis));
    }

    private EngineDriver driver() {
        return driver;
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
        driver.drain(nowMillis);
        nowMillis = candle.closeTimeMillis();
        driver.onCandle(candle, nowMillis);
    }

    /// Returns the bars at whose open an order was filled.
    List<Integer> tradedBars() {
        return tradedBars;
    }

    /// Notes the bar of each fill.
    private final class Trades implements DriverObserver {
        @Override
        public void tells(EngineEvent event) {
            if (event instanceof EngineEvent.ExchangeTold(ExchangeEvent.Executed _, _)) {
                tradedBars.add(bar);
            }
        }
    }
}
