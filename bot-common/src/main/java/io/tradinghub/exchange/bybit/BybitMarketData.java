package io.tradinghub.exchange.bybit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import com.bybit.api.client.domain.CategoryType;
import com.bybit.api.client.domain.market.MarketInterval;
import com.bybit.api.client.restApi.BybitApiService;
import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.exchange.ExchangeRefusalException;
import io.tradinghub.exchange.ExchangeUnavailableException;
import io.tradinghub.exchange.PublicMarketData;
import io.tradinghub.market.Category;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import okhttp3.OkHttpClient;
import retrofit2.Retrofit;
import retrofit2.converter.jackson.JacksonConverterFactory;

/// Public market data over Bybit's REST service.
///
/// The endpoints are those of bybit-java-api, called through its Retrofit interface with an HTTP client of our own: the library's client
/// hides the HTTP status and the headers, which tell a ban from a fault, and its time limits cannot be set.
public final class BybitMarketData implements PublicMarketData {
    /// The most rows of one answer of the funding history.
    private static final int MOST_SETTLEMENTS = 200;
    /// The exchange gives the newest rows of a range, so a range must hold no more than it gives, however short the period: one hour at least.
    private static final Duration SETTLEMENT_RANGE = Duration.ofHours(MOST_SETTLEMENTS - 1);
    private final OkHttpClient http;
    private final BybitApiService service;
    private final BybitCalls calls;
    private final InstantSource marketClock;
    private final Duration settleTime;

    private BybitMarketData(OkHttpClient http, BybitApiService service, BybitCalls calls, InstantSource marketClock,
            Duration settleTime) {
        this.http = http;
        this.service = service;
        this.calls = calls;
        this.marketClock = marketClock;
        this.settleTime = settleTime;
    }

    /// Opens the client; the first call connects. The clock is that of the market, which decides whether a candle is closed.
    public static PublicMarketData open(BybitRestSettings settings, InstantSource marketClock) {
        return open(settings, marketClock, Waiting.real());
    }

    static PublicMarketData open(BybitRestSettings settings, InstantSource marketClock, Waiting waiting) {
        OkHttpClient http = new OkHttpClient.Builder().callTimeout(settings.callTimeout()).retryOnConnectionFailure(false)
                .build();
        BybitApiService service = new Retrofit.Builder().baseUrl(settings.address().toString()).client(http)
                .addConverterFactory(JacksonConverterFactory.create()).build().create(BybitApiService.class);
        BybitCalls calls = new BybitCalls(settings.requestsPerSecond(), waiting, InstantSource.system());
        return new BybitMarketData(http, service, calls, marketClock, settings.settleTime());
    }

    @Override
    public Instrument instrument(InstrumentId id) {
        String request = "instruments-info of " + id;
        JsonNode result = calls.result(request,
                () -> service.getInstrumentsInfo(category(id.category()), id.symbol().name(), null, null, null, null));
        for (JsonNode row : result.path("list")) {
            if (row.path("symbol").asText().equals(id.symbol().name())) {
                return reading(request, () -> InstrumentRow.read(id, row));
            }
        }
        throw new ExchangeRefusalException(request, 0, "no such instrument is traded");
    }

    @Override
    public List<ArchivedCandle> candles(SeriesId series, Instant from, Instant to) {
        long interval = series.interval().millis();
        long first = series.interval().floor(from.toEpochMilli() + interval - 1);
        long last = series.interval().floor(Math.min(to.toEpochMilli() - 1, lastSettled(interval)));
        if ((to.toEpochMilli() - first) / interval > MOST_CANDLES) {
            throw new IllegalArgumentException(
                    "%s from %s to %s is more than %d candles".formatted(series, from, to, MOST_CANDLES));
        }
        if (last < first) {
            return List.of();
        }
        String request = "kline of %s from %s".formatted(series, from);
        // Both ends of the exchange's range are inclusive on the open time.
        JsonNode result = calls.result(request, () -> service.getMarketLinesData(category(series.instrument().category()),
                series.instrument().symbol().name(), interval(series.interval()), first, last, MOST_CANDLES));
        return reading(request, () -> ascending(series, result.path("list"), first, last));
    }

