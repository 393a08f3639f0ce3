package io.tradinghub.momentum;

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

/// Follows trends: enters after a crossing of two averages that a strong trend confirms, leaves at a stop or at the opposite crossing.
///
/// `docs/bot-momentum.md` has the idea and what it did on real candles. Each instrument is traded on its own.
public final class MomentumBot implements Bot {
    private final MomentumSettings settings;
    private final InstrumentTable<InstrumentTrend> trends = new InstrumentTable<>();
    private final int warmUp;

    public MomentumBot(MomentumSettings settings) {
        this.settings = settings;
        this.warmUp = settings.instruments().stream().mapToInt(this::add).max().orElse(0);
    }

    private int add(InstrumentId instrument) {
        InstrumentTrend trend = new InstrumentTrend(instrument, settings);
        trends.add(instrument, trend);
        return trend.warmUp();
    }

    @Override
    public Subscription subscription() {
        List<SeriesId> series = settings.instruments().stream().map(id -> new SeriesId(id, settings.interval())).toList();
        return new Subscription(series, settings.instruments(), List.of(), warmUp);
    }

    @Override
    public Targets onCandle(Candle closed, AccountView account) {
        InstrumentTrend trend = trends.find(closed.instrument());
        return trend == null || closed.series().interval() != settings.interval()
                ? Targets.unchanged()
                : trend.onCandle(closed, account);
    }

    @Override
    public Targets onQuote(Quote quote, AccountView account) {
        InstrumentTrend trend = trends.find(quote.instrument());
        return trend == null ? Targets.unchanged() : trend.onQuote(quote, account);
    }
}
