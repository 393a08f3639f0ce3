package io.tradinghub.guardian;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradinghub.guardian.fleet.FleetLimits;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.testing.store.PostgresServer;
import io.tradinghub.testing.store.RedisServer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;

/// A hub of two bots and a recorder on a real PostgreSQL and a real Redis, with a receiver of alerts on loopback. Time
/// passes only when a test says so: everything that is well goes on meanwhile, and the guardian does its rounds.
final class GuardianBench implements AutoCloseable {
    static final String ONE = "bot_1_momentum";
    static final String TWO = "bot_2_mean_reversion";
    static final Duration ROUND = Duration.ofSeconds(10);
    private static final long GIGABYTE = 1_000_000_000;

    final PostgresServer postgres = PostgresServer.start();
    final RedisServer redis = RedisServer.start();
    final Receiver receiver = Receiver.start();
    private final ObjectMapper json = new ObjectMapper();
    private final Path secrets;
    private final PostgresSettings guardianRole = postgres.createRole("guardian", "hub_guardian");
    private final Set<String> silent = new HashSet<>();
    private final Set<String> withoutEquity = new HashSet<>();
    private String state = "{\"halt\":\"RUNNING\",\"work\":\"TRADING\"}";
    private final Map<String, String> modes = new HashMap<>();
    private final Map<String, String> boards = new HashMap<>();
    private FleetLimits limits = FleetLimits.OFF;
    private boolean isPinged;
    private String price = "60000";
    private boolean quoting = true;
    private final Set<String> standby = new HashSet<>();
    private String standbySays = "";
    private boolean recording = true;
    private boolean redisRuns = true;
    private boolean postgresAnswers = true;
    private long freeBytes = GIGABYTE;
    private Instant now = Instant.parse("2026-11-01T12:00:00Z");
    private Guardian guardian;

    GuardianBench(Path secrets) {
        this.secrets = secrets;
        postgres.createRole(ONE, "hub_bot");
        postgres.createRole(TWO, "hub_bot");
        guardian = open();
    }

    /// Forgets everything that a test did.
    void reset() {
        if (!redisRuns) {
            startRedis();
        }
        letPostgresIn();
        postgres.truncateAll();
        try (Jedis client = client()) {
            client.flushAll();
            client.configSet("maxmemory", "0");
        }
        endStandby();
        silent.clear();
        withoutEquity.clear();
        state = "{\"halt\":\"RUNNING\",\"work\":\"TRADING\"}";
        modes.clear();
        boards.clear();
        limits = FleetLimits.OFF;
        isPinged = false;
        price = "60000";
        quoting = true;
        mayFlatten(false);
        recording = true;
        freeBytes = GIGABYTE;
        receiver.answers(200, "{\"ok\":true}");
        receiver.answersPings(200);
        receiver.taken();
        for (String bot : List.of(ONE, TWO)) {
            sql("INSERT INTO bot_leases (bot_id, epoch, holder, acquired_at) VALUES ('%s', 1, 'test', '%s')"
                    .formatted(bot, now));
        }
        restart();
        passes(ROUND);
    }

    /// Ends the guardian and starts it anew, as a kill does.
    void restart() {
        guardian.close();
        guardian = open();
    }

    /// Starts the guardian anew with these limits.
    void limit(FleetLimits newLimits) {
        limits = newLimits;
        restart();
    }

    /// Starts the guardian anew with the receiver's address to ping.
    void pingReceiver() {
        isPinged = true;
        restart();
    }

    /// Gives the guardian's role the right to flatten, or takes it.
    void mayFlatten(boolean may) {
        sql(may ? "GRANT hub_flattening TO guardian" : "REVOKE hub_flattening FROM guardian");
    }

    /// From now on the bot trades in this mode, as the ledger writes it; it begins in `paper`.
    void tradeIn(String bot, String mode) {
        modes.put(bot, mode);
    }

    String modeOf(String bot) {
        return modes.getOrDefault(bot, "paper");
    }

    /// What the bot shows of its positions instead of what the ledger has.
    void show(String bot, String positions) {
        boards.put(bot, positions);
    }

    /// The price of everything from now on.
    void price(String newPrice) {
        price = newPrice;
    }

    void stopQuotes() {
        quoting = false;
    }

    void quote() {
        quoting = true;
    }

    /// What a person does with `./hub resume BOT`.
    void resume(String bot) {
        sql("""
                INSERT INTO control_requests (target, kind, who, origin, reason)
                VALUES ('%s', 'RESUME', 'alice', 'laptop', '')""".formatted(bot));
        try (Jedis client = client()) {
            client.del("control:halt:" + bot);
        }
    }

    /// What the guardian asked of bots, oldest first, like `HALT bot_1, FLATTEN bot_1`.
    String asked() {
        return postgres.row("""
                SELECT coalesce(string_agg(kind || ' ' || target, ', ' ORDER BY request_id), '')
                FROM control_requests WHERE who = 'guardian'""");
    }

    @Nullable
    String inRedis(String key) {
        try (Jedis client = client()) {
            return client.get(key);
        }
    }

    Instant now() {
        return now;
    }

    boolean canTell() {
        return guardian.canTell(now);
    }

    /// Lets time pass while the guardian does not run.
    void passesUnwatched(Duration span) {
        now = now.plus(span);
    }

    void passes(Duration span) {
        passes(span, ROUND);
    }

    /// The same with a longer pause between rounds.
    void passes(Duration span, Duration round) {
        Instant end = now.plus(span);
        while (now.isBefore(end)) {
            now = now.plus(round);
            live();
            guardian.round(now);
        }
    }

