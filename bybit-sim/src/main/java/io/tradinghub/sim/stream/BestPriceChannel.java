package io.tradinghub.sim.stream;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.sim.market.InstrumentView;
import io.tradinghub.sim.market.TopOfBook;
import io.tradinghub.sim.wire.Json;
import io.tradinghub.sim.wire.WireDecimals;

/// `orderbook.1.{symbol}`: sends snapshots only; repeats the last one, with the same `u`, after three seconds of real
/// time without a change.
final class BestPriceChannel implements Channel {
    private static final long REPEAT_NANOS = Duration.ofSeconds(3).toNanos();
    private final String topic;
    private final InstrumentView instrument;
    private final WireDecimals decimals;
    private final LongSupplier nanoTime;
    private Optional<TopOfBook> last = Optional.empty();
    private long changedMillis;
    private long updateId;
    private long sentNanos;

    BestPriceChannel(String topic, InstrumentView instrument, LongSupplier nanoTime, long nowMillis) {
        this.topic = topic;
        this.instrument = instrument;
        this.decimals = new WireDecimals(instrument.listing());
        this.nanoTime = nanoTime;
        this.updateId = nowMillis - 1;
    }

    @Override
    public List<String> initialFrames(long nowMillis) {
        if (last.isEmpty()) {
            take(instrument.book().top(nowMillis), nowMillis);
        }
        return last.map(top -> List.of(frame(top, nowMillis))).orElse(List.of());
    }

    @Override
    public List<String> advance(long nowMillis) {
        Optional<TopOfBook> now = instrument.book().top(nowMillis);
        boolean isNew = now.isPresent() && !now.equals(last);
        if (isNew) {
            take(now, nowMillis);
        }
        if (isNew || nanoTime.getAsLong() - sentNanos >= REPEAT_NANOS) {
            return last.map(top -> List.of(frame(top, nowMillis))).orElse(List.of());
        }
        return List.of();
    }

    private void take(Optional<TopOfBook> top, long nowMillis) {
        last = top;
        updateId++;
        changedMillis = nowMillis;
    }

    private String frame(TopOfBook top, long nowMillis) {
        sentNanos = nanoTime.getAsLong();
        ObjectNode frame = Json.object();
        frame.put("topic", topic).put("ts", nowMillis).put("type", "snapshot");
        ObjectNode data = frame.putObject("data");
        data.put("s", instrument.listing().id().symbol().name());
        data.putArray("b").addArray().add(decimals.price(top.bidPrice())).add(decimals.size(top.bidSize()));
        data.putArray("a").addArray().add(decimals.price(top.askPrice())).add(decimals.size(top.askSize()));
        data.put("u", updateId).put("seq", changedMillis);
        frame.put("cts", changedMillis);
        return Json.text(frame);
    }
}
