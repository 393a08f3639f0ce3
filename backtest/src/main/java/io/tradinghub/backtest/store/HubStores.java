package io.tradinghub.backtest.store;

import java.time.Duration;
import java.util.Map;

import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.influx.InfluxCandleHistory;
import io.tradinghub.market.postgres.PostgresCandleCoverage;
import io.tradinghub.market.postgres.PostgresCandleHistory;
import io.tradinghub.market.postgres.PostgresFundingHistory;
import io.tradinghub.market.redis.RedisInstruments;
import io.tradinghub.operations.OpenResources;
import io.tradinghub.settings.CandleStoreSettings;
import io.tradinghub.settings.InfluxSettings;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.settings.RedisSettings;
import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsReader;
import io.tradinghub.store.PostgresSession;
import io.tradinghub.store.RedisPool;

/// The stores of a running hub, entered with the rights of a bot.
public final class HubStores implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(15);
    private static final String USER = "backtest";
    private final OpenResources resources;
    private final MarketPorts ports;

    private HubStores(OpenResources resources, MarketPorts ports) {
        this.resources = resources;
        this.ports = ports;
    }

    private record Settings(PostgresSettings postgres, CandleStoreSettings candles, RedisSettings redis) {
        static Setting<Settings> declare(SettingsReader in) {
            Setting<PostgresSettings> postgres = PostgresSettings.declare(in);
            Setting<CandleStoreSettings> candles = CandleStoreSettings.declare(in, postgres);
            Setting<RedisSettings> redis = RedisSettings.declare(in);
            return in.combine(() -> new Settings(postgres.get(), candles.get(), redis.get()));
        }
    }

    /// Opens the stores that the environment names as it names them to a bot.
    ///
    /// @throws io.tradinghub.settings.SettingsException if the environment does not say enough
    /// @throws io.tradinghub.market.StoreUnavailableException if one does not answer within some seconds
    public static HubStores open(Map<String, String> environment) {
        Settings settings = SettingsReader.read(environment, Settings::declare);
        OpenResources resources = new OpenResources(DEADLINE);
        try {
            PostgresSession session = resources.own("postgres",
                    new PostgresSession(within(settings.postgres()), USER, ""));
            RedisPool redis = resources.own("redis", RedisPool.open(settings.redis().within(DEADLINE), USER));
            CandleHistory candles = resources.own("candles", switch (settings.candles()) {
                case CandleStoreSettings.Influx(var influx) -> InfluxCandleHistory.open(within(influx));
                case CandleStoreSettings.Postgres _ -> PostgresCandleHistory.in(session);
            });
            return new HubStores(resources, new MarketPorts(candles, new PostgresCandleCoverage(session),
                    new PostgresFundingHistory(session), new RedisInstruments(redis)::read));
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    private static PostgresSettings within(PostgresSettings settings) {
        return new PostgresSettings(settings.url(), settings.user(), settings.password(),
                settings.timeouts().within(DEADLINE));
    }

    private static InfluxSettings within(InfluxSettings settings) {
        return new InfluxSettings(settings.url(), settings.organisation(), settings.bucket(), settings.token(),
                settings.timeouts().within(DEADLINE));
    }

    MarketPorts ports() {
        return ports;
    }

    @Override
    public void close() {
        resources.close();
    }
}
