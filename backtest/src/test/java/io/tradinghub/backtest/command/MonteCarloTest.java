package io.tradinghub.backtest.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.tradinghub.backtest.Trade;
import io.tradinghub.market.InstrumentId;
import org.junit.jupiter.api.Test;

/// What a reader is told about the order of the trades.
final class MonteCarloTest {

    private static List<Trade> trades(double... net) {
        List<Trade> trades = new ArrayList<>();
        for (double value : net) {
            trades.add(new Trade(InstrumentId.linear("BTCUSDT"), true, Instant.EPOCH, Optional.of(Instant.EPOCH),
                    BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.valueOf(value), BigDecimal.ZERO,
                    BigDecimal.ZERO, BigDecimal.ONE, Optional.empty()));
        }
        return trades;
    }

    private static List<?> words(double... net) {
        Map<String, Object> bands = MonteCarlo.ofTrades(trades(net)).orElseThrow();
        return (List<?>) Objects.requireNonNull(bands.get("words"));
    }

    @Test
    void anOrderWithoutALongFallIsCalledLucky() {
        double[] net = new double[60];
        for (int i = 0; i < net.length; i++) {
            net[i] = i % 2 == 0 ? 10 : -9;
        }
        assertThat(words(net)).element(1).asString().startsWith("The deepest fall of that sum was 9.00.");
        assertThat(words(net)).last().asString().startsWith("The order was lucky");
    }

    @Test
    void lossesInARowAreCalledUnlucky() {
        double[] net = new double[60];
        for (int i = 0; i < net.length; i++) {
            net[i] = i < 30 ? 10 : -9;
        }
        assertThat(words(net)).element(1).asString().startsWith("The deepest fall of that sum was 270.00.");
        assertThat(words(net)).last().asString().startsWith("The order was unlucky");
    }

    @Test
    void nothingIsSaidOfAFewTrades() {
        assertThat(MonteCarlo.ofTrades(trades(1, 2, 3))).isEmpty();
    }
}
