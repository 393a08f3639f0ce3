package io.tradinghub.sim.rest;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.market.Category;
import io.tradinghub.sim.market.Book;
import io.tradinghub.sim.market.BookView;
import io.tradinghub.sim.market.InstrumentView;
import io.tradinghub.sim.market.Trade;
import io.tradinghub.sim.market.Trade.Taker;
import io.tradinghub.sim.wire.ApiException;
import io.tradinghub.sim.wire.Instruments;
import io.tradinghub.sim.wire.Json;
import io.tradinghub.sim.wire.QueryParameters;
import io.tradinghub.sim.wire.TradeIds;
import io.tradinghub.sim.wire.WireDecimals;

/// Answers `/v5/market/tickers`, `/v5/market/orderbook` and `/v5/market/recent-trade`.
final class BookEndpoints {
    private static final int DEFAULT_LEVELS = 25;
    private static final int MAX_LEVELS = 1_000;
    private static final int SPOT_TRADES = 60;
    private static final int MAX_TRADES = 1_000;
    private static final int DEFAULT_TRADES = 500;
    private static final long TRADES_LOOKBACK_MILLIS = 3_600_000;
    private final Instruments instruments;

    BookEndpoints(Instruments instruments) {
        this.instruments = instruments;
    }

    ObjectNode tickers(QueryParameters query, long nowMillis) throws ApiException {
        String category = query.category();
        ObjectNode result = Json.object();
        result.put("category", category);
        ArrayNode list = result.putArray("list");
        if (query.text("symbol").isPresent()) {
            add(list, query.instrument(instruments, category), nowMillis);
            return result;
        }
        Optional<Category> traded = QueryParameters.traded(category);
        instruments.all().stream().filter(i -> traded.equals(Optional.of(i.listing().id().category())))
                .forEach(instrument -> add(list, instrument, nowMillis));
        return result;
    }

    private void add(ArrayNode list, InstrumentView instrument, long nowMillis) {
        Map<String, String> fields = instruments.ticker(instrument).forRest(nowMillis);
        if (!fields.isEmpty()) {
            fields.forEach(list.addObject()::put);
        }
    }

    ObjectNode orderBook(QueryParameters query, long nowMillis) throws ApiException {
        String category = query.category();
        InstrumentView instrument = query.instrument(instruments, category);
        int limit = query.limit(category.equals("spot") ? 1 : DEFAULT_LEVELS, MAX_LEVELS);
        BookView.BookVersion version = instrument.book().restVersion(nowMillis);
        Optional<Book> book = instrument.book().book(version.millis(), limit);
        WireDecimals decimals = new WireDecimals(instrument.listing());
        ObjectNode result = Json.object();
        result.put("s", instrument.listing().id().symbol().name());
        ArrayNode asks = result.putArray("a");
        ArrayNode bids = result.putArray("b");
        book.ifPresent(levels -> {
            levels.asks()
                    .forEach(level -> asks.addArray().add(decimals.price(level.price()))
                            .add(decimals.size(level.size())));
            levels.bids()
                    .forEach(level -> bids.addArray().add(decimals.price(level.price()))
                            .add(decimals.size(level.size())));
        });
        return result.put("ts", nowMillis).put("u", version.updateId()).put("seq", version.millis()).put("cts",
                version.millis());
    }

    ObjectNode recentTrades(QueryParameters query, long nowMillis) throws ApiException {
        String category = query.category();
        InstrumentView instrument = query.instrument(instruments, category);
        int limit = category.equals("spot")
                ? query.limit(SPOT_TRADES, SPOT_TRADES)
                : query.limit(DEFAULT_TRADES, MAX_TRADES);
        List<Trade> trades = instrument.candles().trades(nowMillis - TRADES_LOOKBACK_MILLIS, nowMillis);
        WireDecimals decimals = new WireDecimals(instrument.listing());
        ObjectNode result = Json.object();
        result.put("category", category);
        ArrayNode list = result.putArray("list");
        for (Trade trade : trades.reversed().stream().filter(t -> t.size() > 0).limit(limit).toList()) {
            list.addObject().put("execId", TradeIds.of(instrument.listing(), trade))
                    .put("symbol", instrument.listing().id().symbol().name())
                    .put("price", decimals.price(trade.price()))
                    .put("size", decimals.size(trade.size())).put("side", trade.taker() == Taker.BUY ? "Buy" : "Sell")
                    .put("time", Long.toString(trade.timeMillis())).put("isBlockTrade", false).put("isRPITrade", false)
                    .put("seq", Long.toString(trade.timeMillis()));
        }
        return result;
    }
}
