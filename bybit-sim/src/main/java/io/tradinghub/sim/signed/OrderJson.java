package io.tradinghub.sim.signed;

import java.math.BigDecimal;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.market.Category;
import io.tradinghub.order.Side;
import io.tradinghub.sim.exchange.Execution;
import io.tradinghub.sim.exchange.OrderTerms;
import io.tradinghub.sim.exchange.OrderTerms.OrderFilter;
import io.tradinghub.sim.exchange.OrderTerms.OrderType;
import io.tradinghub.sim.exchange.OrderTerms.TimeInForce;
import io.tradinghub.sim.exchange.Protection;
import io.tradinghub.sim.exchange.SimOrder;
import io.tradinghub.sim.exchange.SimOrder.Origin;
import io.tradinghub.sim.exchange.Trigger;
import io.tradinghub.sim.wire.Json;
import io.tradinghub.sim.wire.WireDecimals;
import io.tradinghub.sim.wire.WireNames;

/// Writes orders and executions as Bybit does.
public final class OrderJson {
    private OrderJson() {}

    /// An order. Where there is nothing to say, the stream has an empty text and REST `UNKNOWN` or `0.00`.
    public static ObjectNode order(SimOrder order, Form form) {
        OrderTerms terms = order.terms();
        boolean spot = order.listing().id().category() == Category.SPOT;
        ObjectNode node = Json.object();
        if (form == Form.STREAM) {
            node.put("category", order.listing().id().category().wireName());
        }
        node.put("symbol", order.listing().id().symbol().name()).put("orderId", order.id())
                .put("orderLinkId", order.linkId()).put("blockTradeId", "").put("side", AccountJson.side(order.side()))
                .put("positionIdx", terms.positionIdx()).put("orderStatus", WireNames.pascal(order.status()))
                .put("cancelType", order.cancelType() == SimOrder.CancelType.UNKNOWN
                        ? "UNKNOWN"
                        : WireNames.pascal(order.cancelType()))
                .put("rejectReason", "EC_" + WireNames.pascal(order.rejectReason()))
                .put("timeInForce", timeInForce(terms.timeInForce())).put("isLeverage", spot ? "0" : "")
                .put("price", WireDecimals.plain(order.price())).put("qty", WireDecimals.plain(order.quantity()));
        progress(node, order, form);
        node.put("orderType", WireNames.pascal(terms.type())).put("orderIv", "");
        stops(node, order, form);
        node.put("placeType", "").put("lastPriceOnCreated", WireDecimals.plain(order.lastPriceOnCreated()))
                .put("closeOnTrigger", terms.closeOnTrigger()).put("reduceOnly", terms.reduceOnly()).put("smpGroup", 0)
                .put("smpType", WireNames.pascal(terms.selfMatch())).put("smpOrderId", "")
                .put("createType", createType(order.origin()))
                .put("marketUnit", spot && terms.type() == OrderType.MARKET ? unit(terms) : "")
                .put("createdTime", Long.toString(order.createdMillis()))
                .put("updatedTime", Long.toString(order.updatedMillis()))
                .put("feeCurrency", spot ? feeCoin(order) : "").put("closedPnl", WireDecimals.plain(order.closedPnl()))
                .put("slippageToleranceType", "UNKNOWN").put("slippageTolerance", "").put("rpiTakerAccess", false)
                .put("rpiMatchedQty", "0");
        ObjectNode fees = node.putObject("cumFeeDetail");
        if (order.fee().signum() != 0) {
            fees.put(feeCoin(order), WireDecimals.plain(order.fee()));
        }
        return node;
    }

    private static void progress(ObjectNode node, SimOrder order, Form form) {
        BigDecimal leavesValue = order.isByValue()
                ? order.quantity().subtract(order.filledValue())
                : order.leaves().multiply(order.price());
        node.put("avgPrice", order.averagePrice().map(WireDecimals::plain).orElse(form == Form.REST ? "0" : ""))
                .put("leavesQty", order.isByValue() ? "0" : WireDecimals.plain(order.leaves()))
                .put("leavesValue", WireDecimals.plain(leavesValue))
                .put("cumExecQty", WireDecimals.plain(order.filled()))
                .put("cumExecValue", WireDecimals.plain(order.filledValue()))
                .put("cumExecFee", WireDecimals.plain(order.fee()));
    }

    private static void stops(ObjectNode node, SimOrder order, Form form) {
        Optional<Trigger> trigger = order.trigger();
        Optional<Protection.Stop> profit = order.protection().takeProfit();
        Optional<Protection.Stop> loss = order.protection().stopLoss();
        String noWord = form == Form.REST ? "UNKNOWN" : "";
        String noPrice = form == Form.REST ? "0.00" : "";
        node.put("stopOrderType", stopOrderType(order).orElse(noWord))
                .put("triggerPrice", trigger.map(Trigger::price).map(WireDecimals::plain).orElse(noPrice))
                .put("triggerDirection", trigger.map(t -> t.direction() == Trigger.Direction.RISES ? 1 : 2).orElse(0))
                .put("triggerBy", trigger.map(Trigger::by).map(WireNames::pascal).orElse(noWord))
                .put("takeProfit", profit.map(Protection.Stop::price).map(WireDecimals::plain).orElse(noPrice))
                .put("stopLoss", loss.map(Protection.Stop::price).map(WireDecimals::plain).orElse(noPrice))
                .put("tpTriggerBy", profit.map(Protection.Stop::by).map(WireNames::pascal).orElse(noWord))
                .put("slTriggerBy", loss.map(Protection.Stop::by).map(WireNames::pascal).orElse(noWord))
                .put("tpLimitPrice", limit(profit, form)).put("slLimitPrice", limit(loss, form))
                .put("tpslMode", order.protection().isEmpty()
                        ? form == Form.REST ? "" : "UNKNOWN"
                        : order.protection().isPartial() ? "Partial" : "Full");
    }

