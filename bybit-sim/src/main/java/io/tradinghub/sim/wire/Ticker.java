package io.tradinghub.sim.wire;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.sim.market.Bar;
import io.tradinghub.sim.market.DayView;
import io.tradinghub.sim.market.InstrumentView;
import io.tradinghub.sim.market.KlineInterval;
import io.tradinghub.sim.market.Market;
import io.tradinghub.sim.market.TopOfBook;

/// Computes the ticker fields of one instrument, name to text in Bybit's order. Thread-safe.
public final class Ticker {
    private static final long FUNDING_MILLIS = 8 * 3_600_000L;
    private static final long OPEN_INTEREST_MILLIS = 5_000;
    private static final double OPEN_INTEREST_VALUE = 3.9e9;
    /// How much of the mark price is the price of the perpetual itself; the rest is the index price.
    private static final double OWN_SHARE = 0.9;
    private final Market market;
    private final InstrumentView instrument;
    private final Optional<InstrumentView> underlying;
    private final WireDecimals decimals;

    /// @param underlying the spot pair that gives a perpetual its index price; empty if it does not trade here
    public Ticker(Market market, InstrumentView instrument, Optional<InstrumentView> underlying) {
        this.market = market;
        this.instrument = instrument;
        this.underlying = underlying;
        this.decimals = new WireDecimals(instrument.listing());
    }

    /// The next funding settlement after `nowMillis`.
    public static long nextFundingMillis(long nowMillis) {
        return (Math.floorDiv(nowMillis, FUNDING_MILLIS) + 1) * FUNDING_MILLIS;
    }

    /// The fields as the stream sends them; empty before the first trade.
    public Map<String, String> forStream(long nowMillis) {
        return fields(nowMillis, Form.STREAM);
    }

    /// The fields as `/v5/market/tickers` returns them; empty before the first trade.
    public Map<String, String> forRest(long nowMillis) {
        return fields(nowMillis, Form.REST);
    }

    /// The prices that orders and positions are judged by, with the digits that the ticker shows.
    ///
    /// @param version changes whenever the book does
    public record Marks(BigDecimal last, BigDecimal mark, BigDecimal index, long version) {}

    /// The prices at this time; empty before the first trade. A spot pair has no mark price: its last price stands for
    /// it.
    public Optional<Marks> marks(long nowMillis) {
        return instrument.book().top(nowMillis).map(top -> {
            BigDecimal last = new BigDecimal(decimals.price(top.lastPrice()));
            BigDecimal index = new BigDecimal(decimals.finePrice(index(nowMillis, top)));
            BigDecimal mark = instrument.listing().id().category() == Category.SPOT
                    ? last
                    : new BigDecimal(decimals.finePrice(mark(nowMillis, top)));
            return new Marks(last, mark, index, top.version());
        });
    }

    private enum Form {
        STREAM, REST
    }

    private Map<String, String> fields(long nowMillis, Form form) {
        Optional<TopOfBook> top = instrument.book().top(nowMillis);
        Optional<DayView.Stats> day = instrument.dayStats(nowMillis);
        if (top.isEmpty() || day.isEmpty()) {
            return Map.of();
        }
        return switch (instrument.listing().id().category()) {
            case SPOT -> spot(nowMillis, top.get(), day.get(), form);
            case LINEAR -> form == Form.STREAM
                    ? linearStream(nowMillis, top.get(), day.get())
                    : linearRest(nowMillis, top.get(), day.get());
        };
    }

