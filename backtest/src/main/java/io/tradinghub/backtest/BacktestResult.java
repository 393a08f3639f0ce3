package io.tradinghub.backtest;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry.FundingPayment;
import io.tradinghub.order.LedgerEntry.RiskEvent;
import io.tradinghub.risk.RiskRule;

/// What came of a run.
///
/// @param fills in order
/// @param funding payments in order
/// @param events what the engine announced: limits that were hit and all that a person would have been told
/// @param refusals entries that the engine refused, by rule; one is counted until its reason changes
/// @param rejections orders that the exchange rejected, as `symbol: reason`, in order
/// @param positions at the end, signed, in base coin
/// @param ambiguousCandles in which a stop and a resting order that closes the position were both reached; the stop
///         counted
/// @param candles how many the bot decided on
public record BacktestResult(EquityCurve equity, List<Fill> fills, List<FundingPayment> funding,
        List<RiskEvent> events, Map<RiskRule, Integer> refusals, List<String> rejections,
        Map<InstrumentId, BigDecimal> positions, int ambiguousCandles, long candles) {

    public BacktestResult {
        fills = List.copyOf(fills);
        funding = List.copyOf(funding);
        events = List.copyOf(events);
        refusals = Map.copyOf(refusals);
        rejections = List.copyOf(rejections);
        positions = Map.copyOf(positions);
    }

    /// Closed and open trades.
    public TradeBook trades() {
        TradeBook book = new TradeBook();
        int paid = 0;
        for (Fill fill : fills) {
            // a settlement at the moment of a fill was paid before it
            while (paid < funding.size() && !funding.get(paid).settledAt().isAfter(fill.executedAt())) {
                book.add(funding.get(paid));
                paid++;
            }
            book.add(fill);
        }
        funding.subList(paid, funding.size()).forEach(book::add);
        return book;
    }
}
