package io.tradinghub.recorder.frame;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.market.FundingRate;
import io.tradinghub.recorder.frame.JacksonReader.ShapeException;
import org.jspecify.annotations.Nullable;

/// Reads funding rates from linear tickers. A delta carries only the members that changed, so the reader remembers the
/// last value of each per symbol; a snapshot starts over. Futures with an expiry have no funding and send empty
/// members.
final class FundingReader {
    private static final String[] MEMBERS = {"\"fundingRate\"", "\"nextFundingTime\"", "\"fundingIntervalHour\""};
    private final Map<Topic.Funding, State> states = new HashMap<>();

    /// The last known funding members of one symbol.
    private record State(@Nullable Double rate, @Nullable Instant settlesAt, @Nullable Duration period) {
        private static final State NOTHING = new State(null, null, null);
    }

    /// Whether the frame contains any funding member; most tickers do not, and cost no more than this search.
    static boolean mentionsFunding(String frame) {
        for (String member : MEMBERS) {
            if (frame.contains(member)) {
                return true;
            }
        }
        return false;
    }

    /// Returns the funding rate after this frame if all its members are known and it differs from the one before.
    Optional<FundingRate> read(JsonNode root, Topic.Funding topic) throws ShapeException {
        JsonNode data = root.path("data");
        if (!data.isObject()) {
            throw new ShapeException("data must be an object");
        }
        State known = states.getOrDefault(topic, State.NOTHING);
        State before = root.path("type").asText().equals("snapshot") ? State.NOTHING : known;
        State after;
        try {
            after = merge(before, data);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new ShapeException(
                    "funding members of %s cannot be read: %s".formatted(topic.name(), e.getMessage()));
        }
        states.put(topic, after);
        if (after.rate == null || after.settlesAt == null || after.period == null || after.equals(known)) {
            return Optional.empty();
        }
        return Optional.of(new FundingRate(topic.instrument(), after.rate, after.settlesAt, after.period));
    }

    private static State merge(State before, JsonNode data) {
        String rate = data.path("fundingRate").asText();
        String settles = data.path("nextFundingTime").asText();
        String hours = data.path("fundingIntervalHour").asText();
        return new State(rate.isEmpty() ? before.rate : Double.valueOf(bounded(rate).doubleValue()),
                settles.isEmpty() ? before.settlesAt : Instant.ofEpochMilli(Long.parseLong(settles)),
                hours.isEmpty()
                        ? before.period
                        : Duration.ofMinutes(bounded(hours).multiply(BigDecimal.valueOf(60)).longValueExact()));
    }

    private static BigDecimal bounded(String text) {
        BigDecimal value = new BigDecimal(text);
        if (value.abs().compareTo(BigDecimal.valueOf(10_000)) > 0) {
            throw new NumberFormatException("%s is out of range".formatted(text));
        }
        return value;
    }
}
