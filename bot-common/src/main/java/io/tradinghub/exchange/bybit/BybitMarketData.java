package io.tradinghub.exchange.bybit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import com.bybit.api.client.domain.CategoryType;
import com.bybit.api.client.domain.market.MarketInterval;
import com.bybit.api.client.restApi.BybitApiService;
import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.ExchangeRefusalException;
import io.tradinghub.exchange.ExchangeUnavailableException;
import io.tradinghub.exchange.PublicMarketData;
import io.tradinghub.market.Candle;
import io.tradinghub.market.Category;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import okhttp3.OkHttpClient;
import retrofit2.Call;
import retrofit2.Retrofit;
import retrofit2.converter.jackson.JacksonConverterFactory;

/// Public market data over Bybit's REST service.
///
/// The endpoints are those of bybit-java-api, called through its Retrofit interface with an HTTP client of our own: the
/// library's client hides the HTTP status and the headers, which tell a ban from a fault, and its time limits cannot be
/// set.
public final class BybitMarketData implements PublicMarketData {
    /// The most rows of one answer of the funding history.
    private static final int MOST_SETTLEMENTS = 200;
    /// The exchange gives the newest rows of a range, so a range must hold no more than it gives, however short the
    /// period: one hour at least.
    private static final Duration SETTLEMENT_RANGE = Duration.ofHours(MOST_SETTLEMENTS - 1);
    private final OkHttpClient http;
    private final BybitApiService service;
    private final BybitCalls calls;
    private final ExchangeClock clock;
    private final Duration settleTime;

    private BybitMarketData(OkHttpClient http, BybitApiService service, BybitCalls calls, ExchangeClock clock,
            Duration settleTime) {
        this.http = http;
        this.service = service;
        this.calls = calls;
        this.clock = clock;
        this.settleTime = settleTime;
    }

    /// Opens the client; the first call connects. The clock, which hears the time of every answer, decides what to ask
    /// for; whether a candle of the answer is closed is decided by the time of that answer alone.
    ///
    /// @param requests what this program may send; its owner closes it
    public static PublicMarketData open(BybitRestSettings settings, HostRequests requests, ExchangeClock clock) {
        return open(settings, requests, clock, Waiting.real());
    }

    static PublicMarketData open(BybitRestSettings settings, HostRequests requests, ExchangeClock clock,
            Waiting waiting) {
        OkHttpClient http = new OkHttpClient.Builder().callTimeout(settings.callTimeout())
                .retryOnConnectionFailure(false)
                .build();
        BybitApiService service = new Retrofit.Builder().baseUrl(settings.address().toString()).client(http)
                .addConverterFactory(JacksonConverterFactory.create()).build().create(BybitApiService.class);
        BybitCalls calls = new BybitCalls(requests, waiting, clock);
        return new BybitMarketData(http, service, calls, clock, settings.settleTime());
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
    public CandleArchive candles(SeriesId series, Instant from, Instant to) {
        Range asked = range(series, from, to);
        if (asked.isEmpty()) {
            return new CandleArchive(List.of(), asked.first, 0);
        }
        Rows<ArchivedCandle> found = rows("kline of %s from %s".formatted(series, from), asked,
                () -> service.getMarketLinesData(category(series.instrument().category()),
                        series.instrument().symbol().name(), interval(series.interval()), asked.first, asked.last,
                        MOST_CANDLES),
                row -> CandleRow.read(series, row));
        List<ArchivedCandle> candles = found.read.rows().stream()
                .filter(candle -> found.closed.contains(candle.candle())).toList();
        return new CandleArchive(candles, Math.max(asked.first, found.closed.last + series.interval().millis()),
                found.read.unreadable());
    }

    @Override
    public List<Candle> markCandles(SeriesId perpetual, Instant from, Instant to) {
        Range asked = range(perpetual, from, to);
        if (asked.isEmpty()) {
            return List.of();
        }
        Rows<Candle> found = rows("mark price kline of %s from %s".formatted(perpetual, from), asked,
                () -> service.getMarketPriceLinesData(category(perpetual.instrument().category()),
                        perpetual.instrument().symbol().name(), interval(perpetual.interval()), asked.first,
                        asked.last, MOST_CANDLES),
                row -> CandleRow.readMark(perpetual, row));
        return found.read.rows().stream().filter(found.closed::contains).toList();
    }

    /// Open times of a series from the first to the last, both included.
    private record Range(SeriesId series, long first, long last) {
        boolean isEmpty() {
            return last < first;
        }

        boolean contains(Candle candle) {
            return candle.openTimeMillis() >= first && candle.openTimeMillis() <= last;
        }
    }

    /// What was answered, and the part of what was asked for that had surely closed then.
    private record Rows<T>(AnswerRows<T> read, Range closed) {}

    /// The candles with open time in `[from, to)` that have closed by now.
    private Range range(SeriesId series, Instant from, Instant to) {
        long interval = series.interval().millis();
        long first = series.interval().floor(from.toEpochMilli() + interval - 1);
        long last = series.interval().floor(Math.min(to.toEpochMilli() - 1, lastSettled(clock.millis(), interval)));
        if ((to.toEpochMilli() - first) / interval > MOST_CANDLES) {
            throw new IllegalArgumentException(
                    "%s from %s to %s is more than %d candles".formatted(series, from, to, MOST_CANDLES));
        }
        return new Range(series, first, last);
    }

    /// Both ends of the exchange's range are inclusive on the open time.
    private <T> Rows<T> rows(String request, Range asked, Supplier<Call<Object>> call, Function<JsonNode, T> reader) {
        BybitCalls.Answer answer = calls.answer(request, call);
        long settled = lastSettled(answer.timeMillis(), asked.series.interval().millis());
        return new Rows<>(AnswerRows.read(request, answer.result().path("list"), reader),
                new Range(asked.series, asked.first, Math.min(asked.last, asked.series.interval().floor(settled))));
    }

    /// The latest open time of a candle that is surely closed at this moment.
    private long lastSettled(long nowMillis, long interval) {
        return nowMillis - settleTime.toMillis() - interval;
    }

    @Override
    public List<FundingRate> settledFunding(Instrument perpetual, Instant from, Instant to) {
        Duration period = perpetual.fundingPeriod()
                .orElseThrow(() -> new IllegalArgumentException(perpetual.id() + " pays no funding"));
        List<FundingRate> settled = List.of();
        for (Instant start = from; settled.isEmpty()
                && !start.isAfter(to); start = start.plus(SETTLEMENT_RANGE).plusMillis(1)) {
            Instant end = start.plus(SETTLEMENT_RANGE).isBefore(to) ? start.plus(SETTLEMENT_RANGE) : to;
            settled = settledFunding(perpetual.id(), period, start.toEpochMilli(), end.toEpochMilli());
        }
        return settled;
    }

    private List<FundingRate> settledFunding(InstrumentId id, Duration period, long first, long last) {
        String request = "funding history of %s from %s".formatted(id, Instant.ofEpochMilli(first));
        JsonNode result = calls.result(request,
                () -> service.getFundingHistory(category(id.category()), id.symbol().name(), first, last,
                        MOST_SETTLEMENTS));
        AnswerRows<FundingRate> read = AnswerRows.read(request, result.path("list"),
                row -> new FundingRate(id, Double.parseDouble(row.path("fundingRate").asText()),
                        Instant.ofEpochMilli(Long.parseLong(row.path("fundingRateTimestamp").asText())), period));
        if (read.rows().isEmpty() && read.unreadable() > 0) {
            throw new ExchangeUnavailableException("no row of the answer to %s can be read".formatted(request));
        }
        return read.rows();
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
