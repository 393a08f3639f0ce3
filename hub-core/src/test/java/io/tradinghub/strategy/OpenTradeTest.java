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

    private static Candle candle(long openTimeMillis, double close) {
        return new Candle(SERIES, openTimeMillis, close, close, close, close, 1, close);
    }

    private static Quote quote(long millis, double price) {
        return new Quote(BTC, price, 1, price, 1, Instant.ofEpochMilli(millis));
    }
}
