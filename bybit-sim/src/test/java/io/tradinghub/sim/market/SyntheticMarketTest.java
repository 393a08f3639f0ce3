package io.tradinghub.sim.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

import io.tradinghub.market.InstrumentId;
import org.junit.jupiter.api.Test;

class SyntheticMarketTest {
    private static final long MINUTE = 60_000;
    private static final long DAY = 1_440 * MINUTE;
    private static final Instant START = Instant.parse("2026-01-10T00:00:00Z");
    private static final long FIRST = START.toEpochMilli() - 2 * DAY;
    private final SyntheticMarket market = SyntheticMarket.of(11, List.of("BTCUSDT", "ETHUSDT", "SOLUSDT"), START);

    @Test
    void returnsTheSameCandlesForASeedInAnyOrder() {
        SyntheticMarket other = SyntheticMarket.of(11, List.of("SOLUSDT", "BTCUSDT"), START.plusSeconds(77));
        List<Long> opens = new ArrayList<>(LongStream.range(0, 3_000).mapToObj(k -> FIRST + k * MINUTE).toList());
        List<Bar> inOrder = opens.stream().map(open -> tape(market, "linear:SOLUSDT").bar(open).orElseThrow()).toList();
        Collections.reverse(opens);

        List<Bar> backwards = opens.stream().map(open -> tape(other, "linear:SOLUSDT").bar(open).orElseThrow())
                .toList();

        assertThat(backwards.reversed()).isEqualTo(inOrder);
    }

    @Test
    void returnsOtherCandlesForAnotherSeed() {
        SyntheticMarket other = SyntheticMarket.of(12, List.of("BTCUSDT"), START);

        assertThat(tape(other, "spot:BTCUSDT").bar(FIRST)).isNotEqualTo(tape(market, "spot:BTCUSDT").bar(FIRST));
    }

    @Test
    void opensEachCandleAtThePreviousClose() {
        for (Tape tape : market.tapes()) {
            for (long open = FIRST; open < FIRST + 2 * DAY; open += MINUTE) {
                assertThat(tape.bar(open).orElseThrow().open()).as("%s at %d", tape.listing().id(), open)
                        .isEqualTo(tape.bar(open - MINUTE).orElseThrow().close());
            }
        }
    }

    @Test
    void tradesOnTheGridAndInsideTheirCandle() {
        for (Tape tape : market.tapes()) {
            BigDecimal tick = tape.listing().tickSize();
            BigDecimal step = tape.listing().quantityStep();
            for (long open = FIRST; open < FIRST + 200 * MINUTE; open += MINUTE) {
                Bar bar = tape.bar(open).orElseThrow();
                BarAggregator sum = new BarAggregator();
                sum.add(Bar.flat(open, bar.open()));
                for (Trade trade : tape.trades(open)) {
                    assertThat(BigDecimal.valueOf(trade.price()).remainder(tick)).isZero();
                    assertThat(BigDecimal.valueOf(trade.size()).remainder(step)).isZero();
                    assertThat(trade.size()).isPositive();
                    sum.add(new Bar(open, trade.price(), trade.price(), trade.price(), trade.price(), trade.size(),
                            trade.price() * trade.size()));
                }
                Bar folded = sum.at(open).orElseThrow();
                assertThat(new Bar(open, folded.open(), folded.high(), folded.low(), folded.close(),
                        EightDecimals.round(folded.volume()),
                        EightDecimals.round(folded.turnover()))).isEqualTo(bar);
            }
        }
    }

    @Test
    void hasQuietMinutesAndJumpsAndCorrelatedCoins() {
        Tape btc = tape(market, "linear:BTCUSDT");
        Tape eth = tape(market, "linear:ETHUSDT");
        int quiet = 0;
        double largest = 0;
        double covariance = 0;
        double btcSquares = 0;
        double ethSquares = 0;
        for (long open = FIRST - 8 * DAY; open < FIRST + 2 * DAY; open += MINUTE) {
            Bar one = btc.bar(open).orElseThrow();
            Bar two = eth.bar(open).orElseThrow();
            double oneReturn = Math.log(one.close() / one.open());
            double twoReturn = Math.log(two.close() / two.open());
            quiet += one.volume() == 0 ? 1 : 0;
            largest = Math.max(largest, Math.abs(oneReturn));
            covariance += oneReturn * twoReturn;
            btcSquares += oneReturn * oneReturn;
            ethSquares += twoReturn * twoReturn;
        }
        assertThat(quiet).isBetween(50, 5_000);
        assertThat(largest).isGreaterThan(0.004);
        assertThat(covariance / Math.sqrt(btcSquares * ethSquares)).isBetween(0.3, 0.9);
    }

