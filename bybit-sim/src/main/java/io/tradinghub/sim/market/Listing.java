package io.tradinghub.sim.market;

import java.math.BigDecimal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;

/// The trading rules of one instrument, with the object that `instruments-info` returns for it.
///
/// `tickSize` and `quantityStep` keep the decimals that Bybit writes (`0.10`), since linear prices are formatted with
/// them.
public record Listing(InstrumentId id, String baseCoin, String quoteCoin, BigDecimal tickSize, BigDecimal quantityStep,
        ObjectNode info) {

    /// Parses an element of the `list` of `instruments-info`.
    static Listing of(Category category, ObjectNode info) {
        InstrumentId id = InstrumentId.parse(category.wireName() + ':' + info.path("symbol").asText());
        String step = category == Category.SPOT ? "basePrecision" : "qtyStep";
        return new Listing(id, info.path("baseCoin").asText(), info.path("quoteCoin").asText(),
                new BigDecimal(info.path("priceFilter").path("tickSize").asText()),
                new BigDecimal(info.path("lotSizeFilter").path(step).asText()), info);
    }

    /// A copy of the object for `instruments-info`.
    @Override
    public ObjectNode info() {
        return info.deepCopy();
    }
}
