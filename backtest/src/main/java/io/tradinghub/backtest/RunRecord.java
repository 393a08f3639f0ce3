package io.tradinghub.backtest;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.tradinghub.engine.DriverObserver;
import io.tradinghub.engine.EngineCommand;
import io.tradinghub.engine.EngineEvent;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry.FundingPayment;
import io.tradinghub.order.LedgerEntry.RiskEvent;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.risk.RiskRule;

/// Writes down what a driver does.
final class RunRecord implements DriverObserver {
    private final List<Fill> fills = new ArrayList<>();
    private final List<FundingPayment> funding = new ArrayList<>();
    private final List<RiskEvent> events = new ArrayList<>();
    private final Map<RiskRule, Integer> refusals = new EnumMap<>(RiskRule.class);
    private final List<String> rejections = new ArrayList<>();
    private long sent;

    @Override
    public void tells(EngineEvent event) {
        if (event instanceof EngineEvent.ExchangeTold(ExchangeEvent told, _)) {
            switch (told) {
                case ExchangeEvent.Executed(Fill fill) -> fills.add(fill);
                case ExchangeEvent.FundingPaid(FundingPayment payment) -> funding.add(payment);
                case ExchangeEvent.Answered(var id, ExchangeEvent.Answer.Refused(var kind, String reason)) ->
                    rejections.add("%s %s: %s".formatted(id, kind, reason));
                case ExchangeEvent.Answered _ -> {}
                case ExchangeEvent.OrderSeen _ -> {}
                case ExchangeEvent.AccountSeen _ -> {}
                case ExchangeEvent.ProtectionSeen _ -> {}
                case ExchangeEvent.LinkChanged _ -> {}
                case ExchangeEvent.RowsUnread _ -> {}
                case ExchangeEvent.NoSuchOrder _ -> {}
            }
        }
    }

    @Override
    public void performs(EngineCommand command) {
        switch (command) {
            case EngineCommand.Announce(RiskEvent event) -> events.add(event);
            case EngineCommand.Refuse(_, var refusal) -> refusals.merge(refusal.rule(), 1, Integer::sum);
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
        sent++;
    }

    /// How many orders have left.
    long sent() {
        return sent;
    }

    List<Fill> fills() {
        return fills;
    }

    List<FundingPayment> funding() {
        return funding;
    }

    List<RiskEvent> events() {
        return events;
    }

    Map<RiskRule, Integer> refusals() {
        return refusals;
    }

    List<String> rejections() {
        return rejections;
    }
}