    private Map<String, String> spot(long nowMillis, TopOfBook top, DayView.Stats day, Form form) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("symbol", symbol());
        if (form == Form.REST) {
            quote(fields, top);
        }
        fields.put("lastPrice", decimals.price(top.lastPrice()));
        fields.put("highPrice24h", decimals.price(day.high()));
        fields.put("lowPrice24h", decimals.price(day.low()));
        fields.put("prevPrice24h", decimals.price(day.priceDayAgo()));
        fields.put("volume24h", decimals.daySum(day.volume()));
        fields.put("turnover24h", decimals.daySum(day.turnover()));
        fields.put("price24hPcnt", WireDecimals.fraction(top.lastPrice() / day.priceDayAgo() - 1, 4));
        fields.put("usdIndexPrice", decimals.finePrice(index(nowMillis, top)));
        return fields;
    }

    private Map<String, String> linearStream(long nowMillis, TopOfBook top, DayView.Stats day) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("symbol", symbol());
        fields.put("tickDirection", top.lastPrice() >= top.askPrice() ? "ZeroPlusTick" : "ZeroMinusTick");
        fields.put("price24hPcnt", WireDecimals.fraction(top.lastPrice() / day.priceDayAgo() - 1, 6));
        prices(fields, top, day);
        marks(fields, nowMillis, top);
        sums(fields, day);
        fields.put("fundingIntervalHour", "8");
        fields.put("fundingCap", fundingCap());
        double half = openInterest(nowMillis) / 2;
        fields.put("singleOpenInterest", decimals.size(half));
        fields.put("singleOpenInterestValue", WireDecimals.fixed(half * mark(nowMillis, top), 2));
        funding(fields, nowMillis);
        quote(fields, top);
        preListing(fields);
        return fields;
    }

    private Map<String, String> linearRest(long nowMillis, TopOfBook top, DayView.Stats day) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("symbol", symbol());
        prices(fields, top, day);
        fields.put("price24hPcnt", WireDecimals.fraction(top.lastPrice() / day.priceDayAgo() - 1, 6));
        marks(fields, nowMillis, top);
        sums(fields, day);
        funding(fields, nowMillis);
        for (String name : new String[]{"predictedDeliveryPrice", "basisRate", "deliveryFeeRate"}) {
            fields.put(name, "");
        }
        fields.put("deliveryTime", "0");
        quote(fields, top);
        fields.put("basis", "");
        preListing(fields);
        fields.put("fundingIntervalHour", "8");
        fields.put("basisRateYear", "");
        fields.put("fundingCap", fundingCap());
        return fields;
    }

    private void prices(Map<String, String> fields, TopOfBook top, DayView.Stats day) {
        fields.put("lastPrice", decimals.price(top.lastPrice()));
        fields.put("prevPrice24h", decimals.price(day.priceDayAgo()));
        fields.put("highPrice24h", decimals.price(day.high()));
        fields.put("lowPrice24h", decimals.price(day.low()));
        fields.put("prevPrice1h", decimals.price(day.priceHourAgo()));
    }

    private void marks(Map<String, String> fields, long nowMillis, TopOfBook top) {
        double mark = mark(nowMillis, top);
        fields.put("markPrice", decimals.finePrice(mark));
        fields.put("indexPrice", decimals.finePrice(index(nowMillis, top)));
        double interest = openInterest(nowMillis);
        fields.put("openInterest", decimals.size(interest));
        fields.put("openInterestValue", WireDecimals.fixed(interest * mark, 2));
    }

    private void sums(Map<String, String> fields, DayView.Stats day) {
        fields.put("turnover24h", decimals.daySum(day.turnover()));
        fields.put("volume24h", decimals.daySum(day.volume()));
    }

    private void funding(Map<String, String> fields, long nowMillis) {
        long settles = nextFundingMillis(nowMillis);
        InstrumentId id = instrument.listing().id();
        double rate = market.fundingRate(id, settles, nowMillis).orElseThrow();
        fields.put("nextFundingTime", Long.toString(settles));
        fields.put("fundingRate", WireDecimals.fraction(rate, 8));
    }

    private void quote(Map<String, String> fields, TopOfBook top) {
        fields.put("bid1Price", decimals.price(top.bidPrice()));
        fields.put("bid1Size", decimals.size(top.bidSize()));
        fields.put("ask1Price", decimals.price(top.askPrice()));
        fields.put("ask1Size", decimals.size(top.askSize()));
    }

    private static void preListing(Map<String, String> fields) {
        fields.put("preOpenPrice", "");
        fields.put("preQty", "");
        fields.put("curPreListingPhase", "");
    }

    private String symbol() {
        return instrument.listing().id().symbol().name();
    }

    private String fundingCap() {
        return instrument.listing().info().path("upperFundingRate").asText();
    }

    private double index(long nowMillis, TopOfBook top) {
        return underlying.flatMap(spot -> spot.book().top(nowMillis)).map(Ticker::mid).orElse(mid(top));
    }

    private double mark(long nowMillis, TopOfBook top) {
        return mark(index(nowMillis, top), mid(top));
    }

    private static double mark(double index, double last) {
        return index + OWN_SHARE * (last - index);
    }

    /// The mark prices in the time of this candle of the perpetual's trades: of its own candle and the spot pair's.
    public Bar markCandle(KlineInterval interval, Bar own, long nowMillis) {
        Bar index = underlying.flatMap(spot -> spot.candles().candle(interval, own.openMillis(), nowMillis))
                .orElse(own);
        return new Bar(own.openMillis(), fine(mark(index.open(), own.open())), fine(mark(index.high(), own.high())),
                fine(mark(index.low(), own.low())), fine(mark(index.close(), own.close())), 0, 0);
    }

    private double fine(double price) {
        return Double.parseDouble(decimals.finePrice(price));
    }

    /// Has about the same value in quote coin for every coin; varies slowly through the day, in steps of a few seconds.
    private double openInterest(long nowMillis) {
        double price = instrument.tape().bar(instrument.tape().firstOpenMillis()).orElseThrow().open();
        long counted = Math.floorDiv(nowMillis, OPEN_INTEREST_MILLIS) * OPEN_INTEREST_MILLIS;
        double wave = StrictMath.sin(counted / 1.1e7) + 0.3 * StrictMath.sin(counted / 0.7e6);
        return OPEN_INTEREST_VALUE / price * (1 + 0.02 * wave);
    }

    private static double mid(TopOfBook top) {
        return (top.bidPrice() + top.askPrice()) / 2;
    }
}
