package io.tradinghub.recorder;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleLine;
import io.tradinghub.market.CandleLines;
import io.tradinghub.market.SeriesId;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.recorder.repair.CandleRange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Candles that the bound of the spool forced out, or that a full disk did not take: counted, logged, and their ranges
/// handed on to be repaired from REST. Called by one thread.
final class DroppedCandles implements Consumer<CandleLines> {
    private static final Logger LOG = LoggerFactory.getLogger(DroppedCandles.class);
    private final Telemetry.Counter forcedOut;
    private final Consumer<CandleRange> repair;

    DroppedCandles(Telemetry telemetry, Consumer<CandleRange> repair) {
        this.forcedOut = telemetry.counter("candles_forced_out");
        this.repair = repair;
    }

    @Override
    public void accept(CandleLines batch) {
        forcedOut.add(batch.count());
        Map<SeriesId, CandleRange> ranges = new HashMap<>();
        batch.text().lines().forEach(line -> include(ranges, line));
        LOG.atWarn().addKeyValue("candles", batch.count()).addKeyValue("series", ranges.keySet())
                .log("candles did not fit into the spool, to be repaired from rest");
        ranges.values().forEach(repair);
    }

    private static void include(Map<SeriesId, CandleRange> ranges, String line) {
        Candle candle;
        try {
            candle = CandleLine.parse(line);
        } catch (IllegalArgumentException e) {
            LOG.atError().addKeyValue("line", line).addKeyValue("reason", e.getMessage())
                    .log("lost a line that is no candle");
            return;
        }
        CandleRange one = new CandleRange(candle.series(), candle.openTimeMillis(), candle.closeTimeMillis());
        ranges.merge(candle.series(), one,
                (a, b) -> new CandleRange(a.series(), Math.min(a.fromMillis(), b.fromMillis()),
                        Math.max(a.toMillis(), b.toMillis())));
    }
}
