package io.tradinghub.backtest.check;

import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.tradinghub.backtest.Backtest;
import io.tradinghub.backtest.BacktestResult;
import io.tradinghub.backtest.BacktestSettings;
import io.tradinghub.backtest.CandleColumns;
import io.tradinghub.backtest.MarketHistory;
import io.tradinghub.backtest.TestPeriod;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.Subscription;

/// The bot that is asked, and what it is tried on.
///
/// @param bots makes a new bot for a run over this history, which an honest bot does not look at
/// @param history before the period it has four times the candles of the bot's warm-up, or more
public record Trial(Function<MarketHistory, Bot> bots, BacktestSettings settings, MarketHistory history,
        TestPeriod period) {

    Subscription subscription() {
        return bots.apply(history).subscription();
    }

    /// Runs a new bot, and writes down what it decides.
    ///
    /// @param warmUp how many candles it sees before the period; empty for as many as it asks for
    Run run(MarketHistory over, TestPeriod tested, OptionalInt warmUp) {
        WatchedBot bot = new WatchedBot(bots.apply(over), warmUp, tested.from().toEpochMilli());
        BacktestResult result = Backtest.run(bot, settings, over, tested);
        return new Run(bot.decisions(), result);
    }

    /// The decisions of a run and what came of them.
    record Run(List<Decision> decisions, BacktestResult result) {}

    /// When candles that the bot decides on close within the period, its end left out.
    NavigableSet<Long> closes() {
        NavigableSet<Long> closes = new TreeSet<>();
        for (CandleColumns columns : decided()) {
            for (int row = columns.firstFrom(period.from().toEpochMilli()); row < columns.size()
                    && columns.closeTimeMillis(row) < period.to().toEpochMilli(); row++) {
                closes.add(columns.closeTimeMillis(row));
            }
        }
        return closes;
    }

    /// The candles that the bot decides on.
    List<CandleColumns> decided() {
        return subscription().series().stream()
                .map(series -> Objects.requireNonNull(history.candles().get(series), series::toString)).toList();
    }

    /// Takes so many of these, or all, evenly.
    static <T> List<T> some(List<T> all, int most) {
        if (all.size() <= most) {
            return List.copyOf(all);
        }
        return IntStream.range(0, most).mapToObj(at -> all.get((int) ((2L * at + 1) * all.size() / (2L * most))))
                .toList();
    }
}
