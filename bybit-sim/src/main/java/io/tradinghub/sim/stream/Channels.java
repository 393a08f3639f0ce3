package io.tradinghub.sim.stream;

import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.tradinghub.market.Category;
import io.tradinghub.sim.fault.SimFaults;
import io.tradinghub.sim.market.InstrumentView;
import io.tradinghub.sim.market.KlineInterval;
import io.tradinghub.sim.wire.Instruments;

/// Knows which topics exist and creates their channels.
final class Channels {
    private static final Pattern TOPIC = Pattern
            .compile("(kline\\.[0-9DWM]+|tickers|orderbook\\.(?:1|50|200|1000)|publicTrade)\\.([A-Z0-9-]+)");
    private final Instruments instruments;
    private final SimFaults faults;
    private final LongSupplier nanoTime;

    Channels(Instruments instruments, SimFaults faults, LongSupplier nanoTime) {
        this.instruments = instruments;
        this.faults = faults;
        this.nanoTime = nanoTime;
    }

    boolean exists(Category category, String topic) {
        Matcher parts = TOPIC.matcher(topic);
        return parts.matches() && instruments.find(category, parts.group(2)).isPresent()
                && (!parts.group(1).startsWith("kline.") || interval(parts).isPresent());
    }

    /// Creates a channel that starts at `nowMillis`; the topic must exist.
    Channel create(Category category, String topic, long nowMillis) {
        Matcher parts = TOPIC.matcher(topic);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no such topic: " + topic);
        }
        InstrumentView instrument = instruments.find(category, parts.group(2)).orElseThrow();
        return switch (parts.group(1)) {
            case "tickers" -> new TickerChannel(topic, category, instruments.ticker(instrument));
            case "orderbook.1" -> new BestPriceChannel(topic, instrument, nanoTime, nowMillis);
            case "orderbook.50", "orderbook.200", "orderbook.1000" ->
                new DeepBookChannel(topic, instrument, depth(parts), faults, nowMillis);
            case "publicTrade" -> new TradeChannel(topic, instrument, nowMillis);
            default -> new KlineChannel(topic, instrument, interval(parts).orElseThrow(), faults, nowMillis);
        };
    }

    private static int depth(Matcher parts) {
        return Integer.parseInt(parts.group(1).substring("orderbook.".length()));
    }

    private static Optional<KlineInterval> interval(Matcher parts) {
        return KlineInterval.fromWire(parts.group(1).substring("kline.".length()));
    }
}
