package io.tradinghub.db;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tradinghub.bot.BotId;
import io.tradinghub.db.access.Role;
import io.tradinghub.db.access.StoreAccount;
import io.tradinghub.db.influx.InfluxAdminSettings;
import io.tradinghub.settings.CandleStoreSettings;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.settings.RedisSettings;
import io.tradinghub.settings.Secret;
import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsReader;
import io.tradinghub.settings.StoreTimeouts;

/// The addresses of the stores, the administrators' credentials and the accounts to prepare.
///
/// @param influx empty when candles are kept in PostgreSQL
public record DbSettings(PostgresSettings postgres, RedisSettings redis, Optional<InfluxAdminSettings> influx,
        List<StoreAccount> accounts) {
    private static final Duration MAX_RETENTION = Duration.ofDays(36_500);

    public DbSettings {
        accounts = List.copyOf(accounts);
    }

    /// Declares the variables and secret files that the program reads.
    public static Setting<DbSettings> declare(SettingsReader in) {
        Setting<PostgresSettings> postgres = PostgresSettings.declare(in);
        Setting<RedisSettings> redis = redis(in);
        Setting<CandleStoreSettings.Kind> candles = in
                .choice("CANDLE_STORE", "Where candles are kept.", CandleStoreSettings.Kind.class)
                .orElse(CandleStoreSettings.Kind.INFLUX);
        Setting<Optional<InfluxAdminSettings>> influx = in.when(() -> candles.get() == CandleStoreSettings.Kind.INFLUX,
                "CANDLE_STORE=influx", DbSettings::influx);
        Setting<List<StoreAccount>> accounts = accounts(in);
        return in.combine(() -> new DbSettings(postgres.get(), redis.get(), influx.get(), accounts.get()));
    }

    private static Setting<RedisSettings> redis(SettingsReader in) {
        Setting<String> host = in.text("REDIS_HOST", "Where Redis is.").orElse("redis");
        Setting<Integer> port = in.integer("REDIS_PORT", "Its port.", 1, 65_535).orElse(6379);
        Setting<String> user = in.text("REDIS_USER", "The administrator whom the server's users file holds.")
                .orElse("admin");
        Setting<Secret> password = in.secret("redis_admin_password", "Password of that Redis user.");
        return in.combine(() -> new RedisSettings(host.get(), port.get(),
                Optional.of(new RedisSettings.Login(user.get(), password.get())), StoreTimeouts.DEFAULT));
    }

    private static Setting<InfluxAdminSettings> influx(SettingsReader in) {
        Setting<URI> url = in.uri("INFLUX_URL", "Where InfluxDB is.", "http", "https")
                .orElse(URI.create("http://influxdb:8086"));
        Setting<String> organisation = in.text("INFLUX_ORG", "Its organisation.").orElse("hub");
        Setting<Path> tokens = in.path("INFLUX_TOKENS_DIR", "Folder into which each service's token is written.")
                .orElse(Path.of("/run/tokens"));
        Setting<Duration> market = in
                .duration("MARKET_DATA_RETENTION", "How long InfluxDB keeps candles; zero is for ever.",
                        Duration.ZERO, MAX_RETENTION)
                .orElse(Duration.ZERO);
        Setting<Duration> telemetry = in.duration("TELEMETRY_RETENTION",
                "How long InfluxDB keeps measurements of the hub itself; zero is for ever.", Duration.ZERO,
                MAX_RETENTION)
                .orElse(Duration.ofDays(30));
        Setting<Secret> token = in.secret("influx_admin_token",
                "The operator token; the first start gives it to InfluxDB.");
        Setting<Secret> password = in.secret("influx_admin_password", "Password of the administrator of InfluxDB.");
        return in
                .combine(() -> new InfluxAdminSettings(url.get(), organisation.get(), token.get(), password.get(),
                        tokens.get(),
                        market.get(), telemetry.get(), StoreTimeouts.DEFAULT));
    }

    private static Setting<List<StoreAccount>> accounts(SettingsReader in) {
        Setting<List<BotId>> bots = in.list("BOTS", "The bots that shall be let in, by BOT_ID.",
                "a BOT_ID like bot_1_momentum, and none of the names that the hub's own services have", DbSettings::bot)
                .required();
        Setting<Boolean> flattens = in.flag("GUARDIAN_FLATTEN",
                "Whether the guardian gets the right to tell bots to close everything.").orElse(false);
        List<Setting<StoreAccount>> services = List.of(account(in, "recorder", Role.RECORDER),
                account(in, "grafana", Role.GRAFANA),
                account(in, "backup", Role.BACKUP),
                guardian(account(in, "guardian", Role.GUARDIAN), flattens));
        return in.combine(() -> {
            List<Setting<StoreAccount>> botAccounts = bots.get().stream().map(bot -> account(in, bot.value(), Role.BOT))
                    .toList();
            List<StoreAccount> accounts = new ArrayList<>(services.stream().map(Setting::get).toList());
            accounts.addAll(botAccounts.stream().map(Setting::get).toList());
            return accounts;
        });
    }

    private static Setting<StoreAccount> account(SettingsReader in, String name, Role role) {
        Setting<Secret> postgres = in.secret(name + "_postgres_password", "PostgreSQL password of " + name + ".");
        if (role == Role.BACKUP) {
            return in.combine(() -> new StoreAccount(name, role, postgres.get(), Optional.empty()));
        }
        Setting<Secret> redis = in.secret(name + "_redis_password", "Redis password of " + name + ".");
        return in.combine(() -> new StoreAccount(name, role, postgres.get(), Optional.of(redis.get())));
    }

    private static Setting<StoreAccount> guardian(Setting<StoreAccount> account, Setting<Boolean> flattens) {
        return () -> flattens.get() ? account.get().as(Role.FLATTENING_GUARDIAN) : account.get();
    }

    private static BotId bot(String text) {
        if (!StoreAccount.isBotName(text)) {
            throw new IllegalArgumentException(text);
        }
        return new BotId(text);
    }
}