    @Test
    void exceedsFourTakerFeesSometimesAndNotMostOfTheTime() {
        InstrumentId linear = InstrumentId.linear("BTCUSDT");
        double fourFees = 2 * (0.00055 + 0.001);
        int highBasis = 0;
        int hours = 0;
        for (long at = START.toEpochMilli() - 60 * DAY; at < START.toEpochMilli(); at += 60 * MINUTE) {
            double perpetual = tape(market, linear.toString()).bar(at).orElseThrow().close();
            double spot = tape(market, "spot:BTCUSDT").bar(at).orElseThrow().close();
            highBasis += perpetual / spot - 1 > fourFees ? 1 : 0;
            hours++;
        }
        int highFunding = 0;
        for (long at = START.toEpochMilli() - 60 * DAY; at < START.toEpochMilli(); at += 480 * MINUTE) {
            highFunding += market.fundingRate(linear, at, at).orElseThrow() > fourFees ? 1 : 0;
        }
        assertThat(highBasis).isBetween(hours / 50, hours / 2);
        assertThat(highFunding).isBetween(3, 90);
    }

    @Test
    void doesNotChangeARateOnceItIsSettled() {
        long settles = START.toEpochMilli();

        assertThat(market.fundingRate(InstrumentId.linear("ETHUSDT"), settles, settles + 3 * DAY))
                .isEqualTo(market.fundingRate(InstrumentId.linear("ETHUSDT"), settles, settles));
    }

    @Test
    void generatesAnUnknownCoin() {
        for (String symbol : List.of("ADAUSDT", "NOPEUSDT", "1000PEPEUSDT")) {
            SyntheticMarket generated = SyntheticMarket.of(11, List.of(symbol, symbol), START);
            Tape spot = tape(generated, "spot:" + symbol);
            Bar bar = spot.bar(FIRST).orElseThrow();

            assertThat(generated.tapes()).hasSize(2);
            assertThat(SyntheticMarket.of(11, List.of(symbol), START).tapes().getLast().bar(FIRST)).contains(bar);
            assertThat(spot.listing().tickSize().doubleValue() / bar.close()).isBetween(1e-6, 1e-3);
            assertThat(spot.listing().quantityStep().doubleValue() * bar.close()).isBetween(0.01, 5.0);
            assertThat(spot.listing().info().at("/lotSizeFilter/maxMarketOrderQty").asDouble() * bar.close())
                    .isGreaterThan(100_000);
            assertThat(tape(generated, "linear:" + symbol).trades(FIRST)).allMatch(trade -> trade.size() > 0);
        }
    }

    @Test
    void rejectsAnInvalidSymbol() {
        assertThatThrownBy(() -> SyntheticMarket.of(1, List.of("btcusdt"), START)).hasMessageContaining("btcusdt");
        assertThatThrownBy(() -> SyntheticMarket.of(1, List.of(), START)).hasMessageContaining("at least one symbol");
    }

    @Test
    void aggregatesWeeksFromTheirDays() {
        Tape tape = tape(market, "spot:BTCUSDT");
        long monday = Instant.parse("2025-12-29T00:00:00Z").toEpochMilli();
        BarAggregator minutes = new BarAggregator();
        for (long open = monday; open < monday + 7 * DAY; open += MINUTE) {
            minutes.add(tape.bar(open).orElseThrow());
        }
        Bar expected = minutes.at(monday).orElseThrow();

        Bar week = new CandleView(tape).candle(KlineInterval.W1, monday, monday + 7 * DAY).orElseThrow();

        assertThat(week).isEqualTo(new Bar(monday, expected.open(), expected.high(), expected.low(), expected.close(),
                EightDecimals.round(expected.volume()), EightDecimals.round(expected.turnover())));
    }

    private static Tape tape(Market market, String id) {
        return market.tape(InstrumentId.parse(id)).orElseThrow();
    }
}
