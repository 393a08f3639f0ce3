package io.tradinghub.db.accesscheck;

import java.util.ArrayList;
import java.util.List;

import io.tradinghub.db.access.PreparationException;
import io.tradinghub.db.access.Role;
import io.tradinghub.db.access.StoreAccount;
import io.tradinghub.db.accesscheck.AccessAttempt.Outcome;
import io.tradinghub.db.influx.InfluxAdminSettings;
import io.tradinghub.db.influx.InfluxApi;
import io.tradinghub.db.influx.TokenFiles;
import io.tradinghub.settings.Secret;

/// Lists the access attempts on InfluxDB. Writes send a comment line, which the server authorises like a point and then
/// discards.
final class InfluxAccessCheck {
    private final InfluxAdminSettings admin;
    private final TokenFiles tokens;

    InfluxAccessCheck(InfluxAdminSettings admin) {
        this.admin = admin;
        this.tokens = new TokenFiles(admin.tokens());
    }

    List<AccessAttempt> of(List<StoreAccount> accounts) {
        List<AccessAttempt> attempts = new ArrayList<>();
        attempts.add(new AccessAttempt("influx", "nobody", "write candles without a token", Outcome.DENIED,
                () -> write(Secret.of("no-token"), "market_data")));
        for (StoreAccount account : accounts) {
            if (account.readsMarketHistory()) {
                Outcome ifRecorder = account.role() == Role.RECORDER ? Outcome.ALLOWED : Outcome.DENIED;
                String name = account.name();
                attempts.add(new AccessAttempt("influx", name, "see the bucket of candles", Outcome.ALLOWED,
                        () -> finds(token(name), "market_data")));
                attempts.add(new AccessAttempt("influx", name, "write candles", ifRecorder,
                        () -> write(token(name), "market_data")));
                attempts.add(new AccessAttempt("influx", name, "write telemetry", ifRecorder,
                        () -> write(token(name), "telemetry")));
                attempts.add(new AccessAttempt("influx", name, "read tokens", Outcome.DENIED,
                        () -> readsTokens(token(name))));
                attempts.add(
                        new AccessAttempt("influx", name, "delete candles", ifRecorder, () -> deletes(token(name))));
                if (account.isBot()) {
                    attempts.add(new AccessAttempt("influx", name, "see the bucket of telemetry", Outcome.DENIED,
                            () -> finds(token(name), "telemetry")));
                }
            }
        }
        return attempts;
    }

    private Secret token(String name) {
        return tokens.read(name).orElseThrow(() -> new PreparationException("no token in " + tokens.fileOf(name)));
    }

    private Outcome write(Secret token, String bucket) {
        try (InfluxApi api = open(token)) {
            String organisation = InfluxApi.encoded(admin.organisation());
            return outcome(
                    api.post("/api/v2/write?org=%s&bucket=%s&precision=ms".formatted(organisation, bucket),
                            "# access check"));
        }
    }

    /// Deletes from a time before the first candle.
    private Outcome deletes(Secret token) {
        try (InfluxApi api = open(token)) {
            String organisation = InfluxApi.encoded(admin.organisation());
            return outcome(api.post("/api/v2/delete?org=%s&bucket=market_data".formatted(organisation),
                    """
                            {"start":"1971-01-01T00:00:00Z","stop":"1971-01-02T00:00:00Z"}"""));
        }
    }

    /// The server lists only the buckets that the token may access.
    private Outcome finds(Secret token, String bucket) {
        try (InfluxApi api = open(token)) {
            InfluxApi.Reply reply = api.get("/api/v2/buckets?limit=100");
            boolean found = reply.json().path("buckets").findValuesAsText("name").contains(bucket);
            return found ? Outcome.ALLOWED : requireDenied(reply);
        }
    }

    private Outcome readsTokens(Secret token) {
        try (InfluxApi api = open(token)) {
            InfluxApi.Reply reply = api.get("/api/v2/authorizations");
            return reply.json().path("authorizations").isEmpty() ? requireDenied(reply) : Outcome.ALLOWED;
        }
    }

    private InfluxApi open(Secret token) {
        return InfluxApi.open(admin.url(), token, admin.timeouts());
    }

    private static Outcome outcome(InfluxApi.Reply reply) {
        return reply.status() / 100 == 2 ? Outcome.ALLOWED : requireDenied(reply);
    }

    /// 401, 403, 404 and an empty list mean access denied; any other status proves nothing.
    private static Outcome requireDenied(InfluxApi.Reply reply) {
        return switch (reply.status()) {
            case 200, 401, 403, 404 -> Outcome.DENIED;
            default -> throw new PreparationException("%s answered %d".formatted(reply.call(), reply.status()));
        };
    }
}
