package io.tradinghub.sim.rest;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.market.Category;
import io.tradinghub.sim.market.InstrumentView;
import io.tradinghub.sim.market.Listing;
import io.tradinghub.sim.signed.AccountJson;
import io.tradinghub.sim.wire.ApiException;
import io.tradinghub.sim.wire.Instruments;
import io.tradinghub.sim.wire.Json;
import io.tradinghub.sim.wire.QueryParameters;
import io.tradinghub.sim.wire.WireDecimals;

/// Answers `/v5/market/instruments-info` and `/v5/market/risk-limit` for every category and status; the list is empty
/// where the simulator has no instruments.
final class InstrumentsEndpoint {
    private static final int DEFAULT_LIMIT = 500;
    private static final int MAX_LIMIT = 1_000;
    private static final int RATE_DECIMALS = 6;
    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final List<String> STATUSES = List.of("PreLaunch", "Trading", "Delivering", "Closed");
    private final Instruments instruments;

    InstrumentsEndpoint(Instruments instruments) {
        this.instruments = instruments;
    }

    ObjectNode answer(QueryParameters query) throws ApiException {
        String category = query.category();
        String status = query.text("status").orElse("Trading");
        if (!STATUSES.contains(status)) {
            throw ApiException.parameter("params error: status invalid");
        }
        List<Listing> matching = status.equals("Trading") ? matching(query, category) : List.of();
        ObjectNode result = Json.object();
        result.put("category", category);
        ArrayNode list = result.putArray("list");
        if (category.equals("spot")) {
            matching.forEach(listing -> list.add(listing.info()));
            return result;
        }
        int from = firstOf(query, matching.size());
        int until = Math.min(matching.size(), from + query.limit(DEFAULT_LIMIT, MAX_LIMIT));
        matching.subList(from, until).forEach(listing -> list.add(listing.info()));
        String nextCursor = until < matching.size()
                ? "first%3D" + matching.get(until).id().symbol() + "%26at%3D" + until
                : "";
        return result.put("nextPageCursor", nextCursor);
    }

    /// Answers `/v5/market/risk-limit`: the one tier that each perpetual has here, of which margins are computed.
    ObjectNode riskLimits(QueryParameters query) throws ApiException {
        String category = query.category();
        if (!category.equals("linear") && !category.equals("inverse")) {
            throw ApiException.parameter("Illegal category");
        }
        ObjectNode result = Json.object();
        result.put("category", category);
        ArrayNode list = result.putArray("list");
        for (Listing listing : matching(query, category)) {
            String leverage = listing.info().path("leverageFilter").path("maxLeverage").asText();
            BigDecimal initial = BigDecimal.ONE.divide(new BigDecimal(leverage), RATE_DECIMALS, RoundingMode.HALF_UP);
            list.addObject().put("id", 1).put("symbol", listing.id().symbol().name())
                    .put("riskLimitValue", AccountJson.RISK_LIMIT)
                    .put("maintenanceMargin", WireDecimals.plain(initial.multiply(HALF)))
                    .put("initialMargin", WireDecimals.plain(initial)).put("isLowestRisk", 1)
                    .put("maxLeverage", leverage).put("mmDeduction", "");
        }
        return result.put("nextPageCursor", "");
    }

    private List<Listing> matching(QueryParameters query, String category) {
        Optional<Category> traded = QueryParameters.traded(category);
        return instruments.all().stream().map(InstrumentView::listing)
                .filter(l -> traded.equals(Optional.of(l.id().category())))
                .filter(l -> query.text("symbol").map(l.id().symbol().name()::equals).orElse(true))
                .filter(l -> query.text("baseCoin").map(l.baseCoin()::equals).orElse(true))
                .filter(l -> query.text("symbolType").map(l.info().path("symbolType").asText()::equals).orElse(true))
                .toList();
    }

    /// Clients send the cursor back as they received it or encoded once more; both forms end in the position.
    private static int firstOf(QueryParameters query, int size) throws ApiException {
        Optional<String> cursor = query.text("cursor");
        if (cursor.isEmpty()) {
            return 0;
        }
        String digits = cursor.get().replaceFirst("^.*at(=|%3D)", "");
        if (!digits.matches("[0-9]{1,6}")) {
            throw ApiException.parameter("params error: cursor invalid");
        }
        return Math.min(size, Integer.parseInt(digits));
    }
}
