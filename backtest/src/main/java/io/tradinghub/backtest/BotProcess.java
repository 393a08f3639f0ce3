package io.tradinghub.backtest;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

import io.tradinghub.bot.Bot;
import io.tradinghub.engine.BotEngine;
import io.tradinghub.engine.DriverObserver;
import io.tradinghub.engine.EngineDriver;
import io.tradinghub.engine.InstantLedger;
import io.tradinghub.engine.Moment;
import io.tradinghub.exchange.paper.PaperExchange;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.ledger.Ledger;
import io.tradinghub.ledger.LedgerQueue;
import io.tradinghub.ledger.LedgerReply;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.order.StartMark;

/// A bot's process: the engine that trades live, its driver, and the paper exchange that lives with it.
final class BotProcess {
    private final Outside outside;
    private final PaperExchange exchange;
    private final EngineDriver driver;

    /// Starts from what a ledger knew.
    BotProcess(Bot bot, BacktestSettings settings, LedgerSnapshot found, Outside outside) {
        this.outside = outside;
        this.exchange = new PaperExchange(settings.costs(), PaperFaults.NONE, found, event -> driver().hears(event),
                outside.exchangeClock());
        InstantLedger forgetful = new InstantLedger(this::replied);
        EngineDriver.TaskSink sink = outside.ledger().<EngineDriver.TaskSink>map(this::sink).orElse(forgetful);
        StartMark mark = StartMark.following(found.newestStart(), outside.engineClock().get().wall(), 0);
        this.driver = new EngineDriver(commands -> new BotEngine(settings.bot(), mark, bot, settings.engine(),
                settings.limits(), found, commands), exchange, sink, forgetful, EngineDriver.Deadlines.DEFAULTS,
                outside.observer());
    }

    /// What goes on while processes come and go.
    ///
    /// @param ledger empty where no other process will ask what this one did
    record Outside(Optional<Ledger> ledger, InstantSource exchangeClock, Supplier<Moment> engineClock,
            DriverObserver observer) {}

    PaperExchange exchange() {
        return exchange;
    }

    EngineDriver driver() {
        return driver;
    }

    private EngineDriver.TaskSink sink(Ledger ledger) {
        LedgerQueue queue = new LedgerQueue(ledger, this::replied);
        return task -> {
            queue.submit(task);
            while (queue.work()) {
                // until nothing waits
            }
        };
    }

    private void replied(LedgerReply reply) {
        driver.onLedger(reply, outside.engineClock().get());
    }
}
