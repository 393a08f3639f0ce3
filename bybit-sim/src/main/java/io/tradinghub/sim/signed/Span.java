package io.tradinghub.sim.signed;

import java.time.Duration;
import java.util.OptionalLong;

import io.tradinghub.sim.wire.ApiException;
import io.tradinghub.sim.wire.QueryParameters;

/// The time that a question is about: both ends inclusive, in milliseconds.
record Span(long from, long to) {
    private static final long MAX_SPAN = Duration.ofDays(7).toMillis();

    /// Seven days at most; the last seven if nothing is given.
    static Span of(QueryParameters query, long nowMillis) throws ApiException {
        OptionalLong start = query.time("startTime");
        OptionalLong end = query.time("endTime");
        long from = start.orElse(end.orElse(nowMillis) - MAX_SPAN);
        long to = end.orElse(start.isPresent() ? from + MAX_SPAN : nowMillis);
        if (to < from || to - from > MAX_SPAN) {
            throw ApiException.parameter("The time range between startTime and endTime cannot exceed 7 days");
        }
        return new Span(from, to);
    }

    boolean holds(long millis) {
        return millis >= from && millis <= to;
    }
}
