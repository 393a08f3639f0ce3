package io.tradinghub.engine;

import java.math.BigDecimal;
import java.util.Optional;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.LedgerEntry.RiskEvent;
import io.tradinghub.risk.RiskDecision.Refused;
import io.tradinghub.risk.RiskRule;

/// Emits what people must know of.
final class Announcer {
    private final CommandSink commands;
    private final EngineTime time;
    private final OrderNumbers numbers;

    Announcer(CommandSink commands, EngineTime time, OrderNumbers numbers) {
        this.commands = commands;
        this.time = time;
        this.numbers = numbers;
    }

    void announce(RiskRule rule, String detail) {
        announce(rule, detail, Optional.empty());
    }

    void announce(RiskRule rule, String detail, BigDecimal value) {
        announce(rule, detail, Optional.of(value));
    }

    private void announce(RiskRule rule, String detail, Optional<BigDecimal> value) {
        commands.accept(
                new EngineCommand.Announce(new RiskEvent(numbers.nextEventKey(), time.wall(), rule, detail, value)));
    }

    void refuse(InstrumentId instrument, Refused refused) {
        commands.accept(new EngineCommand.Refuse(instrument, refused));
    }
}
