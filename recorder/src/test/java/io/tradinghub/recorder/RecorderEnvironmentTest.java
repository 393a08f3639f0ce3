package io.tradinghub.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.tradinghub.exchange.bybit.RequestShare;
import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.recorder.frame.Topic;
import io.tradinghub.settings.CandleStoreSettings;
import io.tradinghub.settings.SettingsException;
import io.tradinghub.settings.SettingsReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderEnvironmentTest {
    @TempDir
    private Path secrets;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void setRequired() throws IOException {
        for (String secret : List.of("postgres_password", "redis_password", "influx_token")) {
            Files.writeString(secrets.resolve(secret), "secret-word\n");
        }
        environment.putAll(
                Map.of("SECRETS_DIR", secrets.toString(), "POSTGRES_USER", "recorder", "REDIS_USER", "recorder"));
    }

    private RecorderEnvironment read() {
        return SettingsReader.read(environment, RecorderEnvironment::declare);
    }

    @Test
    void recordsMinutesOfBitcoinFromBybitByDefault() {
        RecorderEnvironment read = read();

        assertThat(read.recorder().instruments()).containsExactly(InstrumentId.linear("BTCUSDT"),
                InstrumentId.spot("BTCUSDT"));
        assertThat(read.recorder().intervals()).containsExactly(Interval.M1);
        assertThat(read.recorder().streamAddress(Category.SPOT))
                .isEqualTo(URI.create("wss://stream.bybit.com/v5/public/spot"));
        assertThat(read.recorder().scanPlan().backfillDays()).isEqualTo(14);
        assertThat(read.recorder().workFolder()).isEqualTo(Path.of("/data"));
        assertThat(read.recorder().spoolBytes()).isEqualTo(256L << 20);
        assertThat(read.rest().address()).isEqualTo(URI.create("https://api.bybit.com"));
        assertThat(read.requestsPerSecond()).isEqualTo(RequestShare.OF_THE_RECORDER);
        assertThat(read.candles()).isInstanceOf(CandleStoreSettings.Influx.class);
        assertThat(read.heartbeat()).isEmpty();
        assertThat(read.toString()).doesNotContain("secret-word");
    }

    @Test
    void readsEverySetting() {
        environment.putAll(Map.of("SYMBOLS", "linear:ETHUSDT, BTCUSDT", "INTERVALS", "1,60,D", "BACKFILL_DAYS", "30",
                "BYBIT_PUBLIC_STREAM_URL", "ws://sim:8099", "BYBIT_REST_URL", "http://sim:8099", "SPOOL_DIR", "/spool",
                "SPOOL_MEGABYTES", "10", "CANDLE_STORE", "postgres", "HEARTBEAT_FILE", "/tmp/beat"));
        environment.putAll(Map.of("BATCH_CANDLES", "100", "FLUSH_AFTER", "200ms", "BYBIT_REQUESTS_PER_SECOND", "7.5"));
        RecorderEnvironment read = read();

        assertThat(read.recorder().topics(Category.LINEAR)).extracting(Topic::name).containsExactly("kline.1.ETHUSDT",
                "kline.60.ETHUSDT", "kline.D.ETHUSDT", "orderbook.1.ETHUSDT", "tickers.ETHUSDT", "kline.1.BTCUSDT",
                "kline.60.BTCUSDT", "kline.D.BTCUSDT", "orderbook.1.BTCUSDT", "tickers.BTCUSDT");
        assertThat(read.recorder().topics(Category.SPOT)).extracting(Topic::name).containsExactly("kline.1.BTCUSDT",
                "kline.60.BTCUSDT", "kline.D.BTCUSDT", "orderbook.1.BTCUSDT");
        assertThat(read.recorder().streamAddress(Category.LINEAR))
                .isEqualTo(URI.create("ws://sim:8099/v5/public/linear"));
        assertThat(read.recorder().scanPlan().backfillDays()).isEqualTo(30);
        assertThat(read.recorder().spoolBytes()).isEqualTo(10L << 20);
        assertThat(read.recorder().workFolder()).isEqualTo(Path.of("/spool"));
        assertThat(read.recorder().writerLimits().batchLines()).isEqualTo(100);
        assertThat(read.recorder().writerLimits().flushAfter()).isEqualTo(Duration.ofMillis(200));
        assertThat(read.rest().address()).isEqualTo(URI.create("http://sim:8099"));
        assertThat(read.requestsPerSecond()).isEqualTo(7.5);
        assertThat(read.candles()).isInstanceOf(CandleStoreSettings.Postgres.class);
        assertThat(read.heartbeat()).contains(Path.of("/tmp/beat"));
    }

    @Test
    void recordsOneMinuteEvenIfOnlyOtherIntervalsAreSet() {
        environment.put("INTERVALS", "5,15");

        assertThat(read().recorder().intervals()).containsExactly(Interval.M1, Interval.M5, Interval.M15);
    }

    @Test
    void fillsNoFurtherBackThanTheStoreKeeps() {
        environment.putAll(Map.of("BACKFILL_DAYS", "35", "MARKET_DATA_RETENTION", "30d"));
        assertThat(read().recorder().scanPlan().backfillDays()).isEqualTo(29);
        environment.put("MARKET_DATA_RETENTION", "400d");
        assertThat(read().recorder().scanPlan().backfillDays()).isEqualTo(35);
    }

    @Test
    void explainsAnInvalidSymbol() {
        environment.put("SYMBOLS", "btcusdt");

        assertThatExceptionOfType(SettingsException.class).isThrownBy(this::read)
                .withMessageContaining(
                        "SYMBOLS is 'btcusdt', expected a comma-separated list, each SYMBOL or category:SYMBOL");
    }
}
