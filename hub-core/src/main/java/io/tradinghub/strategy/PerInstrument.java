package io.tradinghub.strategy;

import java.util.List;
import java.util.function.Function;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Targets;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.InstrumentTable;
import io.tradinghub.market.Interval;
import io.tradinghub.market.Quote;
import io.tradinghub.market.SeriesId;

/// What a bot consists of that trades each of its instruments on its own: it sees closed candles of one interval and
/// the quotes, and every instrument has its own [Decisions].
///
/// What is of another instrument or interval changes nothing. One owner, not thread-safe.
public final class PerInstrument {
    private final List<InstrumentId> instruments;
    private final Interval interval;
    private final InstrumentTable<Decisions> decisions = new InstrumentTable<>();
    private final int warmUp;

    /// `decide` makes the decisions about one instrument; it is asked once for each.
    public PerInstrument(List<InstrumentId> instruments, Interval interval, Function<InstrumentId, Decisions> decide) {
        this.instruments = List.copyOf(instruments);
        this.interval = interval;
        int longest = 0;
        for (InstrumentId instrument : instruments) {
            Decisions own = decide.apply(instrument);
            decisions.add(instrument, own);
            longest = Math.max(longest, own.warmUp());
        }
        this.warmUp = longest;
    }

    public Subscription subscription() {
        List<SeriesId> series = instruments.stream().map(id -> new SeriesId(id, interval)).toList();
        return new Subscription(series, instruments, List.of(), warmUp);
    }

    public Targets onCandle(Candle closed, AccountView account) {
        Decisions own = decisions.find(closed.instrument());
        return own == null || closed.series().interval() != interval
                ? Targets.unchanged()
                : own.onCandle(closed, account);
    }

    public Targets onQuote(Quote quote, AccountView account) {
        Decisions own = decisions.find(quote.instrument());
        return own == null ? Targets.unchanged() : own.onQuote(quote, account);
    }

    /// The decisions about one instrument. Answers name no other one; what holds for a [io.tradinghub.bot.Bot] holds
    /// here.
    public interface Decisions {

        /// Candles that must have been seen before the answers mean anything.
        int warmUp();

        Targets onCandle(Candle closed, AccountView account);

        Targets onQuote(Quote quote, AccountView account);
    }
}
