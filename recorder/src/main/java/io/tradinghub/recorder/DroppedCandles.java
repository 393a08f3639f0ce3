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

/// Handles candles that the full spool or a full disk dropped: counts and logs them, and queues their ranges for repair
/// from REST. One thread at a time may call.
final class DroppedCandles implements Consumer<CandleLines> {
    private static final Logger LOG = LoggerFactory.getLogger(DroppedCandles.class);
    private final Telemetry.Counter candlesDropped;
    private final Consumer<CandleRange> repair;

    DroppedCandles(Telemetry telemetry, Consumer<CandleRange> repair) {
        this.candlesDropped = telemetry.counter("candles_forced_out");
        this.repair = repair;
    }

    @Override
    public void accept(CandleLines batch) {
        candlesDropped.add(batch.count());
        Map<SeriesId, CandleRange> ranges = new HashMap<>();
        batch.text().lines().forEach(line -> addRange(ranges, line));
        LOG.atWarn().addKeyValue("candles", batch.count()).addKeyValue("series", ranges.keySet())
                .log("dropped candles that did not fit into the spool, repairing them from REST later");
        ranges.values().forEach(repair);
    }

    private static void addRange(Map<SeriesId, CandleRange> ranges, String line) {
        Candle candle;
        try {
            candle = CandleLine.parse(line);
        } catch (IllegalArgumentException e) {
            LOG.atError().addKeyValue("line", line).addKeyValue("reason", e.getMessage())
                    .log("dropped a line that is not a candle");
            return;
        }
        CandleRange added = new CandleRange(candle.series(), candle.openTimeMillis(), candle.closeTimeMillis());
        ranges.merge(candle.series(), added,
                (a, b) -> new CandleRange(a.series(), Math.min(a.fromMillis(), b.fromMillis()),
                        Math.max(a.toMillis(), b.toMillis())));
    }
}
