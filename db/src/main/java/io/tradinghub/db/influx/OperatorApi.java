package io.tradinghub.db.influx;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.db.access.PreparationException;
import io.tradinghub.db.influx.InfluxApi.Reply;

/// Calls InfluxDB with the operator token and throws [PreparationException] with the server's message for every
/// unsuccessful reply.
final class OperatorApi {
    private static final int UNAUTHORIZED = 401;
    private final InfluxApi api;

    OperatorApi(InfluxApi api) {
        this.api = api;
    }

    JsonNode get(String path) {
        return requireSuccess(api.get(path)).json();
    }

    JsonNode create(String path, JsonNode body) {
        return requireSuccess(api.post(path, body)).json();
    }

    void update(String path, JsonNode body) {
        requireSuccess(api.patch(path, body));
    }

    void delete(String path) {
        requireSuccess(api.delete(path));
    }

    static Reply requireSuccess(Reply reply) {
        if (reply.isSuccess()) {
            return reply;
        }
        if (reply.status() == UNAUTHORIZED) {
            throw new PreparationException(
                    "influx rejected the secret influx_admin_token, since it was set up with another one; "
                            + "put that one back into the file");
        }
        throw new PreparationException(
                "influx rejected %s with %d: %s".formatted(reply.call(), reply.status(), reply.message()));
    }
}
