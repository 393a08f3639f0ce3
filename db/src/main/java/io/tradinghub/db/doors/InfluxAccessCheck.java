package io.tradinghub.db.doors;

import java.util.ArrayList;
import java.util.List;

import io.tradinghub.db.access.PreparationException;
import io.tradinghub.db.access.Role;
import io.tradinghub.db.access.StoreAccount;
import io.tradinghub.db.doors.Door.State;
import io.tradinghub.db.influx.InfluxAdmin;
import io.tradinghub.db.influx.InfluxApi;
import io.tradinghub.db.influx.TokenFiles;
import io.tradinghub.settings.Secret;

/// The doors of InfluxDB. What is written is a comment, which the server lets through or refuses like a point and then
/// forgets.
final class InfluxAccessCheck {
    private final InfluxAdmin admin;
    private final TokenFiles tokens;

    InfluxAccessCheck(InfluxAdmin admin) {
        this.admin = admin;
        this.tokens = new TokenFiles(admin.tokens());
    }

    List<Door> of(List<StoreAccount> accounts) {
        List<Door> doors = new ArrayList<>();
        doors.add(new Door("influx", "nobody", "write candles without a token", State.SHUT,
                () -> write(Secret.of("no-token"), "market_data")));
        for (StoreAccount account : accounts) {
            if (account.readsMarketHistory()) {
                State recorder = account.part() == Role.RECORDER ? State.OPEN : State.SHUT;
                String name = account.name();
                doors.add(new Door("influx", name, "find the candles", State.OPEN,
                        () -> finds(token(name), "market_data")));
                doors.add(new Door("influx", name, "write candles", recorder, () -> write(token(name), "market_data")));
                doors.add(new Door("influx", name, "write telemetry", recorder, () -> write(token(name), "telemetry")));
                doors.add(new Door("influx", name, "read tokens", State.SHUT, () -> readsTokens(token(name))));
                doors.add(new Door("influx", name, "delete candles", recorder, () -> deletes(token(name))));
                if (account.isBot()) {
                    doors.add(new Door("influx", name, "find telemetry", State.SHUT,
                            () -> finds(token(name), "telemetry")));
                }
            }
        }
        return doors;
    }

    private Secret token(String name) {
        return tokens.read(name).orElseThrow(() -> new PreparationException("no token in " + tokens.fileOf(name)));
    }

    private State write(Secret token, String bucket) {
        try (InfluxApi api = open(token)) {
            String organisation = InfluxApi.encoded(admin.organisation());
            return state(
                    api.post("/api/v2/write?org=%s&bucket=%s&precision=ms".formatted(organisation, bucket), "# door"));
        }
    }

    /// Of a time before there were candles.
    private State deletes(Secret token) {
        try (InfluxApi api = open(token)) {
            String organisation = InfluxApi.encoded(admin.organisation());
            return state(api.post("/api/v2/delete?org=%s&bucket=market_data".formatted(organisation),
                    """
                            {"start":"1971-01-01T00:00:00Z","stop":"1971-01-02T00:00:00Z"}"""));
        }
    }

    /// A token sees the buckets it has a right to and no others.
    private State finds(Secret token, String bucket) {
        try (InfluxApi api = open(token)) {
            InfluxApi.Reply reply = api.get("/api/v2/buckets?limit=100");
            boolean found = reply.json().path("buckets").findValuesAsText("name").contains(bucket);
            return found ? State.OPEN : shutUnlessBroken(reply);
        }
    }

    private State readsTokens(Secret token) {
        try (InfluxApi api = open(token)) {
            InfluxApi.Reply reply = api.get("/api/v2/authorizations");
            return reply.json().path("authorizations").isEmpty() ? shutUnlessBroken(reply) : State.OPEN;
        }
    }

    private InfluxApi open(Secret token) {
        return InfluxApi.open(admin.url(), token, admin.timeouts());
    }

    private static State state(InfluxApi.Reply reply) {
        return reply.status() / 100 == 2 ? State.OPEN : shutUnlessBroken(reply);
    }

    /// 401, 403 and 404 are refusals, and an empty list is one; anything else says nothing about the door.
    private static State shutUnlessBroken(InfluxApi.Reply reply) {
        return switch (reply.status()) {
            case 200, 401, 403, 404 -> State.SHUT;
            default -> throw new PreparationException("%s answered %d".formatted(reply.asked(), reply.status()));
        };
    }
}
