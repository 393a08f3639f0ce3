package io.tradinghub.settings;

import java.net.URI;

/// Where InfluxDB 2.7 is and what the token opens.
public record InfluxSettings(URI url, String organisation, String bucket, Secret token, StoreTimeouts timeouts) {

    /// Declares `INFLUX_URL`, `INFLUX_ORG`, `INFLUX_BUCKET` and the secret `influx_token`.
    public static Setting<InfluxSettings> declare(SettingsReader in) {
        Setting<URI> url = in.uri("INFLUX_URL", "Where InfluxDB is.", "http", "https")
                .orElse(URI.create("http://influxdb:8086"));
        Setting<String> organisation = in.text("INFLUX_ORG", "Its organisation.").orElse("hub");
        Setting<String> bucket = in.text("INFLUX_BUCKET", "The bucket of the candles.").orElse("market_data");
        Setting<Secret> token = in.secret("influx_token",
                "Token with the rights this program needs in the bucket, and no others.");
        return in.combine(
                () -> new InfluxSettings(url.get(), organisation.get(), bucket.get(), token.get(),
                        StoreTimeouts.DEFAULT));
    }
}
