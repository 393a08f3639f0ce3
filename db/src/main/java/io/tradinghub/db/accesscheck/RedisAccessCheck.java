package io.tradinghub.db.accesscheck;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tradinghub.db.access.StoreAccount;
import io.tradinghub.db.accesscheck.AccessAttempt.Outcome;
import io.tradinghub.db.redis.RedisPreparation;
import io.tradinghub.settings.RedisSettings;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/// Lists the access attempts on Redis. Each user logs in with its own password; commands run as `ACL DRYRUN`, since
/// they would do harm if they were allowed.
final class RedisAccessCheck {
    private static final String BAN = "hub:ban";
    private static final String GUARDIAN = "guardian:heartbeat";
    private static final String CANDLES = "md:kline:linear:1:ACCESSCHECK";
    private static final String SIGNAL = "md:closed";
    private static final String ANOTHER = "bot_of_another:positions";
    /// Longer than `proto-max-bulk-len` of the hub's `redis.conf`.
    private static final int TOO_LONG = 1_048_577;
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
            case BOT -> addBotAttempts(account, attempts);
            case RECORDER -> {
                add(account, attempts, "publish a candle", Outcome.ALLOWED, "XADD", CANDLES, "*", "t", "0");
                add(account, attempts, "tell of new candles", Outcome.ALLOWED, "PUBLISH", SIGNAL, "1");
                add(account, attempts, "read a bot's position", Outcome.DENIED, "GET", ANOTHER);
                shareBans(account, attempts);
            }
            case GRAFANA -> grafana(account, attempts);
            case GUARDIAN, FLATTENING_GUARDIAN -> guardian(account, attempts);
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
    }

    private void addBotAttempts(StoreAccount account, List<AccessAttempt> attempts) {
        String own = account.name() + ":positions";
        add(account, attempts, "write its own positions", Outcome.ALLOWED, "SET", own, "{}");
        shareBans(account, attempts);
        add(account, attempts, "delete what is told of bans", Outcome.DENIED, "DEL", BAN);
        add(account, attempts, "write a key of its own choice", Outcome.DENIED, "SET", own + ":more", "{}");
        add(account, attempts, "make a text of its own longer", Outcome.DENIED, "APPEND", own, "{}");
        add(account, attempts, "set the end of a text of its own", Outcome.DENIED, "SETRANGE", own, "9", "{}");
        add(account, attempts, "add to a hash of its own", Outcome.DENIED, "HSET", own, "field", "{}");
        add(account, attempts, "use another database", Outcome.DENIED, "SELECT", "1");
        add(account, attempts, "queue commands", Outcome.DENIED, "MULTI");
        attempts.add(new AccessAttempt("redis", account.name(), "write a text over 1 MB", Outcome.DENIED,
                () -> sendTooLong(account)));
        add(account, attempts, "read a quote", Outcome.ALLOWED, "MGET", "md:quote:linear:ACCESSCHECK");
        add(account, attempts, "read candles", Outcome.ALLOWED, "XRANGE", CANDLES, "-", "+");
        add(account, attempts, "read many streams at once", Outcome.DENIED, "XREAD", "STREAMS", CANDLES, CANDLES, "0",
                "0");
        add(account, attempts, "hear of new candles", Outcome.ALLOWED, "SUBSCRIBE", SIGNAL);
        add(account, attempts, "listen to all that is told", Outcome.DENIED, "PSUBSCRIBE", "*");
        add(account, attempts, "tell of new candles", Outcome.DENIED, "PUBLISH", SIGNAL, "1");
        add(account, attempts, "write a quote", Outcome.DENIED, "SET", "md:quote:linear:ACCESSCHECK", "{}");
        add(account, attempts, "read another bot's position", Outcome.DENIED, "GET", ANOTHER);
        String halt = "control:halt:" + account.name();
        add(account, attempts, "read its halt", Outcome.ALLOWED, "MGET", "control:halt:all", halt);
        add(account, attempts, "set its own halt", Outcome.DENIED, "SET", halt, "RESUME");
        add(account, attempts, "delete its own halt", Outcome.DENIED, "DEL", halt);
        add(account, attempts, "scan the names of all keys", Outcome.DENIED, "SCAN", "0");
        add(account, attempts, "read whether the guardian judges", Outcome.ALLOWED, "GET", GUARDIAN);
        add(account, attempts, "pretend that the guardian judges", Outcome.DENIED, "SET", GUARDIAN, "1");
    }

    private void shareBans(StoreAccount account, List<AccessAttempt> attempts) {
        add(account, attempts, "tell that Bybit bans the host", Outcome.ALLOWED, "SET", BAN, "0");
        add(account, attempts, "read whether Bybit bans the host", Outcome.ALLOWED, "GETRANGE", BAN, "0", "15");
        add(account, attempts, "write another key of the hub", Outcome.DENIED, "SET", BAN + "s", "0");
    }

    private void grafana(StoreAccount grafana, List<AccessAttempt> attempts) {
        add(grafana, attempts, "read a bot's position", Outcome.ALLOWED, "GET", ANOTHER);
        add(grafana, attempts, "write a quote", Outcome.DENIED, "SET", "md:quote:linear:ACCESSCHECK", "{}");
    }

    private void guardian(StoreAccount guardian, List<AccessAttempt> attempts) {
        add(guardian, attempts, "read a bot's sign of life", Outcome.ALLOWED, "EXISTS", "bot_of_another:heartbeat");
        add(guardian, attempts, "read the age of a candle", Outcome.ALLOWED, "XREVRANGE", CANDLES, "+", "-", "COUNT",
                "1");
        add(guardian, attempts, "read a bot's position", Outcome.ALLOWED, "GET", ANOTHER);
        add(guardian, attempts, "show that it judges", Outcome.ALLOWED, "SET", GUARDIAN, "1", "EX", "60");
        String halt = "control:halt:bot_of_another";
        add(guardian, attempts, "halt a bot", Outcome.ALLOWED, "MSETNX", halt, "HALT - guardian");
        for (String command : List.of("SET", "GETSET", "APPEND")) {
            add(guardian, attempts, "replace a halt by " + command, Outcome.DENIED, command, halt, "RESUME");
        }
        add(guardian, attempts, "lift a halt", Outcome.DENIED, "DEL", halt);
        add(guardian, attempts, "let a halt expire", Outcome.DENIED, "EXPIRE", halt, "1");
        add(guardian, attempts, "move a halt away", Outcome.DENIED, "RENAME", halt, GUARDIAN);
        add(guardian, attempts, "write a quote", Outcome.DENIED, "SET", "md:quote:linear:ACCESSCHECK", "{}");
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
        try (Jedis redis = RedisPreparation.connect(as(account))) {
            return redis.isConnected() ? Outcome.ALLOWED : Outcome.DENIED;
        } catch (JedisAccessControlException _) {
            return Outcome.DENIED;
        }
    }

    /// Sends a command that is wrong in itself, so that it changes nothing where its length is let in.
    private Outcome sendTooLong(StoreAccount account) {
        try (Jedis redis = RedisPreparation.connect(as(account))) {
            redis.sendCommand(Protocol.Command.SET, account.name() + ":positions", "x".repeat(TOO_LONG), "NX", "XX");
        } catch (JedisDataException answer) {
            return String.valueOf(answer.getMessage()).contains("syntax error") ? Outcome.ALLOWED : Outcome.DENIED;
        } catch (JedisConnectionException _) {
            return Outcome.DENIED;
        }
        return Outcome.ALLOWED;
    }

    private RedisSettings as(StoreAccount account) {
        RedisSettings.Login login = new RedisSettings.Login(account.name(), account.redisPassword().orElseThrow());
        return new RedisSettings(admin.host(), admin.port(), Optional.of(login), admin.timeouts());
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
