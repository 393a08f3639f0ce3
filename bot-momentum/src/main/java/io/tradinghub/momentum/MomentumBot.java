package io.tradinghub.momentum;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Targets;
import io.tradinghub.market.Candle;
import io.tradinghub.market.Quote;
import io.tradinghub.strategy.PerInstrument;

/// Follows trends: enters after a crossing of two averages that a strong trend confirms, leaves at a stop or at the
/// opposite crossing.
///
/// `docs/bot-momentum.md` has the idea and what it did on real candles. Each instrument is traded on its own.
public final class MomentumBot implements Bot {
    private final PerInstrument trends;

    public MomentumBot(MomentumSettings settings) {
        this.trends = new PerInstrument(settings.instruments(), settings.interval(),
                id -> new InstrumentTrend(id, settings));
    }

    @Override
    public Subscription subscription() {
        return trends.subscription();
    }

    @Override
    public Targets onCandle(Candle closed, AccountView account) {
        return trends.onCandle(closed, account);
    }

    @Override
    public Targets onQuote(Quote quote, AccountView account) {
        return trends.onQuote(quote, account);
    }
}
