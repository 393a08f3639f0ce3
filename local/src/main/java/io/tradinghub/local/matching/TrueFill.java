package io.tradinghub.local.matching;

import java.time.Instant;
import java.util.Optional;

import io.tradinghub.bot.BotId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.Origin;
import io.tradinghub.sim.exchange.Execution;

/// What an execution of the exchange is by the exchange's own books, without the JSON that tells it and the adapter
/// that reads it: what those two make of it is judged by this.
final class TrueFill {
    private TrueFill() {}

    static Fill of(Execution execution, BotId bot) {
        Optional<ClientOrderId> order = Optional.of(execution.linkId()).filter(id -> !id.isEmpty())
                .map(ClientOrderId::new).filter(id -> id.isOf(bot));
        Origin origin = origin(execution, order.isPresent());
        Fee fee = execution.feeCoin().equals(execution.listing().quoteCoin())
                ? Fee.inQuote(execution.fee(), execution.feeCoin())
                : Fee.inBase(execution.fee(), execution.feeCoin(), execution.price());
        return new Fill(new ExecutionId(execution.id()), origin == Origin.ORDER ? order : Optional.empty(), origin,
                execution.listing().id(), execution.side(), execution.quantity(), execution.price(), fee,
                execution.isMaker() ? Fill.Liquidity.MAKER : Fill.Liquidity.TAKER, execution.sequence(),
                Instant.ofEpochMilli(execution.millis()));
    }

    private static Origin origin(Execution execution, boolean isOwn) {
        return switch (execution.kind()) {
            case BUST_TRADE -> Origin.LIQUIDATION;
            case ADL_TRADE -> Origin.ADL;
            case FUNDING -> throw new IllegalArgumentException("funding is no fill: " + execution);
            case TRADE -> switch (execution.origin()) {
                case USER, STOP -> isOwn ? Origin.ORDER : Origin.MANUAL;
                case STOP_LOSS, TAKE_PROFIT, PARTIAL_STOP_LOSS, PARTIAL_TAKE_PROFIT, TRAILING_STOP -> Origin.STOP;
                case LIQUIDATION -> Origin.LIQUIDATION;
                case ADL -> Origin.ADL;
            };
        };
    }
}
