package io.tradinghub.sim.market;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;

/// The trading rules of well-known instruments, as Bybit listed them on 2026-08-09; any other instrument gets rules of
/// the same form.
final class ListingTable {
    private static final String RESOURCE = "instruments.json";
    private static final BigDecimal LARGEST_ORDER = new BigDecimal(1_000_000);
    private static final BigDecimal HIGHEST_PRICE = new BigDecimal(100);
    private static final List<String> MAXIMA = List.of("maxOrderQty", "postOnlyMaxOrderQty", "maxMktOrderQty",
            "maxLimitOrderQty",
            "maxMarketOrderQty", "postOnlyMaxLimitOrderSize");
    private final Map<InstrumentId, Listing> listings = new LinkedHashMap<>();

    ListingTable() {
        try (InputStream in = ListingTable.class.getResourceAsStream(RESOURCE)) {
            JsonNode table = new ObjectMapper().readTree(in);
            for (Category category : Category.values()) {
                for (JsonNode element : table.path(category.wireName())) {
                    Listing listing = Listing.of(category, (ObjectNode) element);
                    listings.put(listing.id(), listing);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read %s from the jar".formatted(RESOURCE), e);
        }
    }

    /// The known rules, or generated ones that are typical at this price: five significant digits, and a quantity step
    /// worth less than one in quote coin.
    Listing at(InstrumentId id, double price) {
        int magnitude = (int) Math.floor(StrictMath.log10(price));
        return find(id).orElseGet(() -> matching(id, BigDecimal.ONE.scaleByPowerOfTen(magnitude - 4),
                BigDecimal.ONE.scaleByPowerOfTen(-magnitude - 1), price));
    }

    private Optional<Listing> find(InstrumentId id) {
        return Optional.ofNullable(listings.get(id));
    }

    /// Rules that match data with these steps: the known ones, with finer steps if the data is finer, or generated ones
    /// that allow orders worth a million in quote coin at this price.
    Listing matching(InstrumentId id, BigDecimal tickSize, BigDecimal quantityStep, double price) {
        Optional<Listing> known = find(id);
        if (known.isEmpty()) {
            return withMaxima(withSteps(generate(id), tickSize, quantityStep), BigDecimal.valueOf(price));
        }
        Listing listing = known.get();
        boolean finerPrices = tickSize.compareTo(listing.tickSize()) < 0;
        boolean finerSizes = quantityStep.compareTo(listing.quantityStep()) < 0;
        return withSteps(listing, finerPrices ? tickSize : listing.tickSize(),
                finerSizes ? quantityStep : listing.quantityStep());
    }

    private Listing generate(InstrumentId id) {
        Listing template = listings.values().stream().filter(l -> l.id().category() == id.category()).findFirst()
                .orElseThrow();
        String name = id.symbol().name();
        String quote = name.endsWith("USDC") ? "USDC" : "USDT";
        String base = name.endsWith(quote) ? name.substring(0, name.length() - quote.length()) : name;
        ObjectNode info = template.info();
        info.put("symbol", name).put("baseCoin", base).put("quoteCoin", quote);
        info.put("symbolId", 1_000_000 + Math.floorMod(name.hashCode(), 1_000_000));
        if (id.category() == Category.LINEAR) {
            info.put("settleCoin", quote);
        }
        return Listing.of(id.category(), info);
    }

    private static Listing withMaxima(Listing listing, BigDecimal price) {
        ObjectNode info = listing.info();
        ObjectNode prices = (ObjectNode) info.path("priceFilter");
        if (prices.has("maxPrice")) {
            prices.put("maxPrice", rounded(price.multiply(HIGHEST_PRICE), listing.tickSize()).toPlainString());
        }
        ObjectNode lots = (ObjectNode) info.path("lotSizeFilter");
        String maximum = rounded(LARGEST_ORDER.divide(price, MathContext.DECIMAL64), listing.quantityStep())
                .toPlainString();
        MAXIMA.stream().filter(lots::has).forEach(name -> lots.put(name, maximum));
        return Listing.of(listing.id().category(), info);
    }

    /// Rounds to the nearest multiple of the step that is not 0.
    private static BigDecimal rounded(BigDecimal value, BigDecimal step) {
        return value.divide(step, 0, RoundingMode.HALF_UP).max(BigDecimal.ONE).multiply(step);
    }

    private static Listing withSteps(Listing listing, BigDecimal tickSize, BigDecimal quantityStep) {
        if (tickSize.compareTo(listing.tickSize()) == 0 && quantityStep.compareTo(listing.quantityStep()) == 0) {
            return listing;
        }
        Category category = listing.id().category();
        ObjectNode info = listing.info();
        ObjectNode prices = (ObjectNode) info.path("priceFilter");
        prices.put("tickSize", tickSize.toPlainString());
        ObjectNode lots = (ObjectNode) info.path("lotSizeFilter");
        lots.put("minOrderQty", quantityStep.toPlainString());
        lots.put(category == Category.SPOT ? "basePrecision" : "qtyStep", quantityStep.toPlainString());
        if (category == Category.LINEAR) {
            info.put("priceScale", Integer.toString(tickSize.scale()));
            prices.put("minPrice", tickSize.toPlainString());
        }
        return Listing.of(category, info);
    }
}
