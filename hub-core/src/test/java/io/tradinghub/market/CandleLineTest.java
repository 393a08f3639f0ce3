package io.tradinghub.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CandleLineTest {
    private static final SeriesId SERIES = new SeriesId(InstrumentId.linear("BTCUSDT"), Interval.M1);
    private static final String GOOD = "kline,category=linear,interval=1,symbol=BTCUSDT open=35000.5,high=35010.0,low=34990.25,"
            + "close=35005.75,volume=1.5,turnover=52500.125,confirmed=true 1699999980000";

    @Test
    void readsTheDocumentedForm() {
        assertThat(CandleLine.parse(GOOD))
                .isEqualTo(new Candle(SERIES, 1699999980000L, 35000.5, 35010, 34990.25, 35005.75, 1.5, 52500.125));
    }

    @Test
    void everyCandleComesBackBitForBit() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            double low = random.nextDouble() * Math.pow(10, random.nextInt(12) - 6);
            double high = low * (1 + random.nextDouble());
            double open = low + (high - low) * random.nextDouble();
            Candle candle = new Candle(SERIES, i * 60_000L, Math.clamp(open, low, high), high, low, high,
                    random.nextDouble() * 1e9, random.nextDouble() * 1e12);
            assertThat(CandleLine.parse(CandleLine.of(candle))).isEqualTo(candle);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kline,symbol=BTCUSDT open= 17 | expected 'kline,category='
            kline,category=option,interval=1,symbol=B open=1 | category must be linear or spot
            kline,category=linear,interval=7,symbol=BTC open=1 | interval must be one of
            kline,category=linear,interval=1,symbol=btc open=1 | symbol must be
            kline,category=linear,interval=1,symbol=BTC open=1,high=x,low=1,close=1,volume=0,turnover=0,confirmed=true 0 | "x"
            kline,category=linear,interval=1,symbol=BTC open=1,high=NaN,low=1,close=1,volume=0,turnover=0,confirmed=true 0 | needs 0 < low
            kline,category=linear,interval=1,symbol=BTC open=1,high=1,low=1,close=1,volume=0,turnover=0,confirmed=false 0 | only closed
            kline,category=linear,interval=1,symbol=BTC open=1,high=1,low=1,close=1,volume=0,turnover=0,confirmed=true 17 | multiple
            kline,category=linear,interval=1,symbol=BTC open=1,high=1,low=1,close=1,volume=0,turnover=0,confirmed=true | does not end with
            """)
    void refusesALineSayingWhyAndShowingIt(String line, String reason) {
        assertThatThrownBy(() -> CandleLine.parse(line)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("unable to parse '" + line).hasMessageContaining(reason);
    }
}
