package io.tradinghub.backtest.command;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.tradinghub.backtest.BacktestResult;
import io.tradinghub.backtest.CandleColumns;
import io.tradinghub.backtest.EquityCurve;
import io.tradinghub.backtest.Trade;
import io.tradinghub.backtest.page.Page;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;

/// The page of a run: one file without anything from elsewhere. Its scripts draw; all numbers come from here.
final class HtmlReport {
    private static final String TEMPLATE = "report.html";
    private static final int MOST_POINTS = 3_000;
    private static final int MOST_FILLS = 2_000;
    private static final int MOST_TRADES = 200;
    private static final double BPS = 0.0001;
    private final RunReport report;
    private final BacktestResult result;
    private final EquityCurve equity;
    private final double[] drawdowns;

    private HtmlReport(RunReport report) {
        this.report = report;
        this.result = report.result();
        this.equity = result.equity();
        this.drawdowns = drawdowns(equity);
    }

    /// The page as text.
    static String of(RunReport report) {
        return Page.of(HtmlReport.class, TEMPLATE, new HtmlReport(report).data());
    }

    private Map<String, Object> data() {
        double traded = result.fills().stream().mapToDouble(HtmlReport::value).sum();
        double net = figure("net");
        double fees = figure("fees");
        double funding = figure("funding");
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("made", report.header());
        data.put("figures", report.figures());
        data.put("warnings", report.warnings());
        data.put("marks", marks());
        data.put("curve", curve());
        data.put("gross", net + fees - funding);
        data.put("traded", traded);
        data.put("slippage", result.fills().stream().filter(fill -> fill.liquidity() == Fill.Liquidity.TAKER)
                .mapToDouble(HtmlReport::value).sum() * report.slippageBps() * BPS);
        data.put("months", months());
        data.put("prices", report.plan().history().rules().keySet().stream().filter(report::isTraded).sorted()
                .map(this::prices).toList());
        List<Trade> all = Stream.concat(report.trades().closed().stream(), report.trades().open().stream()).toList();
        data.put("tradeCount", all.size());
        data.put("trades", shown(all).stream().map(HtmlReport::row).toList());
        data.put("instruments", instruments(all));
        data.put("shuffled", MonteCarlo.ofTrades(report.trades().closed()).orElse(null));
        data.put("drawn", MonteCarlo.ofDays(equity).orElse(null));
        return data;
    }

    private double figure(String name) {
        return Objects.requireNonNull(report.figures().get(name), name).doubleValue();
    }

    private static double value(Fill fill) {
        return fill.quantity().multiply(fill.price()).doubleValue();
    }

    /// Where a limit ended entries or candles are missing.
    private List<Long> marks() {
        return Stream.concat(report.trips().map(event -> event.at().getEpochSecond()),
                report.plan().holes().stream().map(hole -> hole.from().getEpochSecond())).sorted().toList();
    }

    // ---- curves

    private static double[] drawdowns(EquityCurve equity) {
        double[] falls = new double[equity.size()];
        double peak = equity.start();
        for (int at = 0; at < falls.length; at++) {
            peak = Math.max(peak, equity.value(at));
            falls[at] = equity.value(at) / peak - 1;
        }
        return falls;
    }

    private Map<String, Object> curve() {
        int[] kept = Thinning.keep(equity.size(), MOST_POINTS, equity::value, at -> drawdowns[at]);
        Map<String, Object> curve = new LinkedHashMap<>();
        curve.put("time", Arrays.stream(kept).mapToLong(at -> equity.closeMillis(at) / 1_000).toArray());
        curve.put("equity", Arrays.stream(kept).mapToDouble(equity::value).toArray());
        curve.put("drawdown", Arrays.stream(kept).mapToDouble(at -> drawdowns[at]).toArray());
        curve.put("hold", held(Arrays.stream(kept).mapToLong(equity::closeMillis).toArray()));
        return curve;
    }

    /// The capital in equal parts in every instrument, from the first open of the period on.
    private double[] held(long[] times) {
        List<CandleColumns> bought = report.plan().history().rules().keySet().stream().filter(report::isTraded)
                .sorted().map(id -> report.plan().history().finest(id).orElseThrow()).toList();
        double[] held = new double[times.length];
        for (CandleColumns candles : bought) {
            int first = candles.firstFrom(report.plan().period().from().toEpochMilli());
            for (int at = 0; at < times.length; at++) {
                int row = Math.max(first, candles.firstFrom(times[at]) - 1);
                held[at] += equity.start() / bought.size() * candles.close(row) / candles.open(first);
            }
        }
        return held;
    }

