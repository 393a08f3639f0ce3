package io.tradinghub.recorder.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tradinghub.market.Quote;

/// Reads any well-formed frame with Jackson: members in any order, unknown ones ignored, numbers in any notation.
/// Slower than the fast path; reads every frame that the fast path does not match.
final class JacksonReader {
    /// Rejects longer numbers: `1e999999999` must not expand to a gigabyte of digits.
    private static final int MAX_DIGITS = 40;
    private static final String[] VALUES = {"open", "high", "low", "close", "volume", "turnover"};
    private static final ObjectMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    /// The frame lacks a member, or a member has the wrong type.
    static final class ShapeException extends Exception {
        private static final long serialVersionUID = 1L;

        ShapeException(String message) {
            super(message);
        }
    }

    /// Parses the frame; empty if it is not one JSON object. Jackson throws [NumberFormatException] when an exponent
    /// overflows.
    Optional<JsonNode> parse(String frame) {
        try {
            JsonNode root = JSON.readTree(frame);
            return root.isObject() ? Optional.of(root) : Optional.empty();
        } catch (JsonProcessingException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// Returns the candles of a kline frame in their order in the frame.
    List<Kline> klines(JsonNode root, Topic.Candles topic) throws ShapeException {
        JsonNode data = root.path("data");
        if (!data.isArray() || data.isEmpty()) {
            throw new ShapeException("data must be an array of candles");
        }
        List<Kline> klines = new ArrayList<>(data.size());
        for (JsonNode element : data) {
            klines.add(kline(element, topic));
        }
        return klines;
    }

    private static Kline kline(JsonNode element, Topic.Candles topic) throws ShapeException {
        long start = wholeNumber(element, "start");
        long end = wholeNumber(element, "end");
        String interval = element.path("interval").asText();
        if (!interval.equals(topic.series().interval().wireName())
                || end != start + topic.series().interval().millis() - 1) {
            throw new ShapeException(
                    "interval '%s' from %d to %d is not that of %s".formatted(interval, start, end, topic.name()));
        }
        JsonNode confirm = element.path("confirm");
        if (!confirm.isBoolean()) {
            throw new ShapeException("confirm must be true or false");
        }
        StringBuilder digits = new StringBuilder().append(start);
        int[] ends = new int[VALUES.length + 1];
        ends[0] = digits.length();
        for (int i = 0; i < VALUES.length; i++) {
            ends[i + 1] = digits.append(plainDecimal(element.path(VALUES[i]), VALUES[i])).length();
        }
        byte[] text = Arrays.copyOf(digits.toString().getBytes(US_ASCII), digits.length() + 2 * Long.BYTES);
        Kline kline = Kline.of(topic, start, text, ends);
        kline.confirmed(confirm.booleanValue());
        return kline;
    }

    /// Returns the best bid and ask; empty if a side of the book is empty.
    Optional<Quote> quote(JsonNode root, Topic.Quotes topic) throws ShapeException {
        JsonNode data = root.path("data");
        if (!data.path("s").asText().equals(topic.instrument().symbol().name())) {
            throw new ShapeException("s must be the symbol of the topic");
        }
        JsonNode bids = levels(data, "b");
        JsonNode asks = levels(data, "a");
        Instant time = Instant.ofEpochMilli(wholeNumber(root, "cts"));
        if (bids.isEmpty() || asks.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Quote(topic.instrument(), levelValue(bids, 0), levelValue(bids, 1), levelValue(asks, 0),
                levelValue(asks, 1), time));
    }

    private static JsonNode levels(JsonNode data, String side) throws ShapeException {
        JsonNode levels = data.path(side);
        if (!levels.isArray()) {
            throw new ShapeException("%s must be an array of levels".formatted(side));
        }
        return levels;
    }

    private static double levelValue(JsonNode levels, int part) throws ShapeException {
        return Double.parseDouble(plainDecimal(levels.path(0).path(part), "level"));
    }

    static long wholeNumber(JsonNode parent, String name) throws ShapeException {
        JsonNode node = parent.path(name);
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
            throw new ShapeException("%s must be a whole number, got %s".formatted(name, node));
        }
        return node.longValue();
    }

    private static String plainDecimal(JsonNode node, String name) throws ShapeException {
        String text = node.isTextual() || node.isNumber() ? node.asText() : "";
        try {
            BigDecimal value = text.length() > MAX_DIGITS ? BigDecimal.ONE.negate() : new BigDecimal(text);
            boolean isAcceptable = value.signum() >= 0 && Math.abs((long) value.scale()) <= MAX_DIGITS / 2;
            String plain = isAcceptable ? value.toPlainString() : "";
            if (!plain.isEmpty() && plain.length() <= MAX_DIGITS) {
                return plain;
            }
        } catch (NumberFormatException e) {
            throw new ShapeException("%s must be a number, got %s".formatted(name, node));
        }
        throw new ShapeException(
                "%s must be a number of 0 or more and at most %d digits, got %s".formatted(name, MAX_DIGITS, node));
    }
}
