package io.tradinghub.momentum;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.indicator.Atr;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Quote;
import io.tradinghub.strategy.OpenTrade;
import io.tradinghub.strategy.PerInstrument;

/// The decisions about one instrument.
final class InstrumentTrend implements PerInstrument.Decisions {
    /// The stop at the exchange rests so many ranges behind our own: it trades only when the bot does not.
    private static final double BEHIND_OWN_STOP = 1;
    private final InstrumentId instrument;
    private final MomentumSettings settings;
    private final TrendSignal signal;
    private final Atr range;
    private final OpenTrade trade;
    private final Targets flat;
    /// What was wanted at the last entry.
    private Targets entry = Targets.unchanged();
    private boolean wantsPosition;

    InstrumentTrend(InstrumentId instrument, MomentumSettings settings) {
        this.instrument = instrument;
        this.settings = settings;
        this.signal = new TrendSignal(settings.trend());
        this.range = new Atr(settings.stop().rangeLength());
        this.trade = new OpenTrade(instrument);
        this.flat = Targets.of(Target.now(instrument, 0));
    }

    @Override
    public int warmUp() {
        return Math.max(signal.warmUp(), range.settlesAfter());
    }

    @Override
    public Targets onCandle(Candle candle, AccountView account) {
        boolean open = trade.sees(candle, account, range.value());
        signal.update(candle);
        range.update(candle.high(), candle.low(), candle.close());
        boolean stopped = open && isStopped(candle);
        if (open && !stopped && !isAgainstTrend()) {
            wantsPosition = true;
            return hold();
        }
        if (signal.isEntry() && !(stopped && !isAgainstTrend())) {
            return enter(candle.close(), account.equity());
        }
        return open || wantsPosition ? leave() : Targets.unchanged();
    }

    /// A stop that was hit is said again at every quote, and so is the turn to the other side that came with it: it may
    /// have been hit by a replayed candle, whose answer nobody heard.
    @Override
    public Targets onQuote(Quote quote, AccountView account) {
        if (!trade.sees(quote, account, range.value())) {
            return Targets.unchanged();
        }
        if (trade.wasStopped() && wantsPosition) {
            return entry;
        }
        boolean stopped = trade.isStopped(trade.behindEntry(settings.stop().entryRanges()), quote)
                || trade.isStopped(trade.behindBest(settings.stop().trailRanges()), quote);
        return stopped ? leave() : Targets.unchanged();
    }

    private boolean isStopped(Candle candle) {
        return trade.isStopped(trade.behindEntry(settings.stop().entryRanges()), candle)
                || trade.isStopped(trade.behindBest(settings.stop().trailRanges()), candle);
    }

    private boolean isAgainstTrend() {
        return trade.quantity() * signal.direction() < 0;
    }

    /// Keeps what is held, with the exchange's stop behind our own.
    private Targets hold() {
        double own = closer(trade.behindEntry(settings.stop().entryRanges()),
                trade.behindBest(settings.stop().trailRanges()));
        double stop = own - Math.copySign(BEHIND_OWN_STOP * range.value(), trade.quantity());
        return Targets.of(Target.now(instrument, trade.quantity()).stoppedAt(stop));
    }

    private double closer(double one, double other) {
        return trade.isLong() ? Math.max(one, other) : Math.min(one, other);
    }

    private Targets enter(double price, double equity) {
        double quantity = settings.size().quantity(equity, price, settings.stop().entryRanges() * range.value(),
                settings.instruments().size());
        wantsPosition = quantity > 0;
        double stop = price
                - signal.direction() * (settings.stop().entryRanges() + BEHIND_OWN_STOP) * range.value();
        entry = wantsPosition
                ? Targets.of(Target.now(instrument, signal.direction() * quantity).stoppedAt(stop))
                : flat;
        return entry;
    }

    private Targets leave() {
        wantsPosition = false;
        return flat;
    }
}
