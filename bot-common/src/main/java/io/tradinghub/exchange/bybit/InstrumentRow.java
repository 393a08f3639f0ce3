package io.tradinghub.exchange.bybit;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;

/// A row of instruments-info. Spot and linear name the same rules differently.
final class InstrumentRow {
    private InstrumentRow() {}

    /// @throws IllegalArgumentException when a rule is missing or cannot be
    static Instrument read(InstrumentId id, JsonNode row) {
        JsonNode lot = row.path("lotSizeFilter");
        BigDecimal tick = number(row.path("priceFilter"), "tickSize");
        String base = row.path("baseCoin").asText();
        String quote = row.path("quoteCoin").asText();
        return switch (id.category()) {
            case LINEAR -> new Instrument(id, base, quote, tick, number(lot, "qtyStep"), number(lot, "minOrderQty"),
                    number(lot, "minNotionalValue"), number(lot, "maxOrderQty"), number(lot, "maxMktOrderQty"),
                    fundingPeriod(row), status(row), row.path("settleCoin").asText(quote), deliveryTime(row));
            case SPOT -> new Instrument(id, base, quote, tick, number(lot, "basePrecision"), number(lot, "minOrderQty"),
                    number(lot, "minOrderAmt"), number(lot, "maxLimitOrderQty"), number(lot, "maxMarketOrderQty"),
                    Optional.empty(), status(row), quote, Optional.empty());
        };
    }

    /// In minutes; contracts that expire have none.
    private static Optional<Duration> fundingPeriod(JsonNode row) {
        int minutes = row.path("fundingInterval").asInt();
        return minutes > 0 ? Optional.of(Duration.ofMinutes(minutes)) : Optional.empty();
    }

    /// `Trading`; anything else (`PreLaunch`, `Delivering`, `Closed`, and what Bybit may add) is not.
    private static Instrument.Status status(JsonNode row) {
        return row.path("status").asText("Trading").equals("Trading")
                ? Instrument.Status.TRADING
                : Instrument.Status.NOT_TRADING;
    }

    /// In milliseconds; 0 for a perpetual.
    private static Optional<Instant> deliveryTime(JsonNode row) {
        long millis = row.path("deliveryTime").asLong();
        return millis > 0 ? Optional.of(Instant.ofEpochMilli(millis)) : Optional.empty();
    }

    private static BigDecimal number(JsonNode parent, String name) {
        String text = parent.path(name).asText();
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("%s must be a number, got '%s'".formatted(name, text), e);
        }
    }
}
