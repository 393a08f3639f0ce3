package io.tradinghub.db.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import io.tradinghub.db.access.PreparationException;
import io.tradinghub.db.access.StoreAccount;
import io.tradinghub.settings.RedisSettings;
import io.tradinghub.settings.Secret;
import io.tradinghub.store.StoreWait;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisException;

/// Gives everybody a Redis user with the rights of their role, turns the user `default` off, and saves the users where
/// the server finds them after a restart. Running it again changes nothing but passwords that have changed.
public final class RedisPreparation {
    private static final Logger LOG = LoggerFactory.getLogger(RedisPreparation.class);

    private RedisPreparation() {}

    /// Waits for the server and makes the users.
    ///
    /// @param admin a login of its own with all rights, as the server's users file holds it before anybody else is in
    /// @throws PreparationException when the server is too old, has no users file or refuses
    public static void run(RedisSettings admin, List<StoreAccount> accounts) {
        RedisSettings.Login login = admin.login()
                .orElseThrow(() -> new IllegalArgumentException("db enters redis with a login"));
        String store = "redis %s:%d as %s".formatted(admin.host(), admin.port(), login.user());
        if (login.user().equals("default")
                || accounts.stream().map(StoreAccount::name).anyMatch(login.user()::equals)) {
            throw new PreparationException(
                    "REDIS_USER must be an administrator of its own, not '%s', whose rights db takes away or sets"
                            .formatted(login.user()));
        }
        try (Jedis redis = StoreWait.until(store, admin.timeouts().start(), () -> connect(admin))) {
            RedisVersion version = requireVersion(redis);
            for (StoreAccount account : accounts) {
                account.redisPassword().ifPresent(password -> prepare(redis, version, account, password));
            }
            retireBotsNotAmong(redis, accounts);
            redis.aclSetUser("default", "reset", "off");
            LOG.atInfo().addKeyValue("user", "default").log("redis user off");
            save(redis);
        } catch (JedisException e) {
            throw new PreparationException("%s: the users could not be made: %s".formatted(store, e.getMessage()), e);
        }
    }

    /// One connection with the login and the time limits of the settings; the caller closes it.
    public static Jedis connect(RedisSettings settings) {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder().resp2()
                .connectionTimeoutMillis((int) settings.timeouts().connect().toMillis())
                .socketTimeoutMillis((int) settings.timeouts().answer().toMillis());
        settings.login().ifPresent(login -> config.user(login.user()).password(login.password().reveal()));
        JedisClientConfig built = config.build();
        Jedis redis = new Jedis(new HostAndPort(settings.host(), settings.port()), built);
        try {
            redis.ping();
            return redis;
        } catch (JedisException e) {
            redis.close();
            throw e;
        }
    }

    private static RedisVersion requireVersion(Jedis redis) {
        RedisVersion version = RedisVersion.in(redis.info("server"))
                .orElseThrow(() -> new PreparationException("redis does not say which version it is"));
        if (!version.hasReadOnlyKeys()) {
            throw new PreparationException(
                    "redis 7 or newer is needed, since older ones have no keys that a user may only read; this one is "
                            + version);
        }
        return version;
    }

    private static void prepare(Jedis redis, RedisVersion version, StoreAccount account, Secret password) {
        List<String> rules = new ArrayList<>(List.of("reset", "on", "#" + sha256(password)));
        rules.addAll(RedisAclRules.of(account));
        if (version.letsClientsIntroduceThemselves()) {
            rules.add("+client|setinfo");
        }
        redis.aclSetUser(account.name(), rules.toArray(String[]::new));
        LOG.atInfo().addKeyValue("user", account.name()).log("redis user ready");
    }

    /// A user that owns the prefix of its own name is a bot's; when the bot is gone, so is the user, and the server
    /// drops its connections.
    private static void retireBotsNotAmong(Jedis redis, List<StoreAccount> accounts) {
        List<String> present = accounts.stream().map(StoreAccount::name).toList();
        for (String user : redis.aclUsers()) {
            if (!present.contains(user) && ownsItsPrefix(redis, user)) {
                redis.aclDelUser(user);
                LOG.atWarn().addKeyValue("user", user).log("redis user retired, its keys are kept");
            }
        }
    }

    private static boolean ownsItsPrefix(Jedis redis, String user) {
        String line = redis.aclList().stream().filter(rule -> rule.startsWith("user " + user + " ")).findFirst()
                .orElse("");
        return line.contains(" ~" + user + ":* ");
    }

    private static void save(Jedis redis) {
        try {
            redis.aclSave();
            LOG.atInfo().log("redis users saved");
        } catch (JedisException e) {
            throw new PreparationException(
                    "redis cannot save its users and would forget them at its next start; start it with --aclfile on its volume: "
                            + e.getMessage(),
                    e);
        }
    }

    static String sha256(Secret password) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(password.reveal().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
