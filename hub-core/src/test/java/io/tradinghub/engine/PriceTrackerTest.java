package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;

import io.tradinghub.market.Quote;
import io.tradinghub.order.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which prices are taken, how old they may be, and how far from the touch an order may fill.
final class PriceTrackerTest {
    private static final long NOW = 1_000_000;
    private final PriceTracker price = new PriceTracker();

    private static Quote quote(double bid, long atMillis) {
        return new Quote(PERP, bid, 1, bid + 2, 1, Instant.ofEpochMilli(atMillis));
    }

    @Test
    void nothingIsKnownBeforeTheFirstPrice() {
        assertThat(price.isKnown()).isFalse();
        assertThat(price.mark()).isNaN();
        assertThat(price.isFresh(NOW, Long.MAX_VALUE)).isFalse();
    }

    @Test
    void aQuoteOlderThanTheOneKnownIsDroppedAndOneOfTheSameMomentIsTaken() {
        assertThat(price.quoted(quote(100, NOW), NOW)).isTrue();
        assertThat(price.quoted(quote(200, NOW - 1), NOW)).isFalse();
        assertThat(price.mark()).isEqualTo(101);
        assertThat(price.quoted(quote(300, NOW), NOW)).isTrue();
        assertThat(price.mark()).isEqualTo(301);
        assertThat(price.isKnown()).isTrue();
    }

    @Test
    void aPriceFromTheFutureDoesNotShutOutThoseOfNow() {
        price.quoted(quote(100, NOW + 1), NOW);
        assertThat(price.quoted(quote(200, NOW), NOW)).isTrue();
        assertThat(price.mark()).isEqualTo(201);
    }

    @Test
    void aCloseIsAPriceOnlyWhereNoQuotesCome() {
        assertThat(price.pricedAt(90, NOW)).isTrue();
        assertThat(price.mark()).isEqualTo(90);
        assertThat(price.crossingPrice(Side.BUY, 100)).isCloseTo(90.9, within(1e-9));
        price.quoted(quote(100, NOW), NOW);
        assertThat(price.pricedAt(80, NOW + 60_000)).isFalse();
        assertThat(price.mark()).isEqualTo(101);
    }

    @ParameterizedTest(name = "stamped {0} ms after now: {1}")
    @CsvSource({"0, true", "-15000, true", "-15001, false", "15000, true", "15001, false"})
    void aPriceIsFreshWithinTheLargestAgeOnBothSidesOfNow(long after, boolean isFresh) {
        price.pricedAt(90, NOW + after);
        assertThat(price.isFresh(NOW, 15_000)).isEqualTo(isFresh);
    }

    @Test
    void aBuyerPaysTheAskAndASellerGetsTheBidUpToTheBound() {
        price.quoted(quote(100, NOW), NOW);
        assertThat(price.crossingPrice(Side.BUY, 50)).isCloseTo(102.51, within(1e-9));
        assertThat(price.crossingPrice(Side.SELL, 50)).isCloseTo(99.5, within(1e-9));
    }
}
