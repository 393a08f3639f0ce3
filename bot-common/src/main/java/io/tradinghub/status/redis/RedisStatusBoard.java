package io.tradinghub.status.redis;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.bot.BotId;
import io.tradinghub.position.Position;
import io.tradinghub.status.BotStatus;
import io.tradinghub.status.Health;
import io.tradinghub.status.Health.Work;
import io.tradinghub.status.StatusBoard;
import io.tradinghub.store.RedisPool;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.params.SetParams;

/// State as JSON under `{BOT_ID}:state`, and under `{BOT_ID}:heartbeat` the moment of it in epoch milliseconds, gone
/// when it is not renewed.
public final class RedisStatusBoard implements StatusBoard {
    private static final long HEARTBEAT_SECONDS = 15;

    private final RedisPool pool;
    private final ObjectMapper json = new ObjectMapper();

    /// The pool stays its owner's.
    public RedisStatusBoard(RedisPool pool) {
        this.pool = pool;
    }

    @Override
    public void show(BotStatus status) {
        String state = write(status);
        pool.write("show state", pipeline -> {
            pipeline.set(status.bot() + ":state", state);
            pipeline.set(status.bot() + ":heartbeat", Long.toString(status.at().toEpochMilli()),
                    SetParams.setParams().ex(HEARTBEAT_SECONDS));
        });
    }

    /// How the process of this bot is that shows its state here; empty when none has for a while.
    ///
    /// @throws io.tradinghub.market.StoreUnavailableException when Redis does not answer in time
    public Optional<Health> shown(BotId bot) {
        List<String> found = pool.call("read state",
                redis -> redis.mget(bot + ":heartbeat", bot + ":state"));
        return found.getFirst() == null ? Optional.empty() : Optional.of(read(found.getLast()));
    }

    /// A version of the hub that shows no work counts as trading: it has a heartbeat.
    private Health read(@Nullable String state) {
        try {
            JsonNode node = json.readTree(state == null ? "" : state);
            return new Health(Work.valueOf(node.path("work").asText(Work.TRADING.name())),
                    node.path("workDetail").asText(""));
        } catch (JsonProcessingException | IllegalArgumentException _) {
            return new Health(Work.WAITING, "nobody knows what: its state in Redis cannot be read");
        }
    }

    @Override
    public void close() {}

    private String write(BotStatus status) {
        ObjectNode node = json.createObjectNode().put("bot", status.bot().value()).put("mode", status.mode().name())
                .put("at", status.at().toString()).put("equity", status.equity().toPlainString())
                .put("unrealisedPnl", status.unrealisedPnl().toPlainString()).put("halt", status.halt().name())
                .put("ordersSent", status.ordersSent());
        status.entriesEndedBy().ifPresent(rule -> node.put("entriesEndedBy", rule));
        status.candleLag().ifPresent(lag -> node.put("candleLagMillis", lag.toMillis()));
        status.dataDelay().ifPresent(delay -> node.put("dataDelayMillis", delay.toMillis()));
        node.put("work", status.health().work().name()).put("workDetail", status.health().detail());
        ArrayNode waitingFor = node.putArray("waitingFor");
        status.waitingFor().forEach(waitingFor::add);
        ArrayNode undecided = node.putArray("undecided");
        status.undecided().forEach(undecided::add);
        ArrayNode positions = node.putArray("positions");
        for (Position position : status.positions()) {
            ObjectNode one = positions.addObject().put("instrument", position.instrument().toString())
                    .put("quantity", position.quantity().toPlainString())
                    .put("entryPrice", position.entryPrice().toPlainString())
                    .put("realisedPnl", position.realisedPnl().toPlainString())
                    .put("fees", position.fees().toPlainString());
            BigDecimal mark = status.marks().get(position.instrument());
            if (mark != null) {
                one.put("mark", mark.toPlainString());
            }
        }
        return node.toString();
    }
}
