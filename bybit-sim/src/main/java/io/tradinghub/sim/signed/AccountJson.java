package io.tradinghub.sim.signed;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.order.Side;
import io.tradinghub.sim.exchange.PositionState;
import io.tradinghub.sim.exchange.WalletState;
import io.tradinghub.sim.wire.Json;
import io.tradinghub.sim.wire.WireDecimals;

/// Writes positions and wallets as Bybit does.
public final class AccountJson {
    /// Up to which value a position may grow in the only tier that there is; nothing is refused for it.
    public static final String RISK_LIMIT = "2000000";
    private static final int RATE_DECIMALS = 4;
    private static final int MONEY_DECIMALS = 8;

    private AccountJson() {}

    /// A position for `/v5/position/list` (`avgPrice`) or for the stream (`entryPrice`, with its category).
    public static ObjectNode position(PositionState state, Form form) {
        boolean flat = state.side().isEmpty();
        ObjectNode node = Json.object().put("positionIdx", state.index()).put("tradeMode", 0).put("riskId", 1)
                .put("riskLimitValue", RISK_LIMIT).put("symbol", state.listing().id().symbol().name())
                .put("side", state.side().map(AccountJson::side).orElse(""))
                .put("size", WireDecimals.plain(state.size()))
                .put(form == Form.REST ? "avgPrice" : "entryPrice", WireDecimals.plain(state.averagePrice()))
                .put("sessionAvgPrice", "").put("leverage", WireDecimals.plain(state.leverage()))
                .put("positionValue", flat && form == Form.REST ? "" : money(state.value()))
                .put("positionBalance", "0").put("markPrice", WireDecimals.plain(state.markPrice()));
        margins(node, state);
        node.put("takeProfit", stop(state.takeProfit(), form)).put("stopLoss", stop(state.stopLoss(), form))
                .put("trailingStop", stop(state.trailingStop(), form))
                .put("unrealisedPnl", flat && form == Form.REST ? "" : money(state.unrealised()))
                .put("cumRealisedPnl", money(state.realisedEver())).put("curRealisedPnl", money(state.realised()))
                .put("createdTime", Long.toString(state.createdMillis()))
                .put("updatedTime", Long.toString(state.updatedMillis())).put("tpslMode", "Full")
                .put("liqPrice", state.liquidationPrice().map(WireDecimals::plain).orElse("")).put("bustPrice", "");
        if (form == Form.STREAM) {
            node.put("category", state.listing().id().category().wireName());
        }
        node.put("positionStatus", "Normal").put("adlRankIndicator", state.adlRank()).put("autoAddMargin", 0)
                .put("leverageSysUpdatedTime", "").put("mmrSysUpdatedTime", "");
        if (state.sequence() == 0 && form == Form.REST) {
            node.put("seq", "-1");
        } else {
            node.put("seq", state.sequence());
        }
        return node.put("isReduceOnly", false);
    }

    private static void margins(ObjectNode node, PositionState state) {
        String initial = money(state.initialMargin());
        String maintenance = money(state.maintenanceMargin());
        node.put("positionIM", initial).put("positionIMByMp", initial).put("positionMM", maintenance)
                .put("positionMMByMp", maintenance).put("breakEvenPrice", WireDecimals.plain(state.averagePrice()));
    }

    private static String stop(BigDecimal price, Form form) {
        return price.signum() == 0 && form == Form.REST ? "0.00" : WireDecimals.plain(price);
    }

    static String side(Side side) {
        return side == Side.BUY ? "Buy" : "Sell";
    }

    /// A wallet with these coins, also those that the account never had, or with all that are not empty.
    public static ObjectNode wallet(WalletState state, Optional<Set<String>> coins) {
        String initial = money(state.initialMargin());
        String maintenance = money(state.maintenanceMargin());
        ObjectNode node = Json.object().put("accountIMRate", rate(state.initialMargin(), state.marginBalance()))
                .put("accountIMRateByMp", rate(state.initialMargin(), state.marginBalance()))
                .put("accountMMRate", rate(state.maintenanceMargin(), state.marginBalance()))
                .put("accountMMRateByMp", rate(state.maintenanceMargin(), state.marginBalance()))
                .put("totalEquity", money(state.equity())).put("totalWalletBalance", money(state.walletBalance()))
                .put("totalMarginBalance", money(state.marginBalance()))
                .put("totalAvailableBalance", money(state.available().max(BigDecimal.ZERO)))
                .put("totalPerpUPL", money(state.unrealised())).put("totalInitialMargin", initial)
                .put("totalInitialMarginByMp", initial).put("totalMaintenanceMargin", maintenance)
                .put("totalMaintenanceMarginByMp", maintenance);
        ArrayNode rows = node.putArray("coin");
        for (WalletState.Coin coin : state.coins()) {
            boolean isWanted = coins.map(names -> names.contains(coin.name()))
                    .orElse(coin.balance().signum() != 0 || coin.realised().signum() != 0);
            if (isWanted) {
                rows.add(coin(coin));
            }
        }
        Set<String> held = state.coins().stream().map(WalletState.Coin::name).collect(Collectors.toSet());
        coins.orElse(Set.of()).stream().filter(name -> !held.contains(name))
                .forEach(name -> rows.add(coin(WalletState.Coin.empty(name))));
        return node.put("accountLTV", "0").put("accountType", "UNIFIED");
    }

    private static ObjectNode coin(WalletState.Coin coin) {
        return Json.object().put("coin", coin.name()).put("equity", money(coin.equity()))
                .put("usdValue", money(coin.equity().multiply(coin.usdPrice())))
                .put("walletBalance", WireDecimals.plain(coin.balance())).put("availableToWithdraw", "")
                .put("availableToBorrow", "").put("borrowAmount", "0").put("accruedInterest", "0")
                .put("totalOrderIM", money(coin.orderMargin())).put("totalPositionIM", money(coin.positionMargin()))
                .put("totalPositionMM", money(coin.maintenanceMargin())).put("unrealisedPnl", money(coin.unrealised()))
                .put("cumRealisedPnl", money(coin.realised())).put("bonus", "0").put("collateralSwitch", true)
                .put("marginCollateral", true).put("locked", WireDecimals.plain(coin.locked()))
                .put("spotHedgingQty", "0").put("spotBorrow", "0");
    }

    static String money(BigDecimal amount) {
        return WireDecimals.plain(amount.setScale(MONEY_DECIMALS, RoundingMode.HALF_UP));
    }

    private static String rate(BigDecimal part, BigDecimal whole) {
        return whole.signum() <= 0 ? "0" : WireDecimals.plain(part.divide(whole, RATE_DECIMALS, RoundingMode.DOWN));
    }
}
