package io.tradinghub.sim.exchange;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.Side;
import io.tradinghub.sim.market.Listing;

/// The trading rules of each instrument as numbers, read once from what `instruments-info` says.
final class RuleBook {
    private final Map<InstrumentId, Rules> rules = new HashMap<>();

    /// @param valueStep smallest step of an amount in quote coin, for spot market orders by value
    /// @param bandX how far a limit may lie from the mark price, as a fraction; also how far a market order fills
    /// @param bandY the same where the index price allows more than `bandX`
    record Rules(BigDecimal tick, BigDecimal step, BigDecimal valueStep, BigDecimal minQuantity,
            BigDecimal maxLimitQuantity, BigDecimal maxMarketQuantity, BigDecimal minValue, BigDecimal minPrice,
            BigDecimal maxPrice, BigDecimal maxLeverage, BigDecimal bandX, BigDecimal bandY, long fundingMillis) {

        /// The highest price of a buy, or the lowest of a sell.
        BigDecimal bound(Side side, Venue.Prices prices) {
            return switch (side) {
                case BUY -> down(prices.index().max(up(prices.mark(), bandX)).min(up(prices.mark(), bandY)));
                case SELL -> upwards(
                        prices.index().min(below(prices.mark(), bandX)).max(below(prices.mark(), bandY)));
            };
        }

        /// The price up to which a market order fills.
        BigDecimal marketLimit(Side side, BigDecimal lastPrice) {
            return switch (side) {
                case BUY -> down(up(lastPrice, bandX));
                case SELL -> upwards(below(lastPrice, bandX));
            };
        }

        private static BigDecimal up(BigDecimal price, BigDecimal share) {
            return price.multiply(BigDecimal.ONE.add(share));
        }

        private static BigDecimal below(BigDecimal price, BigDecimal share) {
            return price.multiply(BigDecimal.ONE.subtract(share));
        }

        private BigDecimal down(BigDecimal price) {
            return price.divide(tick, 0, RoundingMode.FLOOR).multiply(tick);
        }

        private BigDecimal upwards(BigDecimal price) {
            return price.divide(tick, 0, RoundingMode.CEILING).multiply(tick);
        }

        BigDecimal wholeSteps(BigDecimal quantity) {
            return quantity.divide(step, 0, RoundingMode.FLOOR).multiply(step);
        }

        static boolean isMultiple(BigDecimal value, BigDecimal step) {
            return value.remainder(step).signum() == 0;
        }
    }

    Rules of(Listing listing) {
        return rules.computeIfAbsent(listing.id(), id -> read(listing));
    }

    private static Rules read(Listing listing) {
        ObjectNode info = listing.info();
        JsonNode lots = info.path("lotSizeFilter");
        JsonNode prices = info.path("priceFilter");
        JsonNode risk = info.path("riskParameters");
        boolean spot = listing.id().category() == Category.SPOT;
        return new Rules(listing.tickSize(), listing.quantityStep(), number(lots, "quotePrecision", "0.00000001"),
                spot ? BigDecimal.ZERO : number(lots, "minOrderQty", "0"),
                number(lots, spot ? "maxLimitOrderQty" : "maxOrderQty", "1000000000"),
                number(lots, spot ? "maxMarketOrderQty" : "maxMktOrderQty", "1000000000"),
                number(lots, spot ? "minOrderAmt" : "minNotionalValue", "5"),
                number(prices, "minPrice", listing.tickSize().toPlainString()),
                number(prices, "maxPrice", "1000000000"),
                number(info.path("leverageFilter"), "maxLeverage", "100"), number(risk, "priceLimitRatioX", "0.05"),
                number(risk, "priceLimitRatioY", "0.1"),
                Duration.ofMinutes(info.path("fundingInterval").asLong(480)).toMillis());
    }

    private static BigDecimal number(JsonNode node, String name, String otherwise) {
        String text = node.path(name).asText();
        return new BigDecimal(text.isEmpty() ? otherwise : text);
    }
}
