package io.tradinghub.backtest.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.backtest.ReferenceFiles;
import io.tradinghub.backtest.statistics.TradeStatistics.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TradeStatisticsTest {

    @ParameterizedTest
    @ValueSource(strings = {"bybit-5m/longflat", "bybit-5m/reverse+funding"})
    @EnabledIfEnvironmentVariable(named = ReferenceFiles.FOLDER, matches = ".+")
    void isWhatOtherProgramsCompute(String set) {
        JsonNode reference = ReferenceFiles.json("stats-reference.json").path("trades").path(set);
        List<Outcome> outcomes = ReferenceFiles.rows("ema-%s-trades.csv".formatted(set.replace('/', '-'))).stream()
                .filter(row -> "signal".equals(row.get("exit_reason"))).map(TradeStatisticsTest::outcome).toList();
        TradeStatistics of = TradeStatistics.of(outcomes);
        assertThat(of.trades()).isEqualTo(reference.path("closed_trades").intValue());
        assertThat(of.losingStreak()).isEqualTo(reference.path("longest_losing_streak").intValue());
        Map.ofEntries(Map.entry("win_rate", of.winRate()), Map.entry("profit_factor", of.profitFactor()),
                Map.entry("payoff", of.payoff()), Map.entry("expectancy", of.expectancy()),
                Map.entry("expectancy_R", of.expectancyR()), Map.entry("sqn", of.quality()),
                Map.entry("sqn_capped_100", of.cappedQuality()), Map.entry("kelly", of.kelly()),
                Map.entry("gross_pnl", of.gross()), Map.entry("fees", of.fees()),
                Map.entry("fee_share_of_gross_wins", of.feeShare()), Map.entry("funding", of.funding()),
                Map.entry("funding_share_of_gross_wins", of.fundingShare()),
                Map.entry("fee_per_traded_value", of.feeRate()), Map.entry("traded_value", of.tradedValue()))
                .forEach((name, value) -> assertThat(value).as(name).isCloseTo(reference.path(name).doubleValue(),
                        within(1e-9 * Math.max(1, Math.abs(value)))));
    }

    private static Outcome outcome(Map<String, String> row) {
        double quantity = number(row, "qty");
        return new Outcome(number(row, "gross_pnl"), number(row, "entry_fee") + number(row, "exit_fee"),
                number(row, "funding"), quantity * (number(row, "entry_price") + number(row, "exit_price")));
    }

    private static double number(Map<String, String> row, String name) {
        return Double.parseDouble(row.get(name));
    }

    @Test
    void costsCountInWhatATradeBrought() {
        TradeStatistics of = TradeStatistics.of(List.of(new Outcome(10, 1, 0.5, 2_000), new Outcome(0.5, 1, 0, 1_000),
                new Outcome(-5, 1, -0.5, 1_000)));
        assertThat(of.winRate()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(of.profitFactor()).isCloseTo(9.5 / 7, within(1e-12));
        assertThat(of.expectancy()).isCloseTo(2.5 / 3, within(1e-12));
        assertThat(of.losingStreak()).isEqualTo(2);
        assertThat(of.feeRate()).isCloseTo(3 / 4_000.0, within(1e-12));
        assertThat(of.feeShare()).isCloseTo(3 / 10.5, within(1e-12));
    }
}
