package io.tradinghub.db.accesscheck;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tradinghub.db.access.Role;
import io.tradinghub.db.access.StoreAccount;
import io.tradinghub.db.accesscheck.AccessAttempt.Outcome;
import io.tradinghub.db.redis.RedisPreparation;
import io.tradinghub.settings.RedisSettings;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;

/// Lists the access attempts on Redis. Each user logs in with its own password; commands run as `ACL DRYRUN`, since
/// they would do harm if they were allowed.
final class RedisAccessCheck {
    private static final String ANOTHER = "bot_of_another:position:ACCESSCHECK";
    private final RedisSettings admin;

    RedisAccessCheck(RedisSettings admin) {
        this.admin = admin;
    }

    List<AccessAttempt> of(List<StoreAccount> accounts) {
        List<AccessAttempt> attempts = new ArrayList<>();
        attempts.add(
                new AccessAttempt("redis", "nobody", "log in without a password", Outcome.DENIED, this::logInAsNobody));
        accounts.stream().filter(account -> account.redisPassword().isPresent())
                .forEach(account -> addAttempts(account, attempts));
        return attempts;
    }

    private void addAttempts(StoreAccount account, List<AccessAttempt> attempts) {
        attempts.add(new AccessAttempt("redis", account.name(), "log in with its password", Outcome.ALLOWED,
                () -> logIn(account)));
        switch (account.role()) {
            case BOT -> {
                add(account, attempts, "write its own position", Outcome.ALLOWED, "SET",
                        account.name() + ":position:ACCESSCHECK",
                        "0");
                add(account, attempts, "read a quote", Outcome.ALLOWED, "GET", "md:quote:linear:ACCESSCHECK");
                add(account, attempts, "write a quote", Outcome.DENIED, "SET", "md:quote:linear:ACCESSCHECK", "{}");
                add(account, attempts, "read another bot's position", Outcome.DENIED, "GET", ANOTHER);
                String halt = "control:halt:" + account.name();
                add(account, attempts, "read its halt", Outcome.ALLOWED, "MGET", "control:halt:all", halt);
                add(account, attempts, "set its own halt", Outcome.DENIED, "SET", halt, "RESUME");
                add(account, attempts, "delete its own halt", Outcome.DENIED, "DEL", halt);
            }
            case RECORDER -> {
                add(account, attempts, "publish a candle", Outcome.ALLOWED, "XADD", "md:kline:linear:1:ACCESSCHECK",
                        "*", "t", "0");
                add(account, attempts, "read a bot's position", Outcome.DENIED, "GET", ANOTHER);
            }
            case GRAFANA -> {
                add(account, attempts, "read a bot's position", Outcome.ALLOWED, "GET", ANOTHER);
                add(account, attempts, "write a quote", Outcome.DENIED, "SET", "md:quote:linear:ACCESSCHECK", "{}");
            }
            case BACKUP -> throw new IllegalArgumentException("backup has no redis user");
        }
        add(account, attempts, "write another bot's position", Outcome.DENIED, "SET", ANOTHER, "0");
        add(account, attempts, "halt the hub", Outcome.DENIED, "SET", "control:halt:all", "HALT");
        add(account, attempts, "resume the hub", Outcome.DENIED, "DEL", "control:halt:all");
        add(account, attempts, "flush the server", Outcome.DENIED, "FLUSHALL");
        add(account, attempts, "read the configuration", Outcome.DENIED, "CONFIG", "GET", "dir");
        add(account, attempts, "list all keys at once", Outcome.DENIED, "KEYS", "*");
        add(account, attempts, "run a script", Outcome.DENIED, "EVAL", "return 1", "0");
        add(account, attempts, "read the users", Outcome.DENIED, "ACL", "LIST");
        add(account, attempts, "stop the server", Outcome.DENIED, "SHUTDOWN");
        if (account.role() == Role.BOT) {
            add(account, attempts, "scan the names of all keys", Outcome.DENIED, "SCAN", "0");
        }
    }

    private void add(StoreAccount account, List<AccessAttempt> attempts, String attempt, Outcome wanted, String command,
            String... arguments) {
        attempts.add(new AccessAttempt("redis", account.name(), attempt, wanted, () -> {
            try (Jedis redis = RedisPreparation.connect(admin)) {
                byte[][] bytes = new byte[arguments.length][];
                for (int i = 0; i < arguments.length; i++) {
                    bytes[i] = arguments[i].getBytes(StandardCharsets.UTF_8);
                }
                String answer = new String(redis.aclDryRunBinary(account.name().getBytes(StandardCharsets.UTF_8),
                        command.getBytes(StandardCharsets.UTF_8), bytes), StandardCharsets.UTF_8);
                return answer.equals("OK") ? Outcome.ALLOWED : Outcome.DENIED;
            }
        }));
    }

    private Outcome logIn(StoreAccount account) {
        RedisSettings.Login login = new RedisSettings.Login(account.name(), account.redisPassword().orElseThrow());
        try (Jedis redis = RedisPreparation.connect(
                new RedisSettings(admin.host(), admin.port(), Optional.of(login), admin.timeouts()))) {
            return redis.isConnected() ? Outcome.ALLOWED : Outcome.DENIED;
        } catch (JedisAccessControlException _) {
            return Outcome.DENIED;
        }
    }

    private Outcome logInAsNobody() {
        try (Jedis redis = RedisPreparation.connect(
                new RedisSettings(admin.host(), admin.port(), Optional.empty(), admin.timeouts()))) {
            return redis.isConnected() ? Outcome.ALLOWED : Outcome.DENIED;
        } catch (JedisDataException e) {
            if (String.valueOf(e.getMessage()).startsWith("NOAUTH")) {
                return Outcome.DENIED;
            }
            throw e;
        }
    }
}
