package io.tradinghub.db.doors;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tradinghub.db.access.Role;
import io.tradinghub.db.access.StoreAccount;
import io.tradinghub.db.doors.Door.State;
import io.tradinghub.db.redis.RedisPreparation;
import io.tradinghub.settings.RedisSettings;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;

/// The doors of Redis. Each user enters with its own password; what would do harm if it were let through is asked of
/// the server as a dry run.
final class RedisAccessCheck {
    private static final String ANOTHER = "bot_of_another:position:DOOR";
    private final RedisSettings admin;

    RedisAccessCheck(RedisSettings admin) {
        this.admin = admin;
    }

    List<Door> of(List<StoreAccount> accounts) {
        List<Door> doors = new ArrayList<>();
        doors.add(new Door("redis", "nobody", "enter without a password", State.SHUT, this::enterAsNobody));
        accounts.stream().filter(account -> account.redisPassword().isPresent())
                .forEach(account -> doorsOf(account, doors));
        return doors;
    }

    private void doorsOf(StoreAccount account, List<Door> doors) {
        doors.add(new Door("redis", account.name(), "enter with its password", State.OPEN, () -> enter(account)));
        switch (account.part()) {
            case BOT -> {
                add(account, doors, "write its own position", State.OPEN, "SET", account.name() + ":position:DOOR",
                        "0");
                add(account, doors, "read a quote", State.OPEN, "GET", "md:quote:linear:DOOR");
                add(account, doors, "write a quote", State.SHUT, "SET", "md:quote:linear:DOOR", "{}");
                add(account, doors, "read another bot's position", State.SHUT, "GET", ANOTHER);
            }
            case RECORDER -> {
                add(account, doors, "publish a candle", State.OPEN, "XADD", "md:kline:linear:1:DOOR", "*", "t", "0");
                add(account, doors, "read a bot's position", State.SHUT, "GET", ANOTHER);
            }
            case GRAFANA -> {
                add(account, doors, "read a bot's position", State.OPEN, "GET", ANOTHER);
                add(account, doors, "write a quote", State.SHUT, "SET", "md:quote:linear:DOOR", "{}");
            }
            case BACKUP -> throw new IllegalArgumentException("backup has no redis password");
        }
        add(account, doors, "write another bot's position", State.SHUT, "SET", ANOTHER, "0");
        add(account, doors, "stop or resume the hub", State.SHUT, "SET", "hub:halt", "door");
        add(account, doors, "empty the server", State.SHUT, "FLUSHALL");
        add(account, doors, "read the configuration", State.SHUT, "CONFIG", "GET", "dir");
        add(account, doors, "list all keys at once", State.SHUT, "KEYS", "*");
        add(account, doors, "run a script", State.SHUT, "EVAL", "return 1", "0");
        add(account, doors, "read the users", State.SHUT, "ACL", "LIST");
        add(account, doors, "stop the server", State.SHUT, "SHUTDOWN");
        if (account.part() == Role.BOT) {
            add(account, doors, "walk over the names of all keys", State.SHUT, "SCAN", "0");
        }
    }

    private void add(StoreAccount account, List<Door> doors, String attempt, State wanted, String command,
            String... arguments) {
        doors.add(new Door("redis", account.name(), attempt, wanted, () -> {
            try (Jedis redis = RedisPreparation.connect(admin)) {
                byte[][] bytes = new byte[arguments.length][];
                for (int i = 0; i < arguments.length; i++) {
                    bytes[i] = arguments[i].getBytes(StandardCharsets.UTF_8);
                }
                String answer = new String(redis.aclDryRunBinary(account.name().getBytes(StandardCharsets.UTF_8),
                        command.getBytes(StandardCharsets.UTF_8), bytes), StandardCharsets.UTF_8);
                return answer.equals("OK") ? State.OPEN : State.SHUT;
            }
        }));
    }

    private State enter(StoreAccount account) {
        RedisSettings.Login login = new RedisSettings.Login(account.name(), account.redisPassword().orElseThrow());
        try (Jedis redis = RedisPreparation.connect(
                new RedisSettings(admin.host(), admin.port(), Optional.of(login), admin.timeouts()))) {
            return redis.isConnected() ? State.OPEN : State.SHUT;
        } catch (JedisAccessControlException _) {
            return State.SHUT;
        }
    }

    private State enterAsNobody() {
        try (Jedis redis = RedisPreparation.connect(
                new RedisSettings(admin.host(), admin.port(), Optional.empty(), admin.timeouts()))) {
            return redis.isConnected() ? State.OPEN : State.SHUT;
        } catch (JedisDataException refused) {
            if (String.valueOf(refused.getMessage()).startsWith("NOAUTH")) {
                return State.SHUT;
            }
            throw refused;
        }
    }
}
