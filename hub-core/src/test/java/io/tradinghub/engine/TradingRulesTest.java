package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradinghub.market.Instrument;
import io.tradinghub.order.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The exchange's rules as orders need them. Those of the bench: ticks of 0.1, steps of 0.001, orders worth 5 or more,
/// of up to 100 at a limit and 50 at the market.
final class TradingRulesTest {
    private final TradingRules rules = published(Bench.instrument(PERP));

    private static TradingRules published(Instrument instrument) {
        TradingRules rules = new TradingRules(PERP);
        rules.publish(instrument);
        return rules;
    }

    @Test
    void nothingIsCountedBeforeTheRulesAreKnown() {
        TradingRules unknown = new TradingRules(PERP);
        assertThat(unknown.areKnown()).isFalse();
        assertThat(unknown.instrument()).isEmpty();
        assertThatThrownBy(unknown::known).isInstanceOf(IllegalStateException.class).hasMessageContaining("BTCUSDT");
        assertThat(rules.areKnown()).isTrue();
        assertThat(rules.instrument()).contains(Bench.instrument(PERP));
    }

    @Test
    void oneOrderTradesNoMoreThanTheSmallerOfBothMaxima() {
        assertThat(rules.largestOrderLots()).isEqualTo(50_000);
    }

    @ParameterizedTest(name = "{0} at {1}: {2}")
    @CsvSource({"BUY, 100.19, 100.1", "BUY, 100.1, 100.1", "SELL, 100.11, 100.2", "SELL, 100.2, 100.2",
            "BUY, 0.04, 0.1", "SELL, 0.04, 0.1"})
    void aPriceIsPutOnTheGridToTheAdvantageOfTheBot(Side side, double price, String expected) {
        assertThat(rules.noWorse(price, side)).isEqualByComparingTo(expected);
    }

    @ParameterizedTest(name = "at {0}: {1}")
    @CsvSource({"2500, 0.002", "5000, 0.001", "50000, 0.001", "0, 0.001", "NaN, 0.001"})
    void theSmallestOrderIsWorthTheLeastNotionalAndHasTheLeastQuantity(double price, double expected) {
        assertThat(rules.smallestQuantity(price)).isEqualTo(expected);
    }

    @Test
    void theLeastQuantityMayBeMoreThanOneStep() {
        Instrument usual = Bench.instrument(PERP);
        TradingRules tenSteps = published(new Instrument(PERP, "BTC", "USDT", usual.tickSize(), usual.quantityStep(),
                usual.quantityStep().movePointRight(1), usual.minNotional(), usual.maxLimitQuantity(),
                usual.maxMarketQuantity(), usual.fundingPeriod()));
        assertThat(tenSteps.smallestQuantity(50_000)).isEqualTo(0.01);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"0.002, 2500", "0.001, 5000", "0.0009, Infinity", "0, Infinity"})
    void aQuantityIsWorthAnOrderFromSomePriceOnOrNever(double quantity, double expected) {
        assertThat(rules.priceWorthAnOrder(quantity)).isEqualTo(expected);
    }
}
