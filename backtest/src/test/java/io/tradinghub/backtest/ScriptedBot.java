package io.tradinghub.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Targets;
import io.tradinghub.market.Candle;
import io.tradinghub.market.FundingRate;

/// Answers each candle as a test says, and writes down what it was told.
final class ScriptedBot implements Bot {
    final List<String> told = new ArrayList<>();
    private final Subscription subscription;
    private final BiFunction<Candle, AccountView, Targets> answer;

    ScriptedBot(Subscription subscription, BiFunction<Candle, AccountView, Targets> answer) {
        this.subscription = subscription;
        this.answer = answer;
    }

    @Override
    public Subscription subscription() {
        return subscription;
    }

    @Override
    public Targets onCandle(Candle closed, AccountView account) {
        told.add("%s %s".formatted(closed.series(), closed.closeTime()));
        return answer.apply(closed, account);
    }

    @Override
    public Targets onFunding(FundingRate rate, AccountView account) {
        told.add("%s at %s".formatted(rate.rate(), rate.settlesAt()));
        return Targets.unchanged();
    }
}
