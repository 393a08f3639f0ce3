package io.tradinghub.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.StoreUnavailableException;
import org.junit.jupiter.api.Test;

/// What every [PositionBoard] promises. Each test starts with an empty board.
public abstract class PositionBoardContract {
    protected static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    protected static final InstrumentId SPOT = InstrumentId.spot("BTCUSDT");

    protected abstract PositionBoard board();

    /// The live store cannot be reached until [#comeBack].
    protected abstract void goAway();

    protected abstract void comeBack();

    @Test
    void showsNothingAtFirst() {
        assertThat(board().read(List.of(PERP, SPOT))).isEmpty();
        assertThat(board().read(List.of())).isEmpty();
    }

    @Test
    void showsTheLastQuantityOfEachInstrumentThatIsAskedFor() {
        board().show(PERP, new BigDecimal("-0.500"));
        board().show(SPOT, new BigDecimal("0.4995"));
        board().show(PERP, new BigDecimal("-0.25"));
        assertThat(board().read(List.of(PERP)).get(PERP)).isEqualByComparingTo("-0.25");
        assertThat(board().read(List.of(PERP))).hasSize(1);
        assertThat(board().read(List.of(SPOT, PERP)).get(SPOT)).isEqualByComparingTo("0.4995");
    }

    @Test
    void aFlatPositionIsShownAsNothingHeld() {
        board().show(PERP, new BigDecimal("0.000"));
        assertThat(board().read(List.of(PERP)).get(PERP)).isEqualByComparingTo("0");
    }

    @Test
    void saysThatItIsAwayAndTakesTheNextQuantityLater() {
        goAway();
        assertThatThrownBy(() -> board().show(PERP, BigDecimal.ONE)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> board().read(List.of(PERP))).isInstanceOf(StoreUnavailableException.class);
        comeBack();
        board().show(PERP, BigDecimal.TWO);
        assertThat(board().read(List.of(PERP)).get(PERP)).isEqualByComparingTo("2");
    }
}
