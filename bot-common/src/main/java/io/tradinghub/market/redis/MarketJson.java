package io.tradinghub.market.redis;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.market.Candle;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Quote;

/// The JSON values of the market keys, written and read. Numbers are text, so that no digit is lost on the way.
public final class MarketJson {
    private final ObjectMapper json = new ObjectMapper();

    String write(Quote quote) {
        return json.createObjectNode().put("b", Double.toString(quote.bidPrice()))
                .put("B", Double.toString(quote.bidSize()))
                .put("a", Double.toString(quote.askPrice())).put("A", Double.toString(quote.askSize()))
                .put("t", quote.exchangeTime().toEpochMilli()).toString();
    }

    Quote quote(InstrumentId id, String text) {
        JsonNode node = read(id, text);
        return new Quote(id, number(node, "b"), number(node, "B"), number(node, "a"), number(node, "A"),
                Instant.ofEpochMilli(field(node, "t").asLong()));
    }

    String write(Candle open) {
        return json.createObjectNode().put("t", open.openTimeMillis()).put("o", Double.toString(open.open()))
                .put("h", Double.toString(open.high())).put("l", Double.toString(open.low()))
                .put("c", Double.toString(open.close())).put("v", Double.toString(open.volume()))
                .put("q", Double.toString(open.turnover())).toString();
    }

    String write(FundingRate rate) {
        return json.createObjectNode().put("r", Double.toString(rate.rate())).put("t", rate.settlesAt().toEpochMilli())
                .put("p", rate.period().toMinutes()).toString();
    }

    FundingRate funding(InstrumentId id, String text) {
        JsonNode node = read(id, text);
        return new FundingRate(id, number(node, "r"), Instant.ofEpochMilli(field(node, "t").asLong()),
                Duration.ofMinutes(field(node, "p").asLong()));
    }

    /// The trading rules as text.
    public String write(Instrument instrument) {
        ObjectNode node = json.createObjectNode().put("base", instrument.baseCoin())
                .put("quote", instrument.quoteCoin())
                .put("tick", instrument.tickSize().toPlainString())
                .put("step", instrument.quantityStep().toPlainString())
                .put("minQuantity", instrument.minQuantity().toPlainString())
                .put("minNotional", instrument.minNotional().toPlainString())
                .put("maxLimit", instrument.maxLimitQuantity().toPlainString())
                .put("maxMarket", instrument.maxMarketQuantity().toPlainString());
        instrument.fundingPeriod().ifPresent(period -> node.put("fundingMinutes", period.toMinutes()));
        node.put("status", instrument.status().name()).put("settle", instrument.settleCoin());
        instrument.deliveryTime().ifPresent(at -> node.put("deliveryMillis", at.toEpochMilli()));
        return node.toString();
    }

    /// The trading rules that were written as this text.
    ///
    /// @throws IllegalStateException if it is something else
    public Instrument instrument(InstrumentId id, String text) {
        JsonNode node = read(id, text);
        Optional<Duration> funding = node.hasNonNull("fundingMinutes")
                ? Optional.of(Duration.ofMinutes(node.get("fundingMinutes").asLong()))
                : Optional.empty();
        String quote = field(node, "quote").asText();
        // A recorder of before wrote no status: what it published traded.
        Instrument.Status status = node.hasNonNull("status")
                ? Instrument.Status.valueOf(node.get("status").asText())
                : Instrument.Status.TRADING;
        Optional<Instant> delivery = node.hasNonNull("deliveryMillis")
                ? Optional.of(Instant.ofEpochMilli(node.get("deliveryMillis").asLong()))
                : Optional.empty();
        return new Instrument(id, field(node, "base").asText(), quote, decimal(node, "tick"), decimal(node, "step"),
                decimal(node, "minQuantity"), decimal(node, "minNotional"), decimal(node, "maxLimit"),
                decimal(node, "maxMarket"), funding, status, node.path("settle").asText(quote), delivery);
    }

    private JsonNode read(InstrumentId id, String text) {
        try {
            return json.readTree(text);
        } catch (IOException broken) {
            throw new IllegalStateException("what stands in redis for %s is not JSON: %s".formatted(id, text), broken);
        }
    }

    private static double number(JsonNode node, String name) {
        return Double.parseDouble(field(node, name).asText());
    }

    private static BigDecimal decimal(JsonNode node, String name) {
        return new BigDecimal(field(node, name).asText());
    }

    private static JsonNode field(JsonNode node, String name) {
        JsonNode field = node.get(name);
        if (field == null) {
            throw new IllegalStateException("'%s' is missing in %s".formatted(name, node));
        }
        return field;
    }
}
