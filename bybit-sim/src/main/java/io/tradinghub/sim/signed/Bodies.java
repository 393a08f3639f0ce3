package io.tradinghub.sim.signed;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.sim.wire.QueryParameters;
import org.jspecify.annotations.Nullable;

/// Reads the members of a JSON body as parameters.
final class Bodies {
    private Bodies() {}

    static QueryParameters parameters(JsonNode body) {
        return new QueryParameters(name -> text(body, name));
    }

    /// The members of one element of a batch, whose category stands outside of it.
    static QueryParameters parameters(JsonNode element, String category) {
        return new QueryParameters(name -> name.equals("category") ? category : text(element, name));
    }

    private static @Nullable String text(JsonNode body, String name) {
        JsonNode member = body.path(name);
        return member.isMissingNode() || member.isNull() ? null : member.asText();
    }
}
