package io.tradinghub.engine;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.Hedge;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Quote;

/// Wants what the test says, and says so with every quote.
final class WishingBot implements Bot {
    private final Subscription subscription;
    private final Map<InstrumentId, Target> wishes = new TreeMap<>();
    private final LongFunction<Targets> habit;

    WishingBot(List<InstrumentId> instruments, List<Hedge> hedges) {
        this.subscription = new Subscription(List.of(), instruments, hedges, 0);
        this.habit = _ -> Targets.of(wishes.values().toArray(Target[]::new));
    }

    /// One that wants something by the moment of what it sees.
    WishingBot(List<InstrumentId> instruments, List<Hedge> hedges, LongFunction<Targets> habit) {
        this.subscription = new Subscription(List.of(), instruments, hedges, 0);
        this.habit = habit;
    }

    void wish(Target... targets) {
        for (Target target : targets) {
            wishes.put(target.instrument(), target);
        }
    }

    @Override
    public Subscription subscription() {
        return subscription;
    }

    /// Says nothing from now on.
    void fallSilent() {
        wishes.clear();
    }

    @Override
    public Targets onCandle(Candle closed, AccountView account) {
        return habit.apply(closed.closeTimeMillis());
    }

    @Override
    public Targets onQuote(Quote quote, AccountView account) {
        return habit.apply(quote.exchangeTime().toEpochMilli());
    }
}
