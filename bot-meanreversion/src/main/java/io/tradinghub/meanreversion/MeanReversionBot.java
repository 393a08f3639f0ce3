package io.tradinghub.meanreversion;

import java.util.List;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Targets;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.InstrumentTable;
import io.tradinghub.market.Quote;
import io.tradinghub.market.SeriesId;

/// Fades stretched moves: enters with a resting order beyond a close far from the mean, leaves at the mean, at a stop or when time is up.
///
/// `docs/bot-meanreversion.md` has the idea and what it did on real candles. Each instrument is traded on its own.
public final class MeanReversionBot implements Bot {
    private final MeanReversionSettings settings;
    private final InstrumentTable<InstrumentReversion> reversions = new InstrumentTable<>();
    private final int warmUp;

    public MeanReversionBot(MeanReversionSettings settings) {
        this.settings = settings;
        this.warmUp = settings.instruments().stream().mapToInt(this::add).max().orElse(0);
    }

    private int add(InstrumentId instrument) {
        InstrumentReversion reversion = new InstrumentReversion(instrument, settings);
        reversions.add(instrument, reversion);
        return reversion.warmUp();
    }

    @Override
    public Subscription subscription() {
        List<SeriesId> series = settings.instruments().stream().map(id -> new SeriesId(id, settings.interval())).toList();
        return new Subscription(series, settings.instruments(), List.of(), warmUp);
    }

    @Override
    public Targets onCandle(Candle closed, AccountView account) {
        InstrumentReversion reversion = reversions.find(closed.instrument());
        return reversion == null || closed.series().interval() != settings.interval()
                ? Targets.unchanged()
                : reversion.onCandle(closed, account);
    }

    @Override
    public Targets onQuote(Quote quote, AccountView account) {
        InstrumentReversion reversion = reversions.find(quote.instrument());
        return reversion == null ? Targets.unchanged() : reversion.onQuote(quote, account);
    }
}
