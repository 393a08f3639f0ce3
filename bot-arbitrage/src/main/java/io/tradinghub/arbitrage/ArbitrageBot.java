package io.tradinghub.arbitrage;

import java.util.List;
import java.util.stream.Stream;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.Hedge;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Targets;
import io.tradinghub.market.Candle;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.InstrumentTable;
import io.tradinghub.market.Quote;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.Symbol;

/// Holds coins on spot against a short perpetual of the same coin while funding and basis pay for it.
///
/// `docs/bot-arbitrage.md` has the idea and what it did on real data. Each pair is traded on its own; its two legs are
/// one unit.
public final class ArbitrageBot implements Bot {
    private final ArbitrageSettings settings;
    private final InstrumentTable<Pair> pairs = new InstrumentTable<>();

    public ArbitrageBot(ArbitrageSettings settings) {
        this.settings = settings;
        settings.symbols().forEach(symbol -> {
            Pair pair = new Pair(symbol, settings);
            pairs.add(hedge(symbol).one(), pair);
            pairs.add(hedge(symbol).other(), pair);
        });
    }

    @Override
    public Subscription subscription() {
        List<Hedge> hedges = settings.symbols().stream().map(ArbitrageBot::hedge).toList();
        List<InstrumentId> instruments = hedges.stream().flatMap(hedge -> Stream.of(hedge.one(), hedge.other()))
                .toList();
        List<SeriesId> series = instruments.stream().map(id -> new SeriesId(id, settings.basis().interval())).toList();
        return new Subscription(series, instruments, hedges, settings.basis().length());
    }

    @Override
    public Targets onCandle(Candle closed, AccountView account) {
        Pair pair = pairs.find(closed.instrument());
        if (pair != null && closed.series().interval() == settings.basis().interval()) {
            pair.onCandle(closed);
        }
        return Targets.unchanged();
    }

    @Override
    public Targets onQuote(Quote quote, AccountView account) {
        Pair pair = pairs.find(quote.instrument());
        return pair == null ? Targets.unchanged() : pair.onQuote(quote, account);
    }

    @Override
    public Targets onFunding(FundingRate rate, AccountView account) {
        Pair pair = pairs.find(rate.instrument());
        if (pair != null) {
            pair.onFunding(rate);
        }
        return Targets.unchanged();
    }

    private static Hedge hedge(Symbol symbol) {
        return new Hedge(InstrumentId.spot(symbol.name()), InstrumentId.linear(symbol.name()));
    }
}
