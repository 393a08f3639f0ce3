package io.tradinghub.momentum;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Targets;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Quote;
import io.tradinghub.market.SeriesId;

/// Follows trends: enters after a crossing of two averages that a strong trend confirms, leaves at a stop or at the opposite crossing.
///
/// `docs/bot-momentum.md` has the idea and what it did on real candles. Each instrument is traded on its own.
public final class MomentumBot implements Bot {
    private final MomentumSettings settings;
    private final Map<InstrumentId, InstrumentTrend> trends;

    public MomentumBot(MomentumSettings settings) {
        this.settings = settings;
        this.trends = settings.instruments().stream()
                .collect(Collectors.toMap(Function.identity(), id -> new InstrumentTrend(id, settings)));
    }

    @Override
    public Subscription subscription() {
        List<SeriesId> series = settings.instruments().stream().map(id -> new SeriesId(id, settings.interval())).toList();
        int warmUp = trends.values().stream().mapToInt(InstrumentTrend::warmUp).max().orElse(0);
        return new Subscription(series, settings.instruments(), List.of(), warmUp);
    }

    @Override
    public Targets onCandle(Candle closed, AccountView account) {
        InstrumentTrend trend = trends.get(closed.instrument());
        return trend == null || closed.series().interval() != settings.interval()
                ? Targets.unchanged()
                : trend.onCandle(closed, account);
    }

    @Override
    public Targets onQuote(Quote quote, AccountView account) {
        InstrumentTrend trend = trends.get(quote.instrument());
        return trend == null ? Targets.unchanged() : trend.onQuote(quote, account);
    }
}
