package io.tradinghub.sim.signed;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.order.Side;
import io.tradinghub.sim.exchange.AccountReads;
import io.tradinghub.sim.exchange.Execution;
import io.tradinghub.sim.wire.Json;
import io.tradinghub.sim.wire.WireDecimals;
import io.tradinghub.sim.wire.WireNames;

/// What one order closed of a position: a row of `/v5/position/closed-pnl`.
///
/// @param executions those of the order that closed something, newest first
/// @param leverage of the symbol now
record ClosedPart(List<Execution> executions, BigDecimal leverage) {

    /// The parts that the account closed, the newest first.
    static List<ClosedPart> of(AccountReads reads, long uid) {
        Map<String, List<Execution>> byOrder = new LinkedHashMap<>();
        reads.executions(uid).stream().filter(execution -> execution.closedSize().signum() > 0)
                .forEach(execution -> byOrder.computeIfAbsent(execution.orderId(), _ -> new ArrayList<>())
                        .add(execution));
        return byOrder.values().stream()
                .map(closing -> new ClosedPart(closing, reads.leverage(uid, closing.getFirst().listing()))).toList();
    }

    Execution newest() {
        return executions.getFirst();
    }

    String orderId() {
        return newest().orderId();
    }

    long millis() {
        return newest().millis();
    }

    private BigDecimal sum(Function<Execution, BigDecimal> part) {
        return executions.stream().map(part).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    BigDecimal size() {
        return sum(Execution::closedSize);
    }

    private BigDecimal exitValue() {
        return sum(execution -> execution.price().multiply(execution.closedSize()));
    }

    /// A sale closes a long position, which earns what its exit is above its entry.
    private BigDecimal entryValue() {
        BigDecimal pnl = sum(Execution::pnl);
        return newest().side() == Side.SELL ? exitValue().subtract(pnl) : exitValue().add(pnl);
    }

    private BigDecimal openFee() {
        return sum(Execution::openFee);
    }

    /// Of an order that turned the position, the part that closed it.
    private BigDecimal closeFee() {
        return sum(execution -> execution.fee().multiply(execution.closedSize()).divide(execution.quantity(),
                MathContext.DECIMAL64));
    }

    BigDecimal closedPnl() {
        return sum(Execution::pnl).subtract(openFee()).subtract(closeFee());
    }

    ObjectNode json() {
        Execution newest = newest();
        return Json.object().put("symbol", newest.listing().id().symbol().name()).put("orderId", newest.orderId())
                .put("side", AccountJson.side(newest.side())).put("qty", WireDecimals.plain(newest.orderQuantity()))
                .put("orderPrice", WireDecimals.plain(newest.orderPrice())).put("orderType", newest.orderKind())
                .put("execType", WireNames.pascal(newest.kind())).put("closedSize", WireDecimals.plain(size()))
                .put("cumEntryValue", WireDecimals.plain(entryValue())).put("avgEntryPrice", average(entryValue()))
                .put("cumExitValue", WireDecimals.plain(exitValue())).put("avgExitPrice", average(exitValue()))
                .put("closedPnl", AccountJson.money(closedPnl()))
                .put("fillCount", Integer.toString(executions.size())).put("leverage", WireDecimals.plain(leverage))
                .put("openFee", AccountJson.money(openFee())).put("closeFee", AccountJson.money(closeFee()))
                .put("createdTime", Long.toString(executions.getLast().millis()))
                .put("updatedTime", Long.toString(millis()));
    }

    private String average(BigDecimal value) {
        return AccountJson.money(value.divide(size(), MathContext.DECIMAL64));
    }
}
