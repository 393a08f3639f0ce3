package io.tradinghub.recorder.frame;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.exchange.bybit.stream.Reply;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Quote;
import io.tradinghub.recorder.frame.JacksonReader.ShapeException;
import org.jspecify.annotations.Nullable;

/// Decodes the frames of one connection. A fast path reads kline and quote frames by matching the fixed text between
/// their values; Jackson reads every frame that the fast path does not match, and what Jackson cannot read is reported
/// as a fault. Single-threaded.
public final class FrameDecoder {
    /// The subscribed topics send far shorter frames; a longer one must not leave a huge buffer behind.
    private static final int MAX_FAST_LENGTH = 1 << 16;
    private static final AsciiLiteral STARTS_WITH_TOPIC = AsciiLiteral.of("{\"topic\":\"");
    private static final AsciiLiteral STARTS_WITH_TYPE = AsciiLiteral.of("{\"type\":\"snapshot\",\"topic\":\"");

    private final TopicTable topics;
    private final FrameListener listener;
    private final FrameText text = new FrameText();
    private final KlineReader klineReader = new KlineReader();
    private final QuoteReader quoteReader = new QuoteReader();
    private final FundingReader fundingReader = new FundingReader();
    private final JacksonReader jacksonReader = new JacksonReader();
    private long fallbacks;

    public FrameDecoder(Collection<Topic> topics, FrameListener listener) {
        this.topics = new TopicTable(topics);
        this.listener = listener;
    }

    /// The number of frames that Jackson had to read so far.
    public long fallbacks() {
        return fallbacks;
    }

    /// Decodes one frame and passes its content to the listener. Never throws because of the content of a frame.
    public DecodeResult decode(String frame) {
        if (frame.length() <= MAX_FAST_LENGTH) {
            DecodeResult result = decodeFast(frame);
            if (result != null) {
                return result;
            }
        }
        fallbacks++;
        return decodeWithJackson(frame);
    }

    /// Returns null if the fast path does not match this frame.
    private @Nullable DecodeResult decodeFast(String frame) {
        text.load(frame);
        byte[] bytes = text.bytes();
        int name = STARTS_WITH_TOPIC.match(bytes, text.start());
        name = name == FrameText.NO_MATCH ? STARTS_WITH_TYPE.match(bytes, text.start()) : name;
        int end = name == FrameText.NO_MATCH ? name : text.nextQuote(name);
        return end == FrameText.NO_MATCH ? null : decodeFast(topics.find(bytes, name, end), end, frame);
    }

    private @Nullable DecodeResult decodeFast(@Nullable Topic topic, int from, String frame) {
        return switch (topic) {
            case Topic.Candles candles -> klineReader.read(text, from, candles) ? deliverKlines() : null;
            case Topic.Quotes quotes -> {
                Quote quote = quoteReader.read(text, from, quotes);
                yield quote == null ? null : deliver(quote);
            }
            case Topic.Funding _ -> FundingReader.mentionsFunding(frame) ? null : DecodeResult.IGNORED;
            case null -> DecodeResult.IGNORED;
        };
    }

    private DecodeResult deliverKlines() {
        for (int i = 0; i < klineReader.count(); i++) {
            listener.onKline(klineReader.kline(i));
        }
        return DecodeResult.DECODED;
    }

    private DecodeResult deliver(Quote quote) {
        listener.onQuote(quote);
        return DecodeResult.DECODED;
    }

    private DecodeResult decodeWithJackson(String frame) {
        Optional<JsonNode> tree = jacksonReader.parse(frame);
        if (tree.isEmpty()) {
            return fault(FrameFault.NOT_JSON, "not a JSON object", frame);
        }
        JsonNode root = tree.get();
        if (root.path("topic").isTextual()) {
            return decodeTopic(topics.find(root.path("topic").textValue()), root, frame);
        }
        if (root.path("op").isTextual()) {
            listener.onReply(new Reply(root.path("op").textValue(), root.path("req_id").asText(),
                    root.path("success").asBoolean(true), root.path("ret_msg").asText()));
            return DecodeResult.DECODED;
        }
        return fault(FrameFault.UNKNOWN_SHAPE, "neither topic nor op", frame);
    }

    private DecodeResult decodeTopic(@Nullable Topic topic, JsonNode root, String frame) {
        return switch (topic) {
            case Topic.Candles candles -> klines(root, candles, frame);
            case Topic.Quotes quotes -> quote(root, quotes, frame);
            case Topic.Funding funding -> funding(root, funding, frame);
            case null -> DecodeResult.IGNORED;
        };
    }

    private DecodeResult klines(JsonNode root, Topic.Candles topic, String frame) {
        List<Kline> klines;
        try {
            klines = jacksonReader.klines(root, topic);
        } catch (ShapeException e) {
            return fault(FrameFault.KLINE_SHAPE, e.getMessage(), frame);
        }
        for (Kline kline : klines) {
            if (!kline.isPossible()) {
                return fault(FrameFault.KLINE_VALUES, "impossible candle values", frame);
            }
        }
        klines.forEach(listener::onKline);
        return DecodeResult.DECODED;
    }

    private DecodeResult quote(JsonNode root, Topic.Quotes topic, String frame) {
        try {
            Optional<Quote> quote = jacksonReader.quote(root, topic);
            return quote.isPresent() ? deliver(quote.get()) : DecodeResult.IGNORED;
        } catch (ShapeException e) {
            return fault(FrameFault.QUOTE_SHAPE, e.getMessage(), frame);
        } catch (IllegalArgumentException e) {
            return fault(FrameFault.QUOTE_VALUES, e.getMessage(), frame);
        }
    }

    private DecodeResult funding(JsonNode root, Topic.Funding topic, String frame) {
        try {
            Optional<FundingRate> rate = fundingReader.read(root, topic);
            rate.ifPresent(listener::onFunding);
            return rate.isPresent() ? DecodeResult.DECODED : DecodeResult.IGNORED;
        } catch (ShapeException e) {
            return fault(FrameFault.TICKER_SHAPE, e.getMessage(), frame);
        }
    }

    private DecodeResult fault(FrameFault fault, @Nullable String detail, String frame) {
        listener.onFault(fault, detail == null ? "" : detail, frame);
        return DecodeResult.INVALID;
    }
}
