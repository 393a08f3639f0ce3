package io.tradinghub.sim.stream;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.market.Category;
import io.tradinghub.sim.market.InstrumentView;
import io.tradinghub.sim.market.Trade;
import io.tradinghub.sim.market.Trade.Taker;
import io.tradinghub.sim.wire.Json;
import io.tradinghub.sim.wire.TradeIds;
import io.tradinghub.sim.wire.WireDecimals;

/// `publicTrade.{symbol}`: sends every trade once, in order of time, at most 1,024 in a frame.
final class TradeChannel implements Channel {
    private static final int MAX_TRADES_PER_FRAME = 1_024;
    private final String topic;
    private final InstrumentView instrument;
    private final Category category;
    private final WireDecimals decimals;
    private long untilMillis;
    private double lastPrice;
    private String direction = "PlusTick";

    TradeChannel(String topic, InstrumentView instrument, long nowMillis) {
        this.topic = topic;
        this.instrument = instrument;
        this.category = instrument.listing().id().category();
        this.decimals = new WireDecimals(instrument.listing());
        this.untilMillis = nowMillis;
    }

    @Override
    public List<String> initialFrames(long nowMillis) {
        return List.of();
    }

    @Override
    public List<String> advance(long nowMillis) {
        List<Trade> trades = instrument.candles().trades(untilMillis, nowMillis).stream()
                .filter(trade -> trade.size() > 0)
                .toList();
        untilMillis = nowMillis;
        List<String> frames = new ArrayList<>();
        for (int from = 0; from < trades.size(); from += MAX_TRADES_PER_FRAME) {
            frames.add(frame(trades.subList(from, Math.min(trades.size(), from + MAX_TRADES_PER_FRAME)), nowMillis));
        }
        return frames;
    }

    private String frame(List<Trade> trades, long nowMillis) {
        ObjectNode frame = Json.object();
        frame.put("topic", topic);
        if (category == Category.SPOT) {
            frame.put("ts", nowMillis).put("type", "snapshot");
        } else {
            frame.put("type", "snapshot").put("ts", nowMillis);
        }
        ArrayNode data = frame.putArray("data");
        trades.forEach(trade -> data.add(category == Category.SPOT ? spot(trade) : linear(trade)));
        return Json.text(frame);
    }

    private ObjectNode linear(Trade trade) {
        ObjectNode node = Json.object();
        node.put("T", trade.timeMillis()).put("s", symbol()).put("S", side(trade));
        node.put("v", decimals.size(trade.size())).put("p", decimals.price(trade.price())).put("L",
                direction(trade.price()));
        node.put("i", TradeIds.of(instrument.listing(), trade));
        return node.put("BT", false).put("RPI", false).put("seq", trade.timeMillis());
    }

    private ObjectNode spot(Trade trade) {
        ObjectNode node = Json.object();
        node.put("i", TradeIds.of(instrument.listing(), trade)).put("T", trade.timeMillis());
        node.put("p", decimals.price(trade.price())).put("v", decimals.size(trade.size())).put("S", side(trade));
        return node.put("seq", trade.timeMillis()).put("s", symbol()).put("BT", false).put("RPI", false);
    }

    /// The tick direction: `Plus` or `Minus` for a change from the previous trade; `Zero` with the last direction for
    /// none.
    private String direction(double price) {
        if (lastPrice > 0 && price != lastPrice) {
            direction = price > lastPrice ? "PlusTick" : "MinusTick";
        } else if (lastPrice > 0 && !direction.startsWith("Zero")) {
            direction = "Zero" + direction;
        }
        lastPrice = price;
        return direction;
    }

    private String symbol() {
        return instrument.listing().id().symbol().name();
    }

    private static String side(Trade trade) {
        return trade.taker() == Taker.BUY ? "Buy" : "Sell";
    }
}
