package io.tradinghub.runner;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

import io.tradinghub.exchange.Exchange;
import io.tradinghub.exchange.OrderLookup;
import io.tradinghub.exchange.PlaceOrderResult;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns the exchange's answers into entries for the ledger and the engine.
final class OrderCalls {
    private static final Logger LOG = LoggerFactory.getLogger(OrderCalls.class);

    private OrderCalls() {}

    static OrderReport place(Exchange exchange, OrderRequest request, InstantSource clock) {
        PlaceOrderResult result = exchange.place(request);
        LOG.atInfo().addKeyValue("clientOrderId", request.id()).addKeyValue("instrument", request.instrument())
                .addKeyValue("side", request.side()).addKeyValue("quantity", request.quantity().toPlainString())
                .addKeyValue("terms", request.terms()).log("order sent");
        return switch (result) {
            case PlaceOrderResult.Accepted(var orderId) -> OrderReport.accepted(request.id(), orderId, clock.instant());
            case PlaceOrderResult.Rejected(String reason) -> {
                LOG.atWarn().addKeyValue("clientOrderId", request.id()).addKeyValue("reason", reason)
                        .log("order rejected");
                yield OrderReport.rejected(request.id(), reason, clock.instant());
            }
            case PlaceOrderResult.OutcomeUnknown(String reason) -> {
                LOG.atWarn().addKeyValue("clientOrderId", request.id()).addKeyValue("reason", reason)
                        .log("order outcome unknown");
                yield OrderReport.unknown(request.id(), reason, clock.instant());
            }
        };
    }

    /// Fills before the report: they are the truth, and a closing report with all its fills booked leaves nothing to
    /// wait for.
    static void lookUp(Exchange exchange, InstrumentId instrument, ClientOrderId id, Consumer<LedgerEntry> found,
            Runnable absent) {
        switch (exchange.find(instrument, id)) {
            case OrderLookup.Found(OrderReport report, List<Fill> fills) -> {
                fills.forEach(found);
                found.accept(report);
            }
            case OrderLookup.Absent _ -> absent.run();
            case OrderLookup.Unanswered(String reason) ->
                LOG.atWarn().addKeyValue("clientOrderId", id).addKeyValue("reason", reason)
                        .log("order look-up unanswered");
        }
    }

    static void logFill(Fill fill) {
        LOG.atInfo().addKeyValue("clientOrderId", fill.orderId()).addKeyValue("instrument", fill.instrument())
                .addKeyValue("side", fill.side()).addKeyValue("quantity", fill.quantity().toPlainString())
                .addKeyValue("price", fill.price().toPlainString()).log("filled");
    }
}
