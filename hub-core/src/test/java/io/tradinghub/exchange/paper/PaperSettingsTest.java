package io.tradinghub.exchange.paper;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PaperSettingsTest {

    private static PaperSettings settings(int levels, int spacing, int slippage, double share) {
        return new PaperSettings(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, levels, spacing,
                slippage, share);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 2, 0.1", "1, -1, 2, 0.1", "1, 1, -1, 0.1", "1, 1, 2, 0", "1, 1, 2, 1.01", "1, 1, 2, NaN"})
    void aMarketThatCannotBeIsRefused(int levels, int spacing, int slippage, double share) {
        assertThatThrownBy(() -> settings(levels, spacing, slippage, share))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 0, 1", "1, 0, 0, 0.000001"})
    void theThinnestAndTheKindestMarketAreTaken(int levels, int spacing, int slippage, double share) {
        assertThatCode(() -> settings(levels, spacing, slippage, share)).doesNotThrowAnyException();
    }
}
