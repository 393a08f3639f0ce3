package io.tradinghub.recorder.frame;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Quote;
import io.tradinghub.recorder.frame.TreeReader.ShapeException;
import org.jspecify.annotations.Nullable;

/// Decodes the frames of one connection. Candles and quotes are first read by predicting the frame's every character;
/// anything that surprises the prediction is read again with Jackson, and what Jackson cannot read either is a fault.
/// Single-threaded.
public final class FrameDecoder {
    /// Frames of the topics used here are far shorter; a longer one must not leave a giant buffer behind.
    private static final int LONGEST_PREDICTED = 1 << 16;
    private static final AsciiWord TOPIC_FIRST = AsciiWord.of("{\"topic\":\"");
    private static final AsciiWord TYPE_FIRST = AsciiWord.of("{\"type\":\"snapshot\",\"topic\":\"");

    private final TopicTable topics;
    private final FrameListener listener;
    private final FrameText text = new FrameText();
    private final KlineReader klineReader = new KlineReader();
    private final QuoteReader quoteReader = new QuoteReader();
    private final FundingReader fundingReader = new FundingReader();
    private final TreeReader treeReader = new TreeReader();
    private long fallbacks;

    public FrameDecoder(Collection<Topic> topics, FrameListener listener) {
        this.topics = new TopicTable(topics);
        this.listener = listener;
    }

    /// How many frames were left to Jackson so far.
    public long fallbacks() {
        return fallbacks;
    }

    /// Decodes one frame and tells the listener what was in it. Never throws because of what a frame holds.
    public DecodeResult decode(String frame) {
        if (frame.length() <= LONGEST_PREDICTED) {
            DecodeResult verdict = predicted(frame);
            if (verdict != null) {
                return verdict;
            }
        }
        fallbacks++;
        return withJackson(frame);
    }

    /// Null when the prediction failed or does not apply.
    private @Nullable DecodeResult predicted(String frame) {
        text.load(frame);
        byte[] bytes = text.bytes();
        int name = TOPIC_FIRST.past(bytes, text.start());
        name = name == FrameText.NOWHERE ? TYPE_FIRST.past(bytes, text.start()) : name;
        int end = name == FrameText.NOWHERE ? name : text.quoteFrom(name);
        return end == FrameText.NOWHERE ? null : predicted(topics.find(bytes, name, end), end, frame);
    }

    private @Nullable DecodeResult predicted(@Nullable Topic topic, int from, String frame) {
        return switch (topic) {
            case Topic.Candles candles -> klineReader.read(text, from, candles) ? hearPredicted() : null;
            case Topic.Quotes quotes -> {
                Quote quote = quoteReader.read(text, from, quotes);
                yield quote == null ? null : hear(quote);
            }
            case Topic.Funding _ -> FundingReader.mentionsFunding(frame) ? null : DecodeResult.IGNORED;
            case null -> DecodeResult.IGNORED;
        };
    }

    private DecodeResult hearPredicted() {
        for (int i = 0; i < klineReader.count(); i++) {
            listener.onKline(klineReader.kline(i));
        }
        return DecodeResult.UNDERSTOOD;
    }

    private DecodeResult hear(Quote quote) {
        listener.onQuote(quote);
        return DecodeResult.UNDERSTOOD;
    }

    private DecodeResult withJackson(String frame) {
        Optional<JsonNode> tree = treeReader.tree(frame);
        if (tree.isEmpty()) {
            return fault(FrameFault.NOT_JSON, "not a JSON object", frame);
        }
        JsonNode root = tree.get();
        if (root.path("topic").isTextual()) {
            return topical(topics.find(root.path("topic").textValue()), root, frame);
        }
        if (root.path("op").isTextual()) {
            listener.onReply(new Reply(root.path("op").textValue(), root.path("req_id").asText(),
                    root.path("success").asBoolean(true), root.path("ret_msg").asText()));
            return DecodeResult.UNDERSTOOD;
        }
        return fault(FrameFault.UNKNOWN_SHAPE, "neither topic nor op", frame);
    }

    private DecodeResult topical(@Nullable Topic topic, JsonNode root, String frame) {
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
            klines = treeReader.klines(root, topic);
        } catch (ShapeException e) {
            return fault(FrameFault.KLINE_SHAPE, e.getMessage(), frame);
        }
        for (Kline kline : klines) {
            if (!kline.isPossible()) {
                return fault(FrameFault.KLINE_VALUES, "values that no candle can have", frame);
            }
        }
        klines.forEach(listener::onKline);
        return DecodeResult.UNDERSTOOD;
    }

    private DecodeResult quote(JsonNode root, Topic.Quotes topic, String frame) {
        try {
            Optional<Quote> quote = treeReader.quote(root, topic);
            return quote.isPresent() ? hear(quote.get()) : DecodeResult.IGNORED;
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
            return rate.isPresent() ? DecodeResult.UNDERSTOOD : DecodeResult.IGNORED;
        } catch (ShapeException e) {
            return fault(FrameFault.TICKER_SHAPE, e.getMessage(), frame);
        }
    }

    private DecodeResult fault(FrameFault fault, @Nullable String detail, String frame) {
        listener.onFault(fault, detail == null ? "" : detail, frame);
        return DecodeResult.BAD;
    }
}
