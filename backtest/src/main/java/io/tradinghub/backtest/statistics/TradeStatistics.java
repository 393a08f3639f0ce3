package io.tradinghub.backtest.statistics;

import java.util.Arrays;
import java.util.List;

import org.hipparchus.stat.StatUtils;

/// What closed trades say; a trade goes from flat to flat, or from one side to the other.
///
/// Money is in quote coin, and what a trade brought is after fees and funding. What cannot be computed (no trade lost)
/// is `NaN` or infinite.
///
/// Sources: Tharp 2008 (expectancy in R, system quality number); Kelly 1956.
///
/// @param winRate share of trades that brought more than 0
/// @param profitFactor what winners brought over what losers cost
/// @param payoff mean winner over mean loser
/// @param expectancy mean of a trade
/// @param expectancyR the same in mean losses
/// @param quality root of the number of trades times mean over deviation
/// @param cappedQuality the same with at most 100 trades, so that long tests compare with short ones
/// @param kelly share of capital that maximises growth if trades go on like that
/// @param gross before fees and funding
/// @param funding received, negative when paid
/// @param feeShare fees over what trades with a gross gain brought before costs
/// @param fundingShare funding paid over the same
/// @param feeRate fees over the traded value
/// @param tradedValue quantity times price of all entries and exits
/// @param losingStreak the most trades in a row that brought nothing or less
public record TradeStatistics(int trades, double winRate, double profitFactor, double payoff, double expectancy,
        double expectancyR, double quality, double cappedQuality, double kelly, double gross, double fees,
        double funding, double feeShare, double fundingShare, double feeRate, double tradedValue, int losingStreak) {
    private static final int MOST_COUNTED = 100;

    /// What came of one trade.
    ///
    /// @param gross before fees and funding
    /// @param fees paid, positive
    /// @param funding received, negative when paid
    /// @param tradedValue quantity times price of its entries and exits
    public record Outcome(double gross, double fees, double funding, double tradedValue) {

        public double net() {
            return gross - fees + funding;
        }
    }

    /// Of closed trades.
    ///
    /// @param outcomes of closed trades in order, at least one
    public static TradeStatistics of(List<Outcome> outcomes) {
        double[] net = outcomes.stream().mapToDouble(Outcome::net).toArray();
        double[] wins = Arrays.stream(net).filter(value -> value > 0).toArray();
        double[] losses = Arrays.stream(net).filter(value -> value < 0).toArray();
        double gains = outcomes.stream().mapToDouble(Outcome::gross).filter(value -> value > 0).sum();
        double fees = outcomes.stream().mapToDouble(Outcome::fees).sum();
        double funding = outcomes.stream().mapToDouble(Outcome::funding).sum();
        double value = outcomes.stream().mapToDouble(Outcome::tradedValue).sum();
        double mean = StatUtils.mean(net);
        double ratio = mean / Math.sqrt(StatUtils.variance(net));
        double winRate = (double) wins.length / net.length;
        double meanLoss = -StatUtils.mean(losses);
        double payoff = StatUtils.mean(wins) / meanLoss;
        return new TradeStatistics(net.length, winRate, StatUtils.sum(wins) / -StatUtils.sum(losses), payoff, mean,
                mean / meanLoss, Math.sqrt(net.length) * ratio, Math.sqrt(Math.min(MOST_COUNTED, net.length)) * ratio,
                winRate - (1 - winRate) / payoff, outcomes.stream().mapToDouble(Outcome::gross).sum(), fees, funding,
                fees / gains, -funding / gains, fees / value, value, losingStreak(net));
    }

    private static int losingStreak(double[] net) {
        int longest = 0;
        int streak = 0;
        for (double value : net) {
            streak = value <= 0 ? streak + 1 : 0;
            longest = Math.max(longest, streak);
        }
        return longest;
    }
}
