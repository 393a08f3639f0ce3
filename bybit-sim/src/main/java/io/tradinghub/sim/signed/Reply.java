package io.tradinghub.sim.signed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.sim.wire.Json;

/// What a request is answered with.
///
/// @param code 0 unless the request was refused
public record Reply(int code, String message, ObjectNode result, ObjectNode extra) {

    static Reply of(ObjectNode result) {
        return new Reply(0, "OK", result, Json.object());
    }

    public static Reply refusal(int code, String message) {
        return new Reply(code, message, Json.object(), Json.object());
    }
}
