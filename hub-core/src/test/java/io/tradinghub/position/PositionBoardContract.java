package io.tradinghub.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Map;

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
        assertThat(board().read()).isEmpty();
    }

    @Test
    void showsTheLastQuantitiesAndNoOthers() {
        board().show(Map.of(PERP, new BigDecimal("-0.5"), SPOT, new BigDecimal("0.4995")));
        assertThat(board().read()).isEqualTo(Map.of(PERP, new BigDecimal("-0.5"), SPOT, new BigDecimal("0.4995")));
        board().show(Map.of(PERP, new BigDecimal("-0.25")));
        assertThat(board().read()).isEqualTo(Map.of(PERP, new BigDecimal("-0.25")));
    }

    @Test
    void aFlatPositionIsShownAsNothingHeld() {
        board().show(Map.of(PERP, new BigDecimal("0.000")));
        assertThat(board().read().get(PERP)).isEqualByComparingTo("0");
    }

    @Test
    void saysThatItIsAwayAndTakesTheNextQuantitiesLater() {
        goAway();
        assertThatThrownBy(() -> board().show(Map.of(PERP, BigDecimal.ONE)))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> board().read()).isInstanceOf(StoreUnavailableException.class);
        comeBack();
        board().show(Map.of(PERP, BigDecimal.TWO));
        assertThat(board().read().get(PERP)).isEqualByComparingTo("2");
    }
}
