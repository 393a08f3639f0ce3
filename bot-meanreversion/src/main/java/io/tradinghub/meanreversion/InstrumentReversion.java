package io.tradinghub.meanreversion;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Quote;
import io.tradinghub.strategy.OpenTrade;
import io.tradinghub.strategy.PerInstrument;

/// The decisions about one instrument.
final class InstrumentReversion implements PerInstrument.Decisions {
    /// The stop at the exchange rests so many ranges behind our own: it trades only when the bot does not.
    private static final double BEHIND_OWN_STOP = 1;
    private final InstrumentId instrument;
    private final MeanReversionSettings settings;
    private final StretchSignal signal;
    private final OpenTrade trade;
    private final Targets flat;
    private final long maxHoldMillis;
    private Targets entry = Targets.unchanged();
    private double entryPrice = Double.NaN;
    private boolean wantsPosition;

    InstrumentReversion(InstrumentId instrument, MeanReversionSettings settings) {
        this.instrument = instrument;
        this.settings = settings;
        this.signal = new StretchSignal(settings);
        this.trade = new OpenTrade(instrument);
        this.flat = Targets.of(Target.now(instrument, 0));
        this.maxHoldMillis = settings.exit().maxHold() * settings.interval().millis();
    }

    @Override
    public int warmUp() {
        return signal.warmUp() + settings.exit().maxHold();
    }

    @Override
    public Targets onCandle(Candle candle, AccountView account) {
        boolean open = trade.sees(candle, account, signal.range());
        signal.update(candle);
        if (open) {
            signal.endExcursion();
            return manage(candle);
        }
        if (signal.side() != 0) {
            return enter(account.equity());
        }
        return wantsPosition ? leave() : Targets.unchanged();
    }

    /// A stop that was hit is said again at every quote: it may have been hit by a replayed candle, whose answer nobody
    /// heard.
    @Override
    public Targets onQuote(Quote quote, AccountView account) {
        boolean stopped = trade.sees(quote, account, signal.range())
                && trade.isStopped(trade.behindEntry(settings.exit().stopRanges()), quote);
        return stopped ? leave() : Targets.unchanged();
    }

    private Targets manage(Candle candle) {
        boolean stopped = trade.isStopped(trade.behindEntry(settings.exit().stopRanges()), candle);
        if (stopped || trade.heldMillis(candle.closeTimeMillis()) >= maxHoldMillis
                || signal.isBackAtMean(trade.quantity())) {
            return leave();
        }
        wantsPosition = true;
        return Double.isNaN(signal.mean())
                ? Targets.unchanged()
                : Targets.of(Target.at(instrument, 0, signal.mean()).stoppedAt(stopAtTheExchange()));
    }

    private double stopAtTheExchange() {
        return trade.behindEntry(settings.exit().stopRanges() + BEHIND_OWN_STOP);
    }

    /// The same order again at every candle while it should rest: after a restart nobody else remembers it.
    private Targets enter(double equity) {
        if (entryPrice != signal.limitPrice()) {
            entryPrice = signal.limitPrice();
            double quantity = settings.size().quantity(equity, entryPrice,
                    settings.exit().stopRanges() * signal.range(),
                    settings.instruments().size());
            double stop = entryPrice
                    - signal.side() * (settings.exit().stopRanges() + BEHIND_OWN_STOP) * signal.range();
            entry = quantity > 0
                    ? Targets.of(Target.at(instrument, signal.side() * quantity, entryPrice).stoppedAt(stop))
                    : flat;
        }
        wantsPosition = !entry.equals(flat);
        return entry;
    }

    private Targets leave() {
        wantsPosition = false;
        return flat;
    }
}