    private static String limit(Optional<Protection.Stop> stop, Form form) {
        return stop.flatMap(Protection.Stop::limit).map(WireDecimals::plain).orElse(form == Form.REST ? "" : "0");
    }

    /// One execution.
    public static ObjectNode execution(Execution execution, Form form) {
        boolean spot = execution.listing().id().category() == Category.SPOT;
        boolean isFunding = execution.kind() == Execution.Kind.FUNDING;
        ObjectNode node = Json.object();
        if (form == Form.STREAM) {
            node.put("category", execution.listing().id().category().wireName());
        }
        node.put("symbol", execution.listing().id().symbol().name())
                .put("closedSize", spot ? "" : WireDecimals.plain(execution.closedSize()))
                .put("execFee", WireDecimals.plain(execution.fee())).put("execId", execution.id())
                .put("execPrice", WireDecimals.plain(execution.price()))
                .put("execQty", WireDecimals.plain(execution.quantity()))
                .put("execType", WireNames.pascal(execution.kind()))
                .put("execValue", WireDecimals.plain(execution.value()))
                .put("feeRate", WireDecimals.plain(execution.feeRate())).put("tradeIv", "").put("markIv", "")
                .put("blockTradeId", "").put("markPrice", spot ? "" : WireDecimals.plain(execution.markPrice()))
                .put("indexPrice", "").put("underlyingPrice", "")
                .put("leavesQty", WireDecimals.plain(execution.leaves())).put("orderId", execution.orderId())
                .put("orderLinkId", execution.linkId()).put("orderPrice", WireDecimals.plain(execution.orderPrice()))
                .put("orderQty", WireDecimals.plain(execution.orderQuantity())).put("orderType", execution.orderKind())
                .put("stopOrderType", stopType(execution.origin()).orElse("UNKNOWN"))
                .put("side", AccountJson.side(execution.side())).put("execTime", Long.toString(execution.millis()))
                .put("isLeverage", "0").put("isMaker", execution.isMaker()).put("seq", execution.sequence())
                .put("marketUnit", "").put("execPnl", WireDecimals.plain(execution.pnl()))
                .put("createType", isFunding ? "" : createType(execution.origin()))
                .put("feeCurrency", execution.feeCoin()).put("extraFees", "");
        return node;
    }

    /// One fill in the form of `execution.fast`: a maker's has no client id.
    public static ObjectNode fastExecution(Execution execution) {
        return Json.object().put("category", execution.listing().id().category().wireName())
                .put("symbol", execution.listing().id().symbol().name()).put("execId", execution.id())
                .put("execPrice", WireDecimals.plain(execution.price()))
                .put("execQty", WireDecimals.plain(execution.quantity())).put("orderId", execution.orderId())
                .put("isMaker", execution.isMaker()).put("orderLinkId", execution.isMaker() ? "" : execution.linkId())
                .put("side", AccountJson.side(execution.side())).put("execTime", Long.toString(execution.millis()))
                .put("seq", execution.sequence());
    }

    private static String timeInForce(TimeInForce timeInForce) {
        return switch (timeInForce) {
            case GTC, IOC, FOK -> timeInForce.name();
            case POST_ONLY -> "PostOnly";
        };
    }

    private static String unit(OrderTerms terms) {
        return terms.unit() == OrderTerms.MarketUnit.QUOTE ? "quoteCoin" : "baseCoin";
    }

    private static String feeCoin(SimOrder order) {
        boolean inBase = order.terms().listing().id().category() == Category.SPOT && order.side() == Side.BUY;
        return inBase ? order.listing().baseCoin() : order.listing().quoteCoin();
    }

    private static String createType(Origin origin) {
        return switch (origin) {
            case USER, STOP -> "CreateByUser";
            case TAKE_PROFIT -> "CreateByTakeProfit";
            case STOP_LOSS -> "CreateByStopLoss";
            case PARTIAL_TAKE_PROFIT -> "CreateByPartialTakeProfit";
            case PARTIAL_STOP_LOSS -> "CreateByPartialStopLoss";
            case TRAILING_STOP -> "CreateByTrailingStop";
            case LIQUIDATION -> "CreateByLiq";
            case ADL -> "CreateByAdl_PassThrough";
        };
    }

    private static Optional<String> stopOrderType(SimOrder order) {
        return order.terms().filter() == OrderFilter.TPSL_ORDER
                ? Optional.of("tpslOrder")
                : stopType(order.origin());
    }

    private static Optional<String> stopType(Origin origin) {
        return switch (origin) {
            case USER, LIQUIDATION, ADL -> Optional.empty();
            case STOP, TAKE_PROFIT, STOP_LOSS, PARTIAL_TAKE_PROFIT, PARTIAL_STOP_LOSS, TRAILING_STOP ->
                Optional.of(WireNames.pascal(origin));
        };
    }
}
