package io.tradinghub.recorder;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.tradinghub.exchange.bybit.BybitRestSettings;
import io.tradinghub.exchange.bybit.RequestShare;
import io.tradinghub.exchange.bybit.stream.StreamTimes;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.operations.Heartbeat;
import io.tradinghub.recorder.repair.ScanPlan;
import io.tradinghub.recorder.write.WriterLimits;
import io.tradinghub.settings.CandleStoreSettings;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.settings.RedisSettings;
import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsReader;

/// The recorder program's settings, read from the environment.
///
/// @param requestsPerSecond the recorder's share of what Bybit allows the host
public record RecorderEnvironment(RecorderSettings recorder, BybitRestSettings rest, double requestsPerSecond,
        PostgresSettings postgres, CandleStoreSettings candles, RedisSettings redis, Optional<Path> heartbeat) {

    /// Where and how candles are spooled and batched.
    private record SpoolAndBatches(Path folder, int spoolMegabytes, WriterLimits limits) {}

    /// Declares all settings of the recorder.
    public static Setting<RecorderEnvironment> declare(SettingsReader in) {
        Setting<RecorderSettings> recorder = declareRecorder(in);
        Setting<URI> rest = in.uri("BYBIT_REST_URL", "Bybit's REST service, without a path.", "https", "http")
                .orElse(BybitRestSettings.MAINNET);
        Setting<Double> requests = RequestShare.declare(in, RequestShare.OF_THE_RECORDER);
        Setting<PostgresSettings> postgres = PostgresSettings.declare(in);
        Setting<CandleStoreSettings> candles = CandleStoreSettings.declare(in, postgres);
        Setting<RedisSettings> redis = RedisSettings.declare(in);
        Setting<Optional<Path>> heartbeat = Heartbeat.declare(in);
        return in.combine(
                () -> new RecorderEnvironment(recorder.get(), BybitRestSettings.of(rest.get()), requests.get(),
                        postgres.get(), candles.get(), redis.get(), heartbeat.get()));
    }

    private static Setting<RecorderSettings> declareRecorder(SettingsReader in) {
        Setting<List<SymbolSetting>> symbols = in
                .list("SYMBOLS", "What to record; a symbol without category means perpetual and spot.",
                        "SYMBOL or category:SYMBOL, like BTCUSDT or linear:BTCUSDT", SymbolSetting::parse)
                .orElse(List.of(SymbolSetting.parse("BTCUSDT")));
        Setting<List<String>> intervals = in
                .list("INTERVALS", "Candle lengths to record; one minute is always among them.",
                        "one of 1 3 5 15 30 60 120 240 360 720 D", RecorderEnvironment::intervalName)
                .orElse(List.of(Interval.M1.wireName()));
        Setting<Integer> days = in.integer("BACKFILL_DAYS", "How far back history is filled.", 0, 3_650).orElse(14);
        Setting<Duration> retention = in.duration("MARKET_DATA_RETENTION",
                "How long InfluxDB keeps candles, as `db` was told; history is filled no further back. 0s is for ever.",
                Duration.ZERO, Duration.ofDays(36_500)).orElse(Duration.ZERO);
        Setting<URI> stream = in
                .uri("BYBIT_PUBLIC_STREAM_URL", "Host of the public streams, without a path.", "wss", "ws")
                .orElse(RecorderSettings.MAINNET_STREAM);
        Setting<SpoolAndBatches> output = declareOutput(in);
        return in.combine(() -> new RecorderSettings(instruments(symbols.get()),
                intervals(intervals.get()), stream.get(), output.get().folder,
                (long) output.get().spoolMegabytes << 20, StreamTimes.standard(), output.get().limits,
                ScanPlan.of(maxBackfillDays(days.get(), retention.get())),
                RecorderSettings.SETTLE_TIME, RecorderSettings.MAX_HOLD, RecorderSettings.CHECK_INTERVAL));
    }

    /// Adds one minute, because alerts and dashboards use its candles.
    private static List<Interval> intervals(List<String> configured) {
        return Stream.concat(Stream.of(Interval.M1), configured.stream().map(Interval::fromWire)).distinct().toList();
    }

    /// A history scan starts at midnight, so it keeps one day less than the store.
    private static int maxBackfillDays(int days, Duration retention) {
        return retention.isZero() ? days : Math.clamp(retention.toDays() - 1, 0, days);
    }

    /// Returns the exchange's name of the interval.
    private static String intervalName(String text) {
        return Interval.fromWire(text).wireName();
    }

    private static Setting<SpoolAndBatches> declareOutput(SettingsReader in) {
        Setting<Path> folder = in.path("SPOOL_DIR", "Where candles wait while their store is away.")
                .orElse(Path.of("/data"));
        Setting<Integer> megabytes = in.integer("SPOOL_MEGABYTES", "How much of them is kept.", 1, 1_000_000)
                .orElse(256);
        Setting<Integer> lines = in.integer("BATCH_CANDLES", "A batch of this size is written at once.", 1, 50_000)
                .orElse(5_000);
        Setting<Duration> flush = in
                .duration("FLUSH_AFTER", "The longest a candle waits for its batch.", Duration.ofMillis(10),
                        Duration.ofSeconds(1))
                .orElse(Duration.ofMillis(500));
        return in.combine(
                () -> new SpoolAndBatches(folder.get(), megabytes.get(), WriterLimits.of(lines.get(), flush.get())));
    }

    private static List<InstrumentId> instruments(List<SymbolSetting> symbols) {
        return symbols.stream().flatMap(symbol -> symbol.instruments().stream()).distinct().toList();
    }
}
