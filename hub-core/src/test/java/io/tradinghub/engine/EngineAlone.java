package io.tradinghub.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.LinkState;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Quote;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.StartMark;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskLimits;

/// An engine that starts from a given ledger, with nobody behind its commands.
final class EngineAlone {
    final List<EngineCommand> commands = new ArrayList<>();
    final WishingBot bot;
    final BotEngine engine;
    private Moment now = new Moment(Bench.START.toEpochMilli(), 5_000_000);

    EngineAlone(LedgerSnapshot found, InstrumentId... instruments) {
        this(found, true, instruments);
    }

    /// An engine whose recorder is away: it is told no trading rules.
    static EngineAlone withoutRules(LedgerSnapshot found, InstrumentId... instruments) {
        return new EngineAlone(found, false, instruments);
    }

    private EngineAlone(LedgerSnapshot found, boolean knowsRules, InstrumentId... instruments) {
        this.bot = new WishingBot(List.of(instruments), List.of());
        this.engine = new BotEngine(Bench.BOT, StartMark.of(Bench.START, 2), bot, EngineSettings.DEFAULTS,
                RiskLimits.DEFAULTS, found, commands::add);
        if (knowsRules) {
            for (InstrumentId instrument : instruments) {
                engine.on(new EngineEvent.InstrumentPublished(Bench.instrument(instrument), now));
            }
        }
        engine.on(new EngineEvent.HaltChanged(HaltState.RUNNING, now));
    }

    /// The exchange is connected and has told of everything; a request of an earlier start cannot arrive any more.
    void connect() {
        hear(new ExchangeEvent.LinkChanged(LinkState.UP, now.wall()));
        pass(Duration.ofSeconds(11));
        hear(new ExchangeEvent.LinkChanged(LinkState.RESYNCED, now.wall()));
    }

    void hear(ExchangeEvent event) {
        engine.on(new EngineEvent.ExchangeTold(event, now));
    }

    void quote(InstrumentId instrument, double price) {
        engine.on(new EngineEvent.QuoteChanged(new Quote(instrument, price - 0.1, 10, price + 0.1, 10, now.wall()),
                now));
    }

    void pass(Duration time) {
        now = new Moment(now.wallMillis() + time.toMillis(), now.steadyMillis() + time.toMillis());
        engine.on(new EngineEvent.Tick(now));
    }

    Moment now() {
        return now;
    }

    /// The orders that it wanted sent, oldest first.
    List<OrderRequest> placed() {
        return commands.stream().filter(EngineCommand.Place.class::isInstance).map(EngineCommand.Place.class::cast)
                .flatMap(place -> place.requests().stream()).toList();
    }
}
