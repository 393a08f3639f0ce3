package io.tradinghub.arbitrage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.tradinghub.market.Candle;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.Quote;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.Symbol;
import io.tradinghub.testing.Replay;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The bot with the real engine, its hedge and the paper exchange, in a market in which only funding and depth change.
final class PairInTheMarketTest {
    private static final InstrumentId SPOT = InstrumentId.spot("BTCUSDT");
    private static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    private static final double PRICE = 50_000;
    private static final double RICH = 0.001;
    private static final double DEEP = 100;
    /// 40 % of 10,000 at the ask, in whole thousandths.
    private static final double QUANTITY = 0.079;

    private final Replay replay = new Replay(
            new ArbitrageBot(new ArbitrageSettings(List.of(new Symbol("BTCUSDT")), 0.4,
                    new ArbitrageSettings.Basis(Interval.M1, 10, Duration.ofSeconds(5)),
                    ArbitrageSettings.Carry.DEFAULTS,
                    ArbitrageSettings.Costs.DEFAULTS)),
            List.of(Replay.rules(SPOT, "0.1", "0.000001"), Replay.rules(PERP, "0.1", "0.001")));
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @BeforeEach
    void seeAUsualBasisOfZero() {
        for (int minute = 0; minute < 10; minute++) {
            replay.candles(List.of(candle(SPOT), candle(PERP)));
            now = now.plusSeconds(60);
        }
    }

    private Candle candle(InstrumentId id) {
        return new Candle(new SeriesId(id, Interval.M1), now.toEpochMilli(), PRICE, PRICE, PRICE, PRICE, 1, PRICE);
    }

    /// Announces this rate, to be settled at the next hour that is a multiple of eight.
    private void announce(double rate) {
        Duration period = Duration.ofHours(8);
        long settles = (now.toEpochMilli() / period.toMillis() + 1) * period.toMillis();
        replay.funding(new FundingRate(PERP, rate, Instant.ofEpochMilli(settles), period), now.toEpochMilli());
    }

    /// So many seconds with a quote of each leg, spot this deep.
    private void seconds(int count, double spotSize) {
        for (int second = 0; second < count; second++) {
            now = now.plusSeconds(1);
            replay.quote(new Quote(SPOT, PRICE - 0.1, spotSize, PRICE + 0.1, spotSize, now));
            replay.quote(new Quote(PERP, PRICE - 0.1, DEEP, PRICE + 0.1, DEEP, now));
        }
    }

    /// Lets so many funding periods pass, the rate announced again after each.
    private void periods(int count, double rate) {
        for (int period = 0; period < count; period++) {
            now = now.plus(Duration.ofHours(8));
            seconds(1, DEEP);
            announce(rate);
        }
    }

    /// The fee leaves spot a thousandth short; what of it is large enough to be ordered is bought again with the next
    /// part of an entry.
    private void assertBothLegsAreHeld() {
        assertThat(replay.position(PERP)).isEqualTo(-QUANTITY);
        assertThat(replay.position(SPOT)).isBetween(QUANTITY * (1 - 0.001) - 1e-9, QUANTITY);
    }

    @Test
    void holdsBothLegsAndIsPaidTheFunding() {
        announce(RICH);
        seconds(3, DEEP);
        assertBothLegsAreHeld();
        periods(3, RICH);
        assertBothLegsAreHeld();

        assertThat(replay.summary().funding()).isCloseTo(3 * RICH * QUANTITY * PRICE, within(0.01));
        assertThat(replay.summary().trades()).isEqualTo(2);
    }

    @Test
    void leavesBothLegsWhenFundingTurnsAndPaysForNoMoreThanItTraded() {
        announce(RICH);
        seconds(3, DEEP);
        periods(10, -RICH);
        seconds(3, DEEP);

        assertThat(replay.position(PERP)).isZero();
        assertThat(replay.position(SPOT)).isCloseTo(0, within(1e-6));
        Replay.Summary summary = replay.summary();
        assertThat(summary.fees()).isCloseTo(ArbitrageSettings.Costs.DEFAULTS.roundTrip() * QUANTITY * PRICE,
                within(0.05));
        assertThat(summary.netPnl()).isCloseTo(summary.funding() - summary.fees(), within(1.0));
    }

    @Test
    void completesTheMissingLegWhileTheBookFillsUp() {
        announce(RICH);
        seconds(10, 0.002);

        assertBothLegsAreHeld();
    }

    @Test
    void unwindsTheLegThatStaysAloneAndEntersAgainWhenBothCanBeTraded() {
        announce(RICH);
        seconds(5, 0);
        assertThat(replay.position(PERP)).isEqualTo(-QUANTITY);
        seconds(20, 0);
        assertThat(replay.position(PERP)).isZero();
        assertThat(replay.position(SPOT)).isZero();
        seconds(600, DEEP);

        assertBothLegsAreHeld();
    }
}
