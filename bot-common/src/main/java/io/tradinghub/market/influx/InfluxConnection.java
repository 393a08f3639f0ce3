package io.tradinghub.market.influx;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.settings.InfluxSettings;
import io.tradinghub.store.StoreWait;
import okhttp3.OkHttpClient;

/// Opens a client of InfluxDB with a time limit on everything. Gzip stays off: on a local link it costs far more than
/// it saves.
final class InfluxConnection {

    private InfluxConnection() {}

    /// Waits until the server says that it is healthy; whether the token opens anything shows at the first use.
    static InfluxDBClient open(InfluxSettings settings) {
        InfluxDBClient client = InfluxDBClientFactory
                .create(InfluxDBClientOptions.builder().url(settings.url().toString())
                        .authenticateToken(settings.token().reveal().toCharArray()).org(settings.organisation())
                        .bucket(settings.bucket())
                        .okHttpClient(http(settings)).build());
        client.disableGzip();
        try {
            StoreWait.until(describe(settings), settings.timeouts().start(), () -> {
                if (!Boolean.TRUE.equals(client.ping())) {
                    throw new IllegalStateException("no answer to a ping");
                }
                return client;
            });
        } catch (StoreUnavailableException away) {
            client.close();
            throw away;
        }
        return client;
    }

    static OkHttpClient.Builder http(InfluxSettings settings) {
        return new OkHttpClient.Builder().connectTimeout(settings.timeouts().connect())
                .readTimeout(settings.timeouts().answer()).writeTimeout(settings.timeouts().answer())
                .callTimeout(settings.timeouts().answer().multipliedBy(3));
    }

    /// For messages: where and which bucket, never the token.
    static String describe(InfluxSettings settings) {
        return "influxdb %s bucket %s".formatted(settings.url(), settings.bucket());
    }
}
