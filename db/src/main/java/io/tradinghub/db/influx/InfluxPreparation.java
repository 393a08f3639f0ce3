package io.tradinghub.db.influx;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.db.access.StoreAccount;
import io.tradinghub.db.influx.InfluxApi.Reply;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.store.StoreWait;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sets InfluxDB up: organisation, buckets with their retention, the tasks for hourly candles, and a token for each
/// service in that service's file. Idempotent; a second run updates only what differs.
public final class InfluxPreparation {
    private static final Logger LOG = LoggerFactory.getLogger(InfluxPreparation.class);
    private static final String ADMINISTRATOR = "admin";
    private static final int CONFLICT = 422;
    private static final int NOT_FOUND = 404;
    private final InfluxAdminSettings admin;
    private final InfluxApi api;
    private final OperatorApi operator;

    private InfluxPreparation(InfluxAdminSettings admin, InfluxApi api) {
        this.admin = admin;
        this.api = api;
        this.operator = new OperatorApi(api);
    }

    /// Waits for the server and prepares it.
    ///
    /// @throws io.tradinghub.db.access.PreparationException when the server rejects a request, for example because it
    ///         was set up with another operator token
    public static void run(InfluxAdminSettings admin, List<StoreAccount> accounts) {
        try (InfluxApi api = InfluxApi.open(admin.url(), admin.token(), admin.timeouts())) {
            new InfluxPreparation(admin, api).run(accounts);
        }
    }

    private void run(List<StoreAccount> accounts) {
        StoreWait.until("influx " + admin.url(), admin.timeouts().start(), this::requireReady);
        setUpOnce();
        String organisation = organisation();
        Map<Bucket, String> buckets = new EnumMap<>(Bucket.class);
        for (Bucket bucket : Bucket.values()) {
            buckets.put(bucket, prepare(bucket, organisation));
        }
        for (HourlyCandleTask task : HourlyCandleTask.values()) {
            prepare(task, organisation);
        }
        new ServiceTokens(operator, organisation, buckets, new TokenFiles(admin.tokens())).prepare(accounts);
    }

    private Reply requireReady() {
        Reply health = api.get("/health");
        if (!health.isSuccess()) {
            throw new StoreUnavailableException("health is %d: %s".formatted(health.status(), health.message()),
                    new IllegalStateException(health.body()));
        }
        return health;
    }

    /// Sets up a new server. The setup defines the operator token, the only token that a client can choose.
    private void setUpOnce() {
        if (!operator.get("/api/v2/setup").path("allowed").asBoolean()) {
            return;
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("username", ADMINISTRATOR).put("password", admin.password().reveal()).put("org", admin.organisation())
                .put("bucket", Bucket.MARKET_DATA.bucketName())
                .put("retentionPeriodSeconds", admin.marketData().toSeconds())
                .put("token", admin.token().reveal());
        Reply reply = api.post("/api/v2/setup", body);
        if (reply.status() != CONFLICT) {
            OperatorApi.requireSuccess(reply);
            LOG.atInfo().addKeyValue("organisation", admin.organisation()).log("influx set up");
        }
    }

    private String organisation() {
        Reply found = api.get("/api/v2/orgs?org=" + InfluxApi.encoded(admin.organisation()));
        if (found.status() != NOT_FOUND) {
            for (JsonNode organisation : OperatorApi.requireSuccess(found).json().path("orgs")) {
                return organisation.path("id").asText();
            }
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", admin.organisation());
        String id = operator.create("/api/v2/orgs", body).path("id").asText();
        LOG.atInfo().addKeyValue("organisation", admin.organisation()).log("influx organisation created");
        return id;
    }

    private String prepare(Bucket bucket, String organisation) {
        long retention = bucket.retention(admin).toSeconds();
        long shard = bucket.shard(admin).toSeconds();
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("orgID", organisation).put("name",
                bucket.bucketName());
        body.putArray("retentionRules").addObject().put("type", "expire").put("everySeconds", retention)
                .put("shardGroupDurationSeconds", shard);
        JsonNode found = named(bucket.bucketName(),
                operator.get("/api/v2/buckets?limit=100&orgID=" + organisation).path("buckets"));
        if (found.isMissingNode()) {
            String id = operator.create("/api/v2/buckets", body).path("id").asText();
            LOG.atInfo().addKeyValue("bucket", bucket.bucketName()).log("influx bucket created");
            return id;
        }
        String id = found.path("id").asText();
        JsonNode rule = found.path("retentionRules").path(0);
        if (rule.path("everySeconds").asLong() != retention
                || rule.path("shardGroupDurationSeconds").asLong() != shard) {
            operator.update("/api/v2/buckets/" + id, body.without("orgID"));
            LOG.atInfo().addKeyValue("bucket", bucket.bucketName()).addKeyValue("retention", bucket.retention(admin))
                    .log("influx bucket updated");
        } else {
            LOG.atInfo().addKeyValue("bucket", bucket.bucketName()).log("influx bucket ready");
        }
        return id;
    }

    private void prepare(HourlyCandleTask task, String organisation) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("flux", task.flux()).put("status", "active");
        JsonNode found = named(task.taskName(),
                operator.get("/api/v2/tasks?limit=500&orgID=" + organisation).path("tasks"));
        if (found.isMissingNode()) {
            operator.create("/api/v2/tasks", body.put("orgID", organisation));
            LOG.atInfo().addKeyValue("task", task.taskName()).log("influx task created");
        } else if (!found.path("flux").asText().equals(task.flux())
                || !found.path("status").asText().equals("active")) {
            operator.update("/api/v2/tasks/" + found.path("id").asText(), body);
            LOG.atInfo().addKeyValue("task", task.taskName()).log("influx task updated");
        } else {
            LOG.atInfo().addKeyValue("task", task.taskName()).log("influx task ready");
        }
    }

    /// Finds a node by name. A request by name cannot tell an absent one from one that the token may not access: the
    /// server answers 404 to both.
    private static JsonNode named(String name, JsonNode all) {
        for (JsonNode node : all) {
            if (node.path("name").asText().equals(name)) {
                return node;
            }
        }
        return MissingNode.getInstance();
    }
}
