package io.tradinghub.settings;

import java.util.Optional;

/// Where candles are kept: InfluxDB, or PostgreSQL on a machine that is too small for both.
public sealed interface CandleStoreSettings {

    record Influx(InfluxSettings influx) implements CandleStoreSettings {}

    record Postgres(PostgresSettings postgres) implements CandleStoreSettings {}

    /// Declares `CANDLE_STORE` and, for `influx`, how to reach it.
    static Setting<CandleStoreSettings> declare(SettingsReader in, Setting<PostgresSettings> postgres) {
        Setting<Kind> kind = in.choice("CANDLE_STORE", "Where candles are kept.", Kind.class).orElse(Kind.INFLUX);
        Setting<Optional<InfluxSettings>> influx = in.when(() -> kind.get() == Kind.INFLUX, "CANDLE_STORE=influx",
                InfluxSettings::declare);
        return in.combine(() -> switch (kind.get()) {
            case INFLUX -> new Influx(influx.get().orElseThrow());
            case POSTGRES -> new Postgres(postgres.get());
        });
    }

    /// The words of `CANDLE_STORE`.
    enum Kind {
        INFLUX, POSTGRES
    }
}
