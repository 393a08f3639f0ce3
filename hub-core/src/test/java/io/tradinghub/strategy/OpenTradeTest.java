package io.tradinghub.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;

import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.Quote;
import io.tradinghub.market.SeriesId;
import io.tradinghub.testing.FakeAccount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OpenTradeTest {
    private static final InstrumentId BTC = InstrumentId.linear("BTCUSDT");
    private static final SeriesId SERIES = new SeriesId(BTC, Interval.M1);
    private static final long MINUTE = 60_000;

    private final FakeAccount account = new FakeAccount(10_000);
    private final OpenTrade trade = new OpenTrade(BTC);

    @Test
    void isNotOpenWhileNothingIsHeld() {
        assertThat(trade.sees(candle(0, 100), account, 2)).isFalse();
        assertThat(trade.sees(quote(MINUTE, 100), account, 2)).isFalse();
    }

    @Test
    void doesNotCountACandleThatClosedBeforeTheOpening() {
        account.hold(BTC, 1, 100, 2 * MINUTE);

        assertThat(trade.sees(candle(MINUTE, 100), account, 2)).isFalse();
        assertThat(trade.sees(candle(2 * MINUTE, 100), account, 2)).isTrue();
    }

    @Test
    void standsBehindTheEntryByTheRangeOfTheEntryAlone() {
        account.hold(BTC, 1, 100, 0);
        trade.sees(candle(0, 101), account, 2);
        trade.sees(candle(MINUTE, 102), account, 50);

        assertThat(trade.behindEntry(3)).isEqualTo(94);
        assertThat(trade.behindBest(3)).isEqualTo(96);
    }

    @Test
    void standsOnTheOtherSideOfAShort() {
        account.hold(BTC, -1, 100, 0);
        trade.sees(candle(0, 97), account, 2);
        trade.sees(candle(MINUTE, 99), account, 2);

        assertThat(trade.behindEntry(3)).isEqualTo(106);
        assertThat(trade.behindBest(3)).isEqualTo(103);
    }

    @Test
    void takesTheFirstKnownRangeOfATradeThatIsOlderThanTheCandles() {
        account.hold(BTC, 1, 100, 0);
        trade.sees(candle(0, 100), account, Double.NaN);
        assertThat(trade.behindEntry(1)).isNaN();

        trade.sees(candle(MINUTE, 100), account, 2);
        assertThat(trade.behindEntry(1)).isEqualTo(98);
    }

    @Test
    void countsOnlyTheCloseOfTheCandleInWhichItWasOpened() {
        account.hold(BTC, 1, 100, MINUTE / 2);
        Candle first = new Candle(SERIES, 0, 100, 101, 80, 100, 1, 100);
        trade.sees(first, account, 2);

        assertThat(trade.isStopped(90, first)).isFalse();
        Candle second = new Candle(SERIES, MINUTE, 100, 101, 80, 100, 1, 100);
        trade.sees(second, account, 2);
        assertThat(trade.isStopped(90, second)).isTrue();
    }

    @Test
    void staysStoppedUntilTheNextTrade() {
        account.hold(BTC, -1, 100, 0);
        trade.sees(quote(1, 120), account, 2);
        assertThat(trade.isStopped(110, quote(1, 120))).isTrue();
        trade.sees(quote(2, 100), account, 2);
        assertThat(trade.isStopped(110, quote(2, 100))).isTrue();

        account.hold(BTC, -1, 100, 3);
        trade.sees(quote(4, 100), account, 2);
        assertThat(trade.wasStopped()).isFalse();
        assertThat(trade.heldMillis(MINUTE)).isEqualTo(MINUTE - 3);
    }

    /// A stop is as good as hit when the price touches it.
    @ParameterizedTest
    @CsvSource({"1, 90, 90, true", "1, 90, 90.5, false", "-1, 110, 110, true", "-1, 110, 109.5, false"})
    void aTouchOfTheStopIsAHitByCandleAndByQuote(double quantity, double stop, double price, boolean isHit) {
        account.hold(BTC, quantity, 100, 0);
        OpenTrade byCandle = new OpenTrade(BTC);
        Candle candle = quantity > 0
                ? new Candle(SERIES, 0, 100, 101, price, 100, 1, 100)
                : new Candle(SERIES, 0, 100, price, 99, 100, 1, 100);
        byCandle.sees(candle, account, 2);
        assertThat(byCandle.isStopped(stop, candle)).isEqualTo(isHit);

        trade.sees(quote(1, price), account, 2);
        assertThat(trade.isStopped(stop, quote(1, price))).isEqualTo(isHit);
        assertThat(trade.wasStopped()).isEqualTo(isHit);
    }

    /// A long is sold at the bid, a short is bought back at the ask.
    @ParameterizedTest
    @CsvSource({"1, 90, true", "-1, 110, true", "1, 89, false", "-1, 111, false"})
    void theSideOfTheBookThatItWouldCloseAtDecides(double quantity, double stop, boolean isHit) {
        account.hold(BTC, quantity, 100, 0);
        Quote wide = new Quote(BTC, 90, 1, 110, 1, Instant.ofEpochMilli(1));
        trade.sees(wide, account, 2);
        assertThat(trade.isStopped(stop, wide)).isEqualTo(isHit);
    }

    @Test
    void knowsWhatItHoldsAndOnWhichSide() {
        account.hold(BTC, -0.5, 100, 0);
        assertThat(trade.sees(quote(1, 100), account, 2)).isTrue();
        assertThat(trade.quantity()).isEqualTo(-0.5);
        assertThat(trade.isLong()).isFalse();

        account.hold(BTC, 0.5, 100, 2);
        trade.sees(quote(3, 100), account, 2);
        assertThat(trade.isLong()).isTrue();
    }

    @Test
    void aQuoteFromBeforeTheOpeningSaysNothingOfTheTrade() {
        account.hold(BTC, 1, 100, 5);
        assertThat(trade.sees(quote(5, 100), account, 2)).isFalse();
        assertThat(trade.sees(quote(6, 100), account, 2)).isTrue();
    }

    @Test
    void theSameTradeReopenedInTheSameMillisecondBeginsAnew() {
        account.hold(BTC, 1, 100, 0);
        trade.sees(candle(0, 150), account, 2);
        account.close(BTC);
        trade.sees(candle(MINUTE, 100), account, 2);
        account.hold(BTC, 1, 100, 0);
        trade.sees(candle(2 * MINUTE, 100), account, 5);

        assertThat(trade.behindBest(1)).as("neither the best close nor the range of the trade before").isEqualTo(95);
    }

    @Test
    void theBestCloseNeverMovesBack() {
        account.hold(BTC, 1, 100, 0);
        trade.sees(candle(0, 110), account, 2);
        trade.sees(candle(MINUTE, 90), account, 2);
        assertThat(trade.behindBest(1)).isEqualTo(108);
    }

    @Test
    void aCandleThatOpensTogetherWithThePositionCountsAsAWhole() {
        account.hold(BTC, 1, 100, MINUTE);
        Candle first = new Candle(SERIES, MINUTE, 100, 101, 80, 100, 1, 100);
        trade.sees(first, account, 2);
        assertThat(trade.isStopped(90, first)).isTrue();
    }

    private static Candle candle(long openTimeMillis, double close) {
        return new Candle(SERIES, openTimeMillis, close, close, close, close, 1, close);
    }

    private static Quote quote(long millis, double price) {
        return new Quote(BTC, price, 1, price, 1, Instant.ofEpochMilli(millis));
    }
}