    void silence(String bot) {
        silent.add(bot);
        if (redisRuns) {
            try (Jedis client = client()) {
                client.del(bot + ":heartbeat");
            }
        }
    }

    void revive(String bot) {
        silent.remove(bot);
    }

    void stopEquityOf(String bot) {
        withoutEquity.add(bot);
    }

    void writeEquityOf(String bot) {
        withoutEquity.remove(bot);
    }

    /// What both bots say of themselves from now on.
    void botsSay(String newState) {
        state = newState;
    }

    void stopRecording() {
        recording = false;
    }

    void record() {
        recording = true;
    }

    void stopRedis() {
        redisRuns = false;
        redis.stop();
    }

    void startRedis() {
        redis.startAgain();
        redisRuns = true;
    }

    /// Starts a process that stands by for the lease of the bot, and that says this of itself.
    void startStandby(String bot, String work) {
        standby.add(bot);
        standbySays = work;
    }

    void endStandby() {
        standby.clear();
    }

    void fillDisk() {
        freeBytes = GIGABYTE / 20;
    }

    void emptyDisk() {
        freeBytes = GIGABYTE;
    }

    /// A file in the folder of the database, which counts towards its size.
    Path fileOfDatabase(String name) {
        return Path.of(postgres.row("""
                SELECT current_setting('data_directory') || '/base/' || oid
                FROM pg_database WHERE datname = current_database()"""), name);
    }

    void sql(String statement) {
        postgres.execute(statement);
    }

    Jedis client() {
        return new Jedis(redis.settings().host(), redis.settings().port());
    }

    /// The news that the receiver took since it was asked last, each like `BEGAN Bot silent: bot_1`.
    List<String> told() {
        List<String> news = new ArrayList<>();
        for (Receiver.Posted posted : receiver.taken()) {
            if (posted.status() == 200 && posted.path().equals("/alerts")) {
                parsed(posted.body()).path("alerts").forEach(alert -> news.add("%s %s: %s".formatted(
                        alert.path("news").asText(), alert.path("title").asText(), alert.path("subject").asText())));
            }
        }
        return news;
    }

    JsonNode parsed(String body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError(body, e);
        }
    }

    /// Everything that is well shows it.
    private void live() {
        for (String bot : List.of(ONE, TWO)) {
            if (!silent.contains(bot)) {
                live(bot);
            }
        }
        for (String bot : postgresAnswers ? standby : Set.<String>of()) {
            sql("""
                    INSERT INTO bot_health (bot_id, process, work, detail, seen_at)
                    VALUES ('%s', 'STANDBY', '%s', 'the lease: pid 7 holds it and gives no sign of life', '%s')
                    ON CONFLICT (bot_id, process) DO UPDATE SET work = excluded.work, seen_at = excluded.seen_at"""
                    .formatted(bot, standbySays, now));
        }
        if (redisRuns) {
            try (Jedis client = client()) {
                publish(client);
            }
        }
    }

    private void live(String bot) {
        if (redisRuns) {
            try (Jedis client = client()) {
                client.set(bot + ":heartbeat", Long.toString(now.toEpochMilli()));
                String mode = "{\"mode\":\"%s\",".formatted(modeOf(bot).toUpperCase(Locale.ROOT));
                client.set(bot + ":state", state.startsWith("{") ? mode + state.substring(1) : state);
                if (postgresAnswers) {
                    client.set(bot + ":positions", boards.getOrDefault(bot, booked(bot)));
                }
            }
        }
        if (!withoutEquity.contains(bot) && postgresAnswers) {
            sql("""
                    INSERT INTO equity_snapshots (bot_id, mode, at, equity, realised_pnl, unrealised_pnl, fees, funding)
                    VALUES ('%s', '%s', '%s', 10000, 0, 0, 0, 0) ON CONFLICT DO NOTHING"""
                    .formatted(bot, modeOf(bot), now));
        }
    }

    private void publish(Jedis client) {
        if (quoting) {
            client.set("md:quote:linear:BTCUSDT", "{\"b\":\"%s\",\"B\":\"1\",\"a\":\"%s\",\"A\":\"1\",\"t\":%d}"
                    .formatted(price, price, now.toEpochMilli()));
        }
        if (recording) {
            for (String series : List.of("md:kline:linear:1:BTCUSDT", "md:kline:spot:1:BTCUSDT")) {
                client.xadd(series, Map.of("t", "0"),
                        XAddParams.xAddParams().id(new StreamEntryID(now.toEpochMilli(), 0)).maxLen(10));
            }
        }
    }

    private String booked(String bot) {
        return postgres.row("""
                SELECT coalesce(jsonb_object_agg(category || ':' || symbol, qty::text), '{}')
                FROM positions WHERE bot_id = '%s' AND mode = '%s'""".formatted(bot, modeOf(bot)));
    }

    void turnPostgresAway() {
        postgresAnswers = false;
        postgres.turnAway();
    }

    void letPostgresIn() {
        postgres.letIn();
        postgresAnswers = true;
    }

    private Guardian open() {
        return new GuardianStart(secrets, postgres, redis, receiver).open(guardianRole, limits, isPinged,
                new Guardian.Disk() {
                    @Override
                    public long totalBytes() {
                        return GIGABYTE;
                    }

                    @Override
                    public long freeBytes() {
                        return freeBytes;
                    }
                }, () -> now);
    }

    @Override
    public void close() {
        guardian.close();
        receiver.close();
        redis.close();
        postgres.close();
    }
}
