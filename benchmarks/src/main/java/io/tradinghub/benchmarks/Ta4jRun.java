package io.tradinghub.benchmarks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.tradinghub.benchmarks.SharedRules.Reversion;
import io.tradinghub.benchmarks.SharedRules.Trend;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseBarSeriesBuilder;
import org.ta4j.core.BaseStrategy;
import org.ta4j.core.Rule;
import org.ta4j.core.TradingRecord;
import org.ta4j.core.backtest.BarSeriesManager;
import org.ta4j.core.indicators.adx.ADXIndicator;
import org.ta4j.core.indicators.averages.EMAIndicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;
import org.ta4j.core.indicators.statistics.SigmaIndicator;
import org.ta4j.core.num.DoubleNumFactory;
import org.ta4j.core.rules.AverageTrueRangeStopLossRule;
import org.ta4j.core.rules.CrossedDownIndicatorRule;
import org.ta4j.core.rules.CrossedUpIndicatorRule;
import org.ta4j.core.rules.OpenedPositionMinimumBarCountRule;
import org.ta4j.core.rules.OverIndicatorRule;
import org.ta4j.core.rules.StopLossRule;
import org.ta4j.core.rules.UnderIndicatorRule;

/// The rules of [SharedRules] in ta4j, on doubles, run by its `BarSeriesManager`: enters and exits at the next open,
/// one unit, no costs.
final class Ta4jRun {

    private Ta4jRun() {}

    static BarSeries series(BarArrays columns) {
        BarSeries series = new BaseBarSeriesBuilder().withNumFactory(DoubleNumFactory.getInstance()).build();
        for (int bar = 0; bar < columns.bars(); bar++) {
            series.barBuilder().timePeriod(BarArrays.SERIES.interval().length())
                    .endTime(Instant.ofEpochMilli(columns.openTimeMillis(bar) + BarArrays.SERIES.interval().millis()))
                    .openPrice(columns.open(bar)).highPrice(columns.high(bar)).lowPrice(columns.low(bar))
                    .closePrice(columns.close(bar)).volume(columns.volume(bar)).add();
        }
        return series;
    }

    /// Returns the bars at whose open ta4j traded, in order.
    static List<Integer> tradedBars(SharedRules rules, BarSeries series) {
        TradingRecord record = new BarSeriesManager(series).run(switch (rules) {
            case CROSS -> cross(series);
            case TREND -> trend(series);
            case REVERSION -> reversion(series);
        });
        List<Integer> bars = new ArrayList<>();
        record.getPositions().forEach(position -> {
            bars.add(position.getEntry().getIndex());
            bars.add(position.getExit().getIndex());
        });
        if (record.getCurrentPosition().isOpened()) {
            bars.add(record.getCurrentPosition().getEntry().getIndex());
        }
        return bars;
    }

    private static BaseStrategy cross(BarSeries series) {
        ClosePriceIndicator close = new ClosePriceIndicator(series);
        EMAIndicator fast = new EMAIndicator(close, SharedRules.FAST);
        EMAIndicator slow = new EMAIndicator(close, SharedRules.SLOW);
        return new BaseStrategy(new CrossedUpIndicatorRule(fast, slow), new CrossedDownIndicatorRule(fast, slow),
                SharedRules.WARM_UP_BARS);
    }

    private static BaseStrategy trend(BarSeries series) {
        ClosePriceIndicator close = new ClosePriceIndicator(series);
        EMAIndicator fast = new EMAIndicator(close, Trend.FAST);
        EMAIndicator slow = new EMAIndicator(close, Trend.SLOW);
        Rule isStrong = new OverIndicatorRule(new ADXIndicator(series, Trend.STRENGTH_LENGTH), Trend.MIN_STRENGTH);
        Rule stop = new AverageTrueRangeStopLossRule(series, Trend.RANGE_LENGTH, Trend.STOP_RANGES);
        return new BaseStrategy(new CrossedUpIndicatorRule(fast, slow).and(isStrong),
                new CrossedDownIndicatorRule(fast, slow).or(stop), SharedRules.WARM_UP_BARS);
    }

    private static BaseStrategy reversion(BarSeries series) {
        ClosePriceIndicator close = new ClosePriceIndicator(series);
        SigmaIndicator score = new SigmaIndicator(close, Reversion.LENGTH);
        Rule isQuiet = new UnderIndicatorRule(new ADXIndicator(series, Reversion.STRENGTH_LENGTH),
                Reversion.MAX_STRENGTH);
        Rule exit = new OverIndicatorRule(score, 0).or(new StopLossRule(close, Reversion.STOP_PERCENT))
                .or(new OpenedPositionMinimumBarCountRule(Reversion.MAX_BARS));
        return new BaseStrategy(new UnderIndicatorRule(score, Reversion.ENTRY_SCORE).and(isQuiet), exit,
                SharedRules.WARM_UP_BARS);
    }
}
