package io.tradinghub.engine;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.Side;
import org.jspecify.annotations.Nullable;

/// The exchange's rules of one instrument, and what the engine asks of them often. Order quantities are counted in
/// lots, multiples of the quantity step, and prices in ticks; both become decimals again where an order is made.
final class TradingRules {
    private final InstrumentId id;
    private @Nullable Instrument rules;
    private long largestOrderLots;
    private double smallestStep;
    private double minNotional;

    TradingRules(InstrumentId id) {
        this.id = id;
    }

    boolean areKnown() {
        return rules != null;
    }

    Optional<Instrument> instrument() {
        return Optional.ofNullable(rules);
    }

    Instrument known() {
        if (rules == null) {
            throw new IllegalStateException("the rules of %s are not known yet".formatted(id));
        }
        return rules;
    }

    void publish(Instrument instrument) {
        rules = instrument;
        largestOrderLots = instrument.lots(instrument.maxLimitQuantity().min(instrument.maxMarketQuantity()));
        smallestStep = instrument.quantityStep().max(instrument.minQuantity()).doubleValue();
        minNotional = instrument.minNotional().doubleValue();
    }

    /// The most that one order may trade; 0 before the rules are known.
    long largestOrderLots() {
        return largestOrderLots;
    }

    BigDecimal quantity(long lots) {
        return known().quantityOf(lots);
    }

    /// The price on the tick grid that is no worse for the buyer or seller than this one, at least one tick.
    BigDecimal noWorse(double price, Side side) {
        long ticks = known().ticks(price, side == Side.BUY ? RoundingMode.DOWN : RoundingMode.UP);
        return known().priceOf(Math.max(1, ticks));
    }

    /// The smallest quantity worth an order at this price, in base coin.
    double smallestQuantity(double price) {
        return price > 0 ? Math.max(minNotional / price, smallestStep) : smallestStep;
    }

    /// The price at which this quantity is worth an order; infinite when none makes it so.
    double priceWorthAnOrder(double quantity) {
        return quantity >= smallestStep ? minNotional / quantity : Double.POSITIVE_INFINITY;
    }
}
