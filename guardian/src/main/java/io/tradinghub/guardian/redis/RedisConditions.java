package io.tradinghub.guardian.redis;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tradinghub.guardian.alert.AlertRule;
import io.tradinghub.guardian.alert.Condition;
import io.tradinghub.guardian.alert.Reading;
import io.tradinghub.guardian.fleet.Boards.Board;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.store.RedisPool;
import io.tradinghub.store.RedisUsage;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;
import redis.clients.jedis.resps.StreamEntry;

/// Asks Redis what is wrong: signs of life and states of bots, the age of market data, memory. The keys are those of
/// `docs/data-contract.md`. One thread.
public final class RedisConditions {
    private static final Set<AlertRule> RULES = Set.of(AlertRule.BOT_SILENT, AlertRule.BOT_WAITS, AlertRule.ENTRIES_OFF,
            AlertRule.RECORDER_STALE, AlertRule.REDIS_NEARLY_FULL);
    /// A series has an entry each minute at least, when its candle closes.
    private static final Duration OLD = Duration.ofSeconds(75);
    /// An instrument that has had no candle for so long is recorded no more.
    private static final Duration GIVEN_UP = Duration.ofDays(1);
    private static final String SERIES = "md:kline:*:1:*";

    private final RedisLine line;
    private final ObjectMapper json = new ObjectMapper();
    /// Since when Redis has had no candle: in the first minute of a hub none has closed yet.
    private @Nullable Instant emptySince;

    /// The line stays its owner's.
    public RedisConditions(RedisLine line) {
        this.line = line;
    }

    /// What is wrong now, and which of these bots show a sign of life.
    ///
    /// @param now by Redis' clock, which is this machine's
    /// @throws io.tradinghub.market.StoreUnavailableException when Redis does not answer
    public Answer read(List<String> bots, Instant now) {
        return line.call("read what is wrong", redis -> answer(redis, bots, now));
    }

    private Answer answer(RedisClient redis, List<String> bots, Instant now) {
        List<Condition> found = new ArrayList<>();
        List<String> alive = new ArrayList<>();
        List<Board> boards = new ArrayList<>();
        for (String bot : bots) {
            if (redis.exists(bot + ":heartbeat")) {
                alive.add(bot);
                JsonNode state = written(redis, bot + ":state");
                addState(bot, state, found);
                board(bot, state, written(redis, bot + ":positions")).ifPresent(boards::add);
            } else {
                found.add(new Condition(AlertRule.BOT_SILENT, bot,
                        "%s shows no sign of life: ./hub status says whether it runs, ./hub logs %s why not"
                                .formatted(bot, bot)));
            }
        }
        addStaleSeries(newestEntries(redis), now, found);
        addMemory(RedisUsage.of(redis), found);
        return new Answer(new Reading(RULES, found), alive, boards);
    }

    /// Empty where a bot has put something else there: what one bot writes must not keep alerts of the others back.
    private JsonNode written(RedisClient redis, String key) {
        try {
            return parsed(redis.get(key));
        } catch (JedisDataException refused) {
            if (RedisPool.isPassing(refused)) {
                throw refused;
            }
            return MissingNode.getInstance();
        }
    }

    /// Empty where it cannot be read, which other rules tell of, and before the bot has shown any.
    private static Optional<Board> board(String bot, JsonNode state, JsonNode positions) {
        String mode = state.path("mode").asText("").toLowerCase(Locale.ROOT);
        if (mode.isEmpty() || !positions.isObject()) {
            return Optional.empty();
        }
        Map<InstrumentId, BigDecimal> shown = new TreeMap<>();
        try {
            for (Map.Entry<String, JsonNode> one : positions.properties()) {
                shown.put(InstrumentId.parse(one.getKey()), new BigDecimal(one.getValue().asText()));
            }
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        return Optional.of(new Board(bot, mode, shown));
    }

    private void addState(String bot, JsonNode state, List<Condition> found) {
        if (!state.isObject()) {
            found.add(new Condition(AlertRule.BOT_SILENT, bot,
                    "%s has a heartbeat in Redis but no state that can be read: ./hub logs %s".formatted(bot, bot)));
            return;
        }
        if (state.path("work").asText("").equals("WAITING")) {
            found.add(new Condition(AlertRule.BOT_WAITS, bot,
                    "%s waits for %s".formatted(bot, state.path("workDetail").asText("what it does not say"))));
        }
        String halt = state.path("halt").asText("");
        String endedBy = state.path("entriesEndedBy").asText("");
        if (List.of("HALTED", "FLATTENING").contains(halt)) {
            found.add(entriesOff(bot, "a halt (%s); ./hub status says whose".formatted(halt)));
        } else if (halt.equals("UNREADABLE")) {
            found.add(entriesOff(bot, "it can read no halts"));
        } else if (!endedBy.isEmpty()) {
            found.add(entriesOff(bot, "%s; docs/troubleshooting.md says what to do".formatted(endedBy)));
        }
    }

    private static Condition entriesOff(String bot, String why) {
        return new Condition(AlertRule.ENTRIES_OFF, bot, "%s enters nothing, because of %s".formatted(bot, why));
    }

    private static Map<String, Instant> newestEntries(RedisClient redis) {
        Map<String, Instant> newest = new TreeMap<>();
        ScanParams params = new ScanParams().match(SERIES).count(1_000);
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            ScanResult<String> page = redis.scan(cursor, params);
            for (String key : page.getResult()) {
                List<StreamEntry> entries = redis.xrevrange(key, "+", "-", 1);
                entries.forEach(entry -> newest.put(key, Instant.ofEpochMilli(entry.getID().getTime())));
            }
            cursor = page.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        return newest;
    }

    private void addStaleSeries(Map<String, Instant> newest, Instant now, List<Condition> found) {
        Instant givenUp = now.minus(GIVEN_UP);
        Instant old = now.minus(OLD);
        if (newest.values().stream().noneMatch(at -> at.isAfter(givenUp))) {
            emptySince = emptySince == null ? now : emptySince;
            if (!emptySince.isAfter(old)) {
                found.add(new Condition(AlertRule.RECORDER_STALE, "all market data",
                        "Redis has no candle of the last day: ./hub logs recorder"));
            }
            return;
        }
        emptySince = null;
        newest.forEach((key, at) -> {
            if (at.isBefore(old) && at.isAfter(givenUp)) {
                String[] parts = key.split(":", -1);
                found.add(new Condition(AlertRule.RECORDER_STALE, parts[2] + ":" + parts[4],
                        "no new candle for over a minute (or it left SYMBOLS within the last day): ./hub logs recorder"));
            }
        });
    }

    private static void addMemory(RedisUsage usage, List<Condition> found) {
        if (usage.isNearlyFull()) {
            found.add(new Condition(AlertRule.REDIS_NEARLY_FULL, "Redis",
                    "over nine tenths of its memory are used; once it is full, no candle reaches a bot: docs/alerts.md"));
        }
    }

    private JsonNode parsed(@Nullable String text) {
        try {
            return text == null ? MissingNode.getInstance() : json.readTree(text);
        } catch (JsonProcessingException _) {
            return MissingNode.getInstance();
        }
    }

    /// What Redis says.
    ///
    /// @param alive the bots that show a sign of life
    /// @param boards the positions that they show
    public record Answer(Reading reading, List<String> alive, List<Board> boards) {
        public Answer {
            alive = List.copyOf(alive);
            boards = List.copyOf(boards);
        }
    }
}
