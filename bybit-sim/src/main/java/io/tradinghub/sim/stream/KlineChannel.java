package io.tradinghub.sim.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.market.Category;
import io.tradinghub.sim.fault.Fault;
import io.tradinghub.sim.fault.SimFaults;
import io.tradinghub.sim.market.Bar;
import io.tradinghub.sim.market.InstrumentView;
import io.tradinghub.sim.market.KlineInterval;
import io.tradinghub.sim.wire.Json;
import io.tradinghub.sim.wire.WireDecimals;

/// `kline.{interval}.{symbol}`: sends every closed candle once with `confirm`, and the open one at most once per second
/// of market time.
///
/// As captured from Bybit, the new candle, flat and without volume, comes with the closed one: in the same frame on
/// linear, in the next frame on spot.
final class KlineChannel implements Channel {
    private static final long UPDATE_MILLIS = 1_000;
    private static final long CLOSING_DELAY_MILLIS = 120;
    private final String topic;
    private final InstrumentView instrument;
    private final KlineInterval interval;
    private final SimFaults faults;
    private long openMillis;
    private long updatedMillis;
    private Optional<Bar> lastUpdate = Optional.empty();
    /// A closed candle whose frame is held back until the next update.
    private Optional<Bar> late = Optional.empty();

    KlineChannel(String topic, InstrumentView instrument, KlineInterval interval, SimFaults faults, long nowMillis) {
        this.topic = topic;
        this.instrument = instrument;
        this.interval = interval;
        this.faults = faults;
        this.openMillis = interval.floor(nowMillis);
        this.updatedMillis = nowMillis;
    }

    @Override
    public List<String> initialFrames(long nowMillis) {
        long open = interval.floor(nowMillis);
        return candle(open, nowMillis).map(bar -> List.of(frame(nowMillis, List.of(bar), List.of()))).orElse(List.of());
    }

    @Override
    public List<String> advance(long nowMillis) {
        List<String> frames = new ArrayList<>();
        while (interval.next(openMillis) <= nowMillis) {
            sendLate(nowMillis, frames);
            close(nowMillis, frames);
        }
        if (nowMillis - updatedMillis >= UPDATE_MILLIS) {
            Optional<Bar> open = candle(openMillis, nowMillis);
            if (open.isPresent() && !open.equals(lastUpdate)) {
                frames.add(frame(nowMillis, List.of(open.get()), List.of()));
                lastUpdate = open;
                updatedMillis = nowMillis;
                sendLate(nowMillis, frames);
            }
        }
        return frames;
    }

    private void sendLate(long nowMillis, List<String> frames) {
        late.ifPresent(bar -> frames.add(frame(nowMillis, List.of(), List.of(bar))));
        late = Optional.empty();
    }

    private void close(long nowMillis, List<String> frames) {
        long nextOpen = interval.next(openMillis);
        long sentMillis = Math.min(nowMillis, nextOpen + CLOSING_DELAY_MILLIS);
        Optional<Bar> closed = candle(openMillis, nextOpen);
        Optional<Bar> opened = candle(nextOpen, nextOpen).map(bar -> Bar.flat(nextOpen, bar.open()));
        openMillis = nextOpen;
        updatedMillis = sentMillis;
        lastUpdate = opened;
        late = closed.isPresent() && faults.take(Fault.LATE_CONFIRM) ? closed : Optional.empty();
        boolean isHeldBack = closed.isEmpty() || late.isPresent() || faults.take(Fault.LOSE_CONFIRM);
        List<Bar> confirmed = isHeldBack ? List.of() : List.of(closed.orElseThrow());
        List<Bar> open = opened.map(List::of).orElse(List.of());
        if (instrument.listing().id().category() == Category.LINEAR) {
            addFrame(frames, sentMillis, open, confirmed);
        } else {
            addFrame(frames, sentMillis, List.of(), confirmed);
            addFrame(frames, sentMillis, open, List.of());
        }
        if (!confirmed.isEmpty() && faults.take(Fault.CONFIRM_TWICE)) {
            addFrame(frames, sentMillis, List.of(), confirmed);
        }
    }

    private void addFrame(List<String> frames, long sentMillis, List<Bar> open, List<Bar> closed) {
        if (!open.isEmpty() || !closed.isEmpty()) {
            frames.add(frame(sentMillis, open, closed));
        }
    }

    private Optional<Bar> candle(long open, long nowMillis) {
        return open >= instrument.tape().endMillis()
                ? Optional.empty()
                : instrument.candles().candle(interval, open, nowMillis);
    }

    private String frame(long sentMillis, List<Bar> open, List<Bar> closed) {
        ObjectNode frame = Json.object();
        if (instrument.listing().id().category() == Category.SPOT) {
            frame.put("type", "snapshot");
        }
        frame.put("topic", topic);
        ArrayNode data = frame.putArray("data");
        closed.forEach(bar -> data.add(element(bar, sentMillis, true)));
        open.forEach(bar -> data.add(element(bar, sentMillis, false)));
        frame.put("ts", sentMillis);
        if (!frame.has("type")) {
            frame.put("type", "snapshot");
        }
        return Json.text(frame);
    }

    private ObjectNode element(Bar bar, long sentMillis, boolean confirmed) {
        ObjectNode node = Json.object();
        node.put("start", bar.openMillis()).put("end", interval.next(bar.openMillis()) - 1);
        node.put("interval", interval.wireName());
        node.put("open", WireDecimals.plain(bar.open())).put("close", WireDecimals.plain(bar.close()));
        node.put("high", WireDecimals.plain(bar.high())).put("low", WireDecimals.plain(bar.low()));
        node.put("volume", WireDecimals.plain(bar.volume()));
        node.put("turnover", WireDecimals.plain(bar.turnover()));
        return node.put("confirm", confirmed).put("timestamp", sentMillis);
    }
}
