package io.tradinghub.runner;

import java.util.Optional;

import io.tradinghub.bot.BotId;
import io.tradinghub.engine.DriverObserver;
import io.tradinghub.engine.EngineCommand;
import io.tradinghub.engine.EngineEvent;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.Answer;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs what a bot's driver does, and counts what people want to know.
final class DriverLog implements DriverObserver {
    private static final Logger LOG = LoggerFactory.getLogger(DriverLog.class);
    private final BotId bot;
    private long ordersSent;
    private boolean traded;

    DriverLog(BotId bot) {
        this.bot = bot;
    }

    long ordersSent() {
        return ordersSent;
    }

    /// Whether something was executed since this was last asked.
    boolean hasTraded() {
        boolean answer = traded;
        traded = false;
        return answer;
    }

    @Override
    public void tells(EngineEvent event) {
        if (!(event instanceof EngineEvent.ExchangeTold(ExchangeEvent told, _))) {
            return;
        }
        switch (told) {
            case ExchangeEvent.Executed(Fill fill) -> {
                traded = true;
                LOG.atInfo().addKeyValue("bot", bot)
                        .addKeyValue("clientOrderId", fill.orderId().map(Object::toString).orElse("none"))
                        .addKeyValue("origin", fill.origin()).addKeyValue("instrument", fill.instrument())
                        .addKeyValue("side", fill.side()).addKeyValue("quantity", fill.quantity().toPlainString())
                        .addKeyValue("price", fill.price().toPlainString()).log("filled");
            }
            case ExchangeEvent.Answered(var id, Answer.Refused(var kind, String reason)) ->
                LOG.atWarn().addKeyValue("clientOrderId", id).addKeyValue("kind", kind).addKeyValue("reason", reason)
                        .log("order rejected");
            case ExchangeEvent.Answered(var id, Answer.Unknown(String reason, _)) ->
                LOG.atWarn().addKeyValue("clientOrderId", id).addKeyValue("reason", reason)
                        .log("order outcome unknown");
            case ExchangeEvent.LinkChanged(var state, _) ->
                LOG.atInfo().addKeyValue("bot", bot).addKeyValue("state", state).log("exchange link changed");
            case ExchangeEvent.RowsUnread(var rows, _) -> LOG.atWarn().addKeyValue("bot", bot)
                    .addKeyValue("rows", rows.size()).log("rows of the account cannot be read");
            case ExchangeEvent.Answered _ -> {}
            case ExchangeEvent.OrderSeen _ -> {}
            case ExchangeEvent.FundingPaid _ -> {}
            case ExchangeEvent.AccountSeen _ -> {}
            case ExchangeEvent.ProtectionSeen _ -> {}
            case ExchangeEvent.NoSuchOrder _ -> {}
        }
    }

    @Override
    public void performs(EngineCommand command) {
        switch (command) {
            case EngineCommand.Refuse(var instrument, var refusal) -> LOG.atWarn().addKeyValue("instrument", instrument)
                    .addKeyValue("rule", refusal.rule()).addKeyValue("detail", refusal.detail())
                    .log("entry refused");
            case EngineCommand.Announce(var event) -> LOG.atError().addKeyValue("bot", bot)
                    .addKeyValue("rule", event.rule()).addKeyValue("detail", event.detail()).log("risk event");
            case EngineCommand.Place _ -> {}
            case EngineCommand.Cancel _ -> {}
            case EngineCommand.LookUp _ -> {}
            case EngineCommand.Protect _ -> {}
            case EngineCommand.Resync _ -> {}
            case EngineCommand.Remember _ -> {}
        }
    }

    @Override
    public void sends(OrderRequest request) {
        ordersSent++;
        LOG.atInfo().addKeyValue("clientOrderId", request.id()).addKeyValue("instrument", request.instrument())
                .addKeyValue("side", request.side()).addKeyValue("quantity", request.quantity().toPlainString())
                .addKeyValue("terms", request.terms()).log("order sent");
    }

    @Override
    public void givesUp(OrderRequest request) {
        LOG.atWarn().addKeyValue("clientOrderId", request.id()).addKeyValue("instrument", request.instrument())
                .log("order not sent, its intent was not committed in time or entries have ended");
    }

    @Override
    public void ledgerChanged(Optional<String> awayReason) {
        awayReason.ifPresentOrElse(
                reason -> LOG.atWarn().addKeyValue("bot", bot).addKeyValue("reason", reason)
                        .log("ledger away, exits only"),
                () -> LOG.atInfo().addKeyValue("bot", bot).log("ledger is back"));
    }
}