    /// The latest open time of a candle that is surely closed.
    private long lastSettled(long interval) {
        return marketClock.millis() - settleTime.toMillis() - interval;
    }

    private static List<ArchivedCandle> ascending(SeriesId series, JsonNode newestFirst, long first, long last) {
        List<ArchivedCandle> candles = new ArrayList<>(newestFirst.size());
        for (int row = newestFirst.size() - 1; row >= 0; row--) {
            ArchivedCandle candle = CandleRow.read(series, newestFirst.get(row));
            long time = candle.candle().openTimeMillis();
            if (time >= first && time <= last) {
                candles.add(candle);
            }
        }
        return candles;
    }

    @Override
    public List<FundingRate> settledFunding(Instrument perpetual, Instant from, Instant to) {
        Duration period = perpetual.fundingPeriod()
                .orElseThrow(() -> new IllegalArgumentException(perpetual.id() + " pays no funding"));
        List<FundingRate> settled = List.of();
        for (Instant start = from; settled.isEmpty() && !start.isAfter(to); start = start.plus(SETTLEMENT_RANGE).plusMillis(1)) {
            Instant end = start.plus(SETTLEMENT_RANGE).isBefore(to) ? start.plus(SETTLEMENT_RANGE) : to;
            settled = settledFunding(perpetual.id(), period, start.toEpochMilli(), end.toEpochMilli());
        }
        return settled;
    }

    private List<FundingRate> settledFunding(InstrumentId id, Duration period, long first, long last) {
        String request = "funding history of %s from %s".formatted(id, Instant.ofEpochMilli(first));
        JsonNode result = calls.result(request,
                () -> service.getFundingHistory(category(id.category()), id.symbol().name(), first, last, MOST_SETTLEMENTS));
        return reading(request, () -> settlements(id, period, result.path("list")));
    }

    private static List<FundingRate> settlements(InstrumentId id, Duration period, JsonNode newestFirst) {
        List<FundingRate> settlements = new ArrayList<>(newestFirst.size());
        for (int row = newestFirst.size() - 1; row >= 0; row--) {
            JsonNode settlement = newestFirst.get(row);
            settlements.add(new FundingRate(id, Double.parseDouble(settlement.path("fundingRate").asText()),
                    Instant.ofEpochMilli(Long.parseLong(settlement.path("fundingRateTimestamp").asText())), period));
        }
        return settlements;
    }

    @Override
    public Instant serverTime() {
        JsonNode result = calls.result("market time", service::getServerTime);
        long nanos = reading("market time", () -> Long.parseLong(result.path("timeNano").asText()));
        return Instant.ofEpochSecond(0, nanos);
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    /// An answer that cannot be read is as good as none.
    private static <T> T reading(String request, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException e) {
            throw new ExchangeUnavailableException("the answer to %s cannot be read".formatted(request), e);
        }
    }

    private static String category(Category category) {
        return switch (category) {
            case LINEAR -> CategoryType.LINEAR.getCategoryTypeId();
            case SPOT -> CategoryType.SPOT.getCategoryTypeId();
        };
    }

    private static String interval(Interval interval) {
        return switch (interval) {
            case M1 -> MarketInterval.ONE_MINUTE.getIntervalId();
            case M3 -> MarketInterval.THREE_MINUTES.getIntervalId();
            case M5 -> MarketInterval.FIVE_MINUTES.getIntervalId();
            case M15 -> MarketInterval.FIFTEEN_MINUTES.getIntervalId();
            case M30 -> MarketInterval.HALF_HOURLY.getIntervalId();
            case H1 -> MarketInterval.HOURLY.getIntervalId();
            case H2 -> MarketInterval.TWO_HOURLY.getIntervalId();
            case H4 -> MarketInterval.FOUR_HOURLY.getIntervalId();
            case H6 -> MarketInterval.SIX_HOURLY.getIntervalId();
            case H12 -> MarketInterval.TWELVE_HOURLY.getIntervalId();
            case D1 -> MarketInterval.DAILY.getIntervalId();
        };
    }
}
