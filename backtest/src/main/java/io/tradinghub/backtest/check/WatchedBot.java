package io.tradinghub.backtest.check;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Targets;
import io.tradinghub.market.Candle;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Quote;

/// Writes down what a bot decides, once its warm-up is over.
final class WatchedBot implements Bot {
    private final Bot bot;
    private final OptionalInt warmUp;
    private final long fromMillis;
    private final List<Decision> decisions = new ArrayList<>();
    private long newestMillis = Long.MIN_VALUE;

    /// @param warmUp how many candles it sees before the period; empty for as many as it asks for
    WatchedBot(Bot bot, OptionalInt warmUp, long fromMillis) {
        this.bot = bot;
        this.warmUp = warmUp;
        this.fromMillis = fromMillis;
    }

    List<Decision> decisions() {
        return List.copyOf(decisions);
    }

    @Override
    public Subscription subscription() {
        Subscription own = bot.subscription();
        return new Subscription(own.series(), own.instruments(), own.hedges(), warmUp.orElse(own.warmUpCandles()));
    }

    @Override
    public Targets onCandle(Candle closed, AccountView account) {
        newestMillis = closed.closeTimeMillis();
        Targets answer = bot.onCandle(closed, account);
        return newestMillis > fromMillis ? note(Decision.Source.CANDLE, answer) : answer;
    }

    @Override
    public Targets onQuote(Quote quote, AccountView account) {
        newestMillis = quote.exchangeTime().toEpochMilli();
        return note(Decision.Source.QUOTE, bot.onQuote(quote, account));
    }

    @Override
    public Targets onFunding(FundingRate rate, AccountView account) {
        return note(Decision.Source.FUNDING, bot.onFunding(rate, account));
    }

    private Targets note(Decision.Source source, Targets answer) {
        if (!answer.isUnchanged()) {
            decisions.add(new Decision(source, newestMillis, answer));
        }
        return answer;
    }
}
