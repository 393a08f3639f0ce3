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

/// Creates a Redis ACL user for each account with the permissions of its role, disables the user `default`, and saves
/// the users to the server's ACL file. Idempotent; a second run applies only changed passwords.
public final class RedisPreparation {
    private static final Logger LOG = LoggerFactory.getLogger(RedisPreparation.class);

    private RedisPreparation() {}

    /// Waits for the server and creates the users.
    ///
    /// @param admin a separate administrator with all permissions, which the server's ACL file defines from the start
    /// @throws PreparationException when the server is too old, has no ACL file or rejects a command
    public static void run(RedisSettings admin, List<StoreAccount> accounts) {
        RedisSettings.Login login = admin.login()
                .orElseThrow(() -> new IllegalArgumentException("db needs a login for redis"));
        String store = "redis %s:%d as %s".formatted(admin.host(), admin.port(), login.user());
        if (login.user().equals("default")
                || accounts.stream().map(StoreAccount::name).anyMatch(login.user()::equals)) {
            throw new PreparationException(
                    "REDIS_USER must be a separate administrator, not '%s', whose permissions db manages"
                            .formatted(login.user()));
        }
        try (Jedis redis = StoreWait.until(store, admin.timeouts().start(), () -> connect(admin))) {
            RedisVersion version = requireVersion(redis);
            HaltKeys.carryOver(redis, accounts);
            for (StoreAccount account : accounts) {
                account.redisPassword().ifPresent(password -> prepare(redis, version, account, password));
            }
            deleteBotsNotIn(redis, accounts);
            LiveKeys.deleteOthers(redis, accounts);
            OldStreams.delete(redis);
            redis.aclSetUser("default", "reset", "off");
            LOG.atInfo().addKeyValue("user", "default").log("redis user disabled");
            save(redis);
        } catch (JedisException e) {
            throw new PreparationException("%s: cannot create the users: %s".formatted(store, e.getMessage()), e);
        }
    }

    /// Opens a connection with the login and the timeouts of the settings; the caller closes it.
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
                .orElseThrow(() -> new PreparationException("redis does not report its version"));
        if (!version.supportsReadOnlyKeys()) {
            throw new PreparationException(
                    "redis is version %s, which has no read-only key permissions; use redis 7 or newer"
                            .formatted(version));
        }
        return version;
    }

    private static void prepare(Jedis redis, RedisVersion version, StoreAccount account, Secret password) {
        List<String> rules = new ArrayList<>(List.of("reset", "on", "#" + sha256(password)));
        rules.addAll(RedisAclRules.of(account));
        if (version.supportsClientSetInfo()) {
            rules.add("+client|setinfo");
        }
        redis.aclSetUser(account.name(), rules.toArray(String[]::new));
        LOG.atInfo().addKeyValue("user", account.name()).log("redis user ready");
    }

    /// Deletes the users of removed bots; the server closes their connections. A user is a bot's if it owns keys
    /// under its own name.
    private static void deleteBotsNotIn(Jedis redis, List<StoreAccount> accounts) {
        List<String> present = accounts.stream().map(StoreAccount::name).toList();
        for (String user : redis.aclUsers()) {
            if (!present.contains(user) && ownsItsKeys(redis, user)) {
                redis.aclDelUser(user);
                LOG.atWarn().addKeyValue("user", user).log("redis user deleted, its keys are kept");
            }
        }
    }

    private static boolean ownsItsKeys(Jedis redis, String user) {
        String line = redis.aclList().stream().filter(rule -> rule.startsWith("user " + user + " ")).findFirst()
                .orElse("");
        return line.contains(" ~" + user + ":");
    }

    private static void save(Jedis redis) {
        try {
            redis.aclSave();
            LOG.atInfo().log("redis users saved");
        } catch (JedisException e) {
            throw new PreparationException(
                    ("redis cannot save its users and would lose them at its next start: %s; "
                            + "start it with --aclfile on its volume")
                            .formatted(e.getMessage()),
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
