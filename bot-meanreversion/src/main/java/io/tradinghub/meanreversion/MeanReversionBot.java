package io.tradinghub.meanreversion;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Targets;
import io.tradinghub.market.Candle;
import io.tradinghub.market.Quote;
import io.tradinghub.strategy.PerInstrument;

/// Fades stretched moves: enters with a resting order beyond a close far from the mean, leaves at the mean, at a stop
/// or when time is up.
///
/// `docs/bot-meanreversion.md` has the idea and what it did on real candles. Each instrument is traded on its own.
public final class MeanReversionBot implements Bot {
    private final PerInstrument reversions;

    public MeanReversionBot(MeanReversionSettings settings) {
        this.reversions = new PerInstrument(settings.instruments(), settings.interval(),
                id -> new InstrumentReversion(id, settings));
    }

    @Override
    public Subscription subscription() {
        return reversions.subscription();
    }

    @Override
    public Targets onCandle(Candle closed, AccountView account) {
        return reversions.onCandle(closed, account);
    }

    @Override
    public Targets onQuote(Quote quote, AccountView account) {
        return reversions.onQuote(quote, account);
    }
}
