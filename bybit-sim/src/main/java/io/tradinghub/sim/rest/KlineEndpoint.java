package io.tradinghub.sim.rest;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.sim.market.Bar;
import io.tradinghub.sim.market.InstrumentView;
import io.tradinghub.sim.market.KlineInterval;
import io.tradinghub.sim.market.Tape;
import io.tradinghub.sim.wire.ApiException;
import io.tradinghub.sim.wire.Instruments;
import io.tradinghub.sim.wire.Json;
import io.tradinghub.sim.wire.QueryParameters;
import io.tradinghub.sim.wire.Ticker;
import io.tradinghub.sim.wire.WireDecimals;

/// Answers `/v5/market/kline`: newest first, both ends inclusive by open time, with the open candle as the first row.
///
/// A range with an end gives its newest rows; a range with only a start gives its oldest.
final class KlineEndpoint {
    private static final int DEFAULT_LIMIT = 200;
    private static final int MAX_LIMIT = 1_000;
    private final Instruments instruments;

    KlineEndpoint(Instruments instruments) {
        this.instruments = instruments;
    }

    ObjectNode answer(QueryParameters query, long nowMillis) throws ApiException {
        String category = query.category(none -> "linear");
        return answer(query, category, query.instrument(instruments, category), nowMillis, (_, bar) -> row(bar));
    }

    /// Answers `/v5/market/mark-price-kline`: candles of the prices that the mark price is made of, in its shares.
    ObjectNode markPrices(QueryParameters query, long nowMillis) throws ApiException {
        String category = query.category(none -> "linear");
        if (!category.equals("linear") && !category.equals("inverse")) {
            throw ApiException.parameter("Illegal category");
        }
        InstrumentView perpetual = query.instrument(instruments, category);
        Ticker ticker = instruments.ticker(perpetual);
        return answer(query, category, perpetual, nowMillis,
                (interval, bar) -> priceRow(ticker.markCandle(interval, bar, nowMillis)));
    }

    private ObjectNode answer(QueryParameters query, String category, InstrumentView instrument, long nowMillis,
            BiFunction<KlineInterval, Bar, ArrayNode> row) throws ApiException {
        Optional<KlineInterval> interval = query.text("interval").flatMap(KlineInterval::fromWire);
        if (interval.isEmpty()) {
            throw ApiException.parameter("Invalid period!");
        }
        OptionalLong start = query.time("start");
        OptionalLong end = query.time("end");
        if (start.isPresent() && end.isPresent() && start.getAsLong() > end.getAsLong()) {
            throw ApiException.parameter("The start time cannot be later than the end time");
        }
        Range range = range(instrument.tape(), interval.get(), start, end, nowMillis);
        int limit = query.limit(DEFAULT_LIMIT, MAX_LIMIT);
        Deque<Bar> newestFirst = start.isPresent() && end.isEmpty()
                ? oldest(instrument, range, limit, nowMillis)
                : newest(instrument, range, limit, nowMillis);
        ObjectNode result = Json.object();
        result.put("symbol", instrument.listing().id().symbol().name()).put("category", category);
        ArrayNode list = result.putArray("list");
        newestFirst.forEach(bar -> list.add(row.apply(interval.get(), bar)));
        return result;
    }

    /// Open times from `first` to `last`, both inclusive; empty if `last` is before `first`.
    private record Range(KlineInterval interval, long first, long last) {}

    private static Range range(Tape tape, KlineInterval interval, OptionalLong start, OptionalLong end,
            long nowMillis) {
        long earliest = interval.floor(tape.firstOpenMillis());
        long from = Math.max(earliest, start.orElse(earliest));
        long first = interval.floor(from) == from ? from : interval.next(interval.floor(from));
        long latest = Math.min(nowMillis, tape.endMillis() - 1);
        return new Range(interval, first, interval.floor(Math.min(latest, end.orElse(latest))));
    }

    private static Deque<Bar> newest(InstrumentView instrument, Range range, int limit, long nowMillis) {
        Deque<Bar> rows = new ArrayDeque<>();
        for (long open = range.last; open >= range.first && rows.size() < limit; open = range.interval.previous(open)) {
            instrument.candles().candle(range.interval, open, nowMillis).ifPresent(rows::addLast);
        }
        return rows;
    }

    private static Deque<Bar> oldest(InstrumentView instrument, Range range, int limit, long nowMillis) {
        Deque<Bar> rows = new ArrayDeque<>();
        for (long open = range.first; open <= range.last && rows.size() < limit; open = range.interval.next(open)) {
            instrument.candles().candle(range.interval, open, nowMillis).ifPresent(rows::addFirst);
        }
        return rows;
    }

    private static ArrayNode row(Bar bar) {
        return priceRow(bar).add(WireDecimals.plain(bar.volume())).add(WireDecimals.plain(bar.turnover()));
    }

    private static ArrayNode priceRow(Bar bar) {
        ArrayNode row = Json.object().arrayNode();
        row.add(Long.toString(bar.openMillis()));
        row.add(WireDecimals.plain(bar.open())).add(WireDecimals.plain(bar.high())).add(WireDecimals.plain(bar.low()));
        return row.add(WireDecimals.plain(bar.close()));
    }
}
