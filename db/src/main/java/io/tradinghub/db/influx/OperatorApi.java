package io.tradinghub.db.influx;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.db.access.PreparationException;
import io.tradinghub.db.influx.InfluxApi.Reply;

/// Asks with the operator token and takes no refusal: what the server does not do as asked ends the preparation with
/// its own words.
final class OperatorApi {
    private static final int UNAUTHORIZED = 401;
    private final InfluxApi api;

    OperatorApi(InfluxApi api) {
        this.api = api;
    }

    JsonNode find(String path) {
        return good(api.get(path)).json();
    }

    JsonNode create(String path, JsonNode body) {
        return good(api.post(path, body)).json();
    }

    void change(String path, JsonNode body) {
        good(api.patch(path, body));
    }

    void delete(String path) {
        good(api.delete(path));
    }

    static Reply good(Reply reply) {
        if (reply.isSuccess()) {
            return reply;
        }
        if (reply.status() == UNAUTHORIZED) {
            throw new PreparationException(
                    "influx does not accept the secret influx_admin_token: it was set up with another one; put that one back into the file");
        }
        throw new PreparationException(
                "influx refused %s with %d: %s".formatted(reply.asked(), reply.status(), reply.message()));
    }
}
