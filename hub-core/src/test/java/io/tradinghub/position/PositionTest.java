package io.tradinghub.position;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class PositionTest {
    private static final InstrumentId SPOT = InstrumentId.spot("BTCUSDT");

    private static Fill fill(Side side, String quantity, String price, Fee fee, int second) {
        return fill(Origin.ORDER, side, quantity, price, fee, second);
    }

    private static Fill fill(Origin origin, Side side, String quantity, String price, Fee fee, int second) {
        return new Fill(new ExecutionId("e" + second), Optional.of(new ClientOrderId("bot_1-1")), origin, SPOT, side,
                new BigDecimal(quantity), new BigDecimal(price), fee, Fill.Liquidity.TAKER, 0,
                Instant.ofEpochSecond(second));
    }

    private static Fee quoteFee(String amount) {
        return Fee.inQuote(new BigDecimal(amount), "USDT");
    }

    @Test
    void averagesInAndRealisesAgainstTheAverage() {
        Position position = Position.flat(SPOT).apply(fill(Side.BUY, "1", "100", quoteFee("0.1"), 1))
                .apply(fill(Side.BUY, "1", "110", quoteFee("0.1"), 2))
                .apply(fill(Side.SELL, "1.5", "120", quoteFee("0.2"), 3));
        assertThat(position.quantity()).isEqualByComparingTo("0.5");
        assertThat(position.entryPrice()).isEqualByComparingTo("105");
        assertThat(position.realisedPnl()).isEqualByComparingTo("22.5");
        assertThat(position.fees()).isEqualByComparingTo("0.4");
        assertThat(position.openedAt()).isEqualTo(Instant.ofEpochSecond(1));
    }

    @Test
    void startsAnewWhenItTurns() {
        Position position = Position.flat(SPOT).apply(fill(Side.BUY, "1", "100", quoteFee("0"), 1))
                .apply(fill(Side.SELL, "3", "90", quoteFee("0"), 2));
        assertThat(position.quantity()).isEqualByComparingTo("-2");
        assertThat(position.entryPrice()).isEqualByComparingTo("90");
        assertThat(position.realisedPnl()).isEqualByComparingTo("-10");
        assertThat(position.openedAt()).isEqualTo(Instant.ofEpochSecond(2));
    }

    @Test
    void holdsLessThanItBoughtByAFeeInTheCoinBought() {
        Position position = Position.flat(SPOT)
                .apply(fill(Side.BUY, "1", "100", Fee.inBase(new BigDecimal("0.001"), "BTC", new BigDecimal("100")),
                        1));
        assertThat(position.quantity()).isEqualByComparingTo("0.999");
        assertThat(position.fees()).isEqualByComparingTo("0.1");
    }

    @Test
    void whatAHandClosesIsTakenFromTheBotsOwnAndWhatItOpensIsNot() {
        Position position = Position.flat(SPOT).apply(fill(Side.BUY, "1", "100", quoteFee("0"), 1))
                .apply(fill(Origin.MANUAL, Side.SELL, "0.4", "100", quoteFee("0"), 2));
        assertThat(position.ownQuantity()).isEqualByComparingTo("0.6");
        position = position.apply(fill(Origin.MANUAL, Side.BUY, "2", "100", quoteFee("0"), 3));
        assertThat(position.quantity()).isEqualByComparingTo("2.6");
        assertThat(position.ownQuantity()).isEqualByComparingTo("0.6");
        position = position.apply(fill(Side.SELL, "0.6", "100", quoteFee("0"), 4));
        assertThat(position.ownQuantity()).isEqualByComparingTo("0");
        assertThat(position.quantity()).isEqualByComparingTo("2");
        position = position.apply(fill(Origin.MANUAL, Side.SELL, "3", "100", quoteFee("0"), 5));
        assertThat(position.quantity()).isEqualByComparingTo("-1");
        assertThat(position.ownQuantity()).isEqualByComparingTo("0");
        assertThat(position.adopted().ownQuantity()).isEqualByComparingTo("-1");
    }

    @Test
    void aShortEarnsWhenThePriceFallsAndLosesWhenItRises() {
        Position position = Position.flat(SPOT).apply(fill(Side.SELL, "2", "100", quoteFee("0"), 1));
        assertThat(position.unrealisedPnl(new BigDecimal("90"))).isEqualByComparingTo("20");
        position = position.apply(fill(Side.BUY, "1", "90", quoteFee("0"), 2));
        assertThat(position.realisedPnl()).isEqualByComparingTo("10");
        assertThat(position.entryPrice()).isEqualByComparingTo("100");
        assertThat(position.unrealisedPnl(new BigDecimal("110"))).isEqualByComparingTo("-10");
    }

    @Test
    void aPositionThatWasClosedIsFlatAndTheNextBeginsAtItsOwnPriceAndTime() {
        Position closed = Position.flat(SPOT).apply(fill(Side.BUY, "1", "100", quoteFee("0"), 1))
                .apply(fill(Side.SELL, "1", "120", quoteFee("0"), 2));
        assertThat(closed.isFlat()).isTrue();
        assertThat(closed.entryPrice()).isZero();
        assertThat(closed.ownQuantity()).isZero();
        assertThat(closed.realisedPnl()).isEqualByComparingTo("20");
        Position next = closed.apply(fill(Side.SELL, "1", "130", quoteFee("0"), 3));
        assertThat(next.isFlat()).isFalse();
        assertThat(next.entryPrice()).isEqualByComparingTo("130");
        assertThat(next.openedAt()).isEqualTo(Instant.ofEpochSecond(3));
        assertThat(next.realisedPnl()).isEqualByComparingTo("20");
    }

    @Test
    void aPositionThatGetsSmallerKeepsItsPriceAndTheTimeItWasOpened() {
        Position position = Position.flat(SPOT).apply(fill(Side.SELL, "3", "100", quoteFee("0"), 1))
                .apply(fill(Side.BUY, "1", "150", quoteFee("0"), 2));
        assertThat(position.quantity()).isEqualByComparingTo("-2");
        assertThat(position.entryPrice()).isEqualByComparingTo("100");
        assertThat(position.openedAt()).isEqualTo(Instant.ofEpochSecond(1));
        assertThat(position.ownQuantity()).isEqualByComparingTo("-2");
    }

    /// The coin that was bought can all go into the fee.
    @Test
    void aFillWhoseFeeTakesAllOfItLeavesNothingHeld() {
        Position position = Position.flat(SPOT)
                .apply(fill(Side.BUY, "1", "100", Fee.inBase(BigDecimal.ONE, "BTC", new BigDecimal("100")), 1));
        assertThat(position.isFlat()).isTrue();
        assertThat(position.entryPrice()).isZero();
    }

    @Test
    void whatTheBotSellsOfAHandsPositionIsNotItsOwnShort() {
        Position position = Position.flat(SPOT).apply(fill(Origin.MANUAL, Side.BUY, "2", "100", quoteFee("0"), 1))
                .apply(fill(Side.SELL, "1", "100", quoteFee("0"), 2));
        assertThat(position.quantity()).isEqualByComparingTo("1");
        assertThat(position.ownQuantity()).isZero();
    }

    @Test
    void whatTheBotSoldAcrossZeroIsItsOwnOnlyAsFarAsItIsHeld() {
        Position position = Position.flat(SPOT).apply(fill(Origin.MANUAL, Side.SELL, "1", "100", quoteFee("0"), 1))
                .apply(fill(Side.SELL, "2", "100", quoteFee("0"), 2));
        assertThat(position.ownQuantity()).isEqualByComparingTo("-2");
        position = position.apply(fill(Origin.MANUAL, Side.BUY, "2", "100", quoteFee("0"), 3));
        assertThat(position.quantity()).isEqualByComparingTo("-1");
        assertThat(position.ownQuantity()).isEqualByComparingTo("-1");
    }

    @Test
    void aPositionThatIsAdoptedKeepsItsPriceItsGainsAndItsFees() {
        Position position = Position.flat(SPOT).apply(fill(Origin.MANUAL, Side.BUY, "3", "100", quoteFee("0.3"), 1))
                .apply(fill(Origin.MANUAL, Side.SELL, "1", "110", quoteFee("0.1"), 2));
        assertThat(position.adopted()).isEqualTo(new Position(SPOT, position.quantity(), position.quantity(),
                position.entryPrice(), position.realisedPnl(), position.fees(), position.openedAt()));
    }

    /// What everything cost and brought in is the cash; cash plus the worth of the rest is the profit, however it came
    /// about.
    @Property
    void earnsWhatCashAndRemainderSay(
            @ForAll @Size(min = 1, max = 30) List<@IntRange(min = -5, max = 5) Integer> trades) {
        Position position = Position.flat(SPOT);
        BigDecimal cash = BigDecimal.ZERO;
        BigDecimal sum = BigDecimal.ZERO;
        for (int index = 0; index < trades.size(); index++) {
            int quantity = trades.get(index);
            if (quantity == 0) {
                continue;
            }
            Side side = quantity > 0 ? Side.BUY : Side.SELL;
            Fill fill = fill(side, String.valueOf(Math.abs(quantity)), String.valueOf(100 + (index * 7) % 13),
                    quoteFee("0.3"),
                    index);
            position = position.apply(fill);
            cash = cash.subtract(fill.positionChange().multiply(fill.price()));
            sum = sum.add(fill.positionChange());
        }
        BigDecimal last = new BigDecimal("104");
        assertThat(position.quantity()).isEqualByComparingTo(sum);
        assertThat(
                position.realisedPnl().add(position.unrealisedPnl(last)).subtract(cash.add(sum.multiply(last))).abs())
                .isLessThan(new BigDecimal("0.0000001"));
    }
}