    private Map<String, Object> prices(InstrumentId instrument) {
        CandleColumns candles = report.plan().history().finest(instrument).orElseThrow().between(
                report.plan().period().from().toEpochMilli(), report.plan().period().to().toEpochMilli());
        int[] kept = Thinning.keep(candles.size(), MOST_POINTS, candles::close);
        List<Fill> fills = result.fills().stream().filter(fill -> fill.instrument().equals(instrument)).toList();
        int step = Math.max(1, Math.ceilDiv(fills.size(), MOST_FILLS));
        List<List<Object>> drawn = new ArrayList<>();
        for (int at = 0; at < fills.size(); at += step) {
            Fill fill = fills.get(at);
            drawn.add(List.of(fill.executedAt().getEpochSecond(), fill.price().doubleValue(),
                    fill.side() == Side.BUY ? 1 : 0));
        }
        Map<String, Object> prices = new LinkedHashMap<>();
        prices.put("instrument", instrument.toString());
        prices.put("time", Arrays.stream(kept).mapToLong(row -> candles.closeTimeMillis(row) / 1_000).toArray());
        prices.put("close", Arrays.stream(kept).mapToDouble(candles::close).toArray());
        prices.put("fills", drawn);
        prices.put("thinned", step > 1);
        return prices;
    }

    private List<Map<String, Object>> months() {
        Map<YearMonth, Double> ends = new TreeMap<>();
        for (int at = 0; at < equity.size(); at++) {
            ends.put(YearMonth.from(Instant.ofEpochMilli(equity.closeMillis(at) - 1).atOffset(ZoneOffset.UTC)),
                    equity.value(at));
        }
        List<Map<String, Object>> months = new ArrayList<>();
        double before = equity.start();
        for (Map.Entry<YearMonth, Double> month : ends.entrySet()) {
            months.add(Map.of("month", month.getKey().toString(), "return", month.getValue() / before - 1));
            before = month.getValue();
        }
        return months;
    }

    // ---- trades

    /// All, or as many of the best as of the worst.
    private static List<Trade> shown(List<Trade> all) {
        if (all.size() <= MOST_TRADES) {
            return all;
        }
        List<Trade> best = all.stream().sorted(Comparator.comparing(Trade::net).reversed()).toList();
        return Stream.concat(best.stream().limit(MOST_TRADES / 2), best.stream().skip(best.size() - MOST_TRADES / 2))
                .toList();
    }

    private static Map<String, Object> row(Trade trade) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("instrument", trade.instrument().toString());
        row.put("side", trade.isLong() ? "long" : "short");
        row.put("entered", minute(trade.enteredAt()));
        row.put("left", trade.exitAt().map(HtmlReport::minute).orElse(""));
        row.put("quantity", trade.quantity().stripTrailingZeros().toPlainString());
        row.put("entry", trade.entryPrice().stripTrailingZeros().toPlainString());
        row.put("exit", trade.exitPrice().stripTrailingZeros().toPlainString());
        row.put("gross", trade.gross().doubleValue());
        row.put("fees", trade.fees().doubleValue());
        row.put("funding", trade.funding().doubleValue());
        row.put("net", trade.net().doubleValue());
        row.put("by", trade.exit().map(Origin::name).orElse(""));
        return row;
    }

    private static String minute(Instant at) {
        return at.toString().substring(0, 16).replace('T', ' ');
    }

    private static List<Map<String, Object>> instruments(List<Trade> all) {
        Map<InstrumentId, List<Trade>> byInstrument = new TreeMap<>();
        all.forEach(trade -> byInstrument.computeIfAbsent(trade.instrument(), _ -> new ArrayList<>()).add(trade));
        List<Map<String, Object>> rows = new ArrayList<>();
        byInstrument.forEach((instrument, trades) -> {
            List<Trade> closed = trades.stream().filter(Trade::isClosed).toList();
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("instrument", instrument.toString());
            row.put("trades", closed.size());
            row.put("won", closed.stream().filter(trade -> trade.net().signum() > 0).count());
            row.put("gross", trades.stream().mapToDouble(trade -> trade.gross().doubleValue()).sum());
            row.put("fees", trades.stream().mapToDouble(trade -> trade.fees().doubleValue()).sum());
            row.put("funding", trades.stream().mapToDouble(trade -> trade.funding().doubleValue()).sum());
            row.put("net", trades.stream().mapToDouble(trade -> trade.net().doubleValue()).sum());
            rows.add(row);
        });
        return rows;
    }
}
