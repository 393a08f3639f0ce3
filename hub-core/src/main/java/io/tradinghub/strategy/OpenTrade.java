package io.tradinghub.strategy;

import io.tradinghub.bot.AccountView;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Quote;

/// What a bot must remember of an open position to manage it: how wide the market moved when it was opened, the best
/// close since, and whether a stop was hit.
///
/// Everything follows from the account and the candles, so a bot that replays candles after a restart knows what it
/// knew before, as long as they reach back to the opening; of an older position it knows what the replayed part shows.
/// One owner, not thread-safe.
public final class OpenTrade {
    private static final long NONE = Long.MIN_VALUE;

    private final InstrumentId instrument;
    private long openedAtMillis = NONE;
    private double quantity;
    private double entryPrice = Double.NaN;
    private double rangeAtEntry = Double.NaN;
    private double bestClose = Double.NaN;
    private boolean stopped;

    public OpenTrade(InstrumentId instrument) {
        this.instrument = instrument;
    }

    /// Takes a closed candle. `range` is the volatility measure as of the candle before, NaN while unknown.
    ///
    /// Returns whether the position is open as of this candle: a replayed candle that closed before the opening does
    /// not count.
    public boolean sees(Candle candle, AccountView account, double range) {
        if (!isOpenAt(candle.closeTimeMillis(), account, range)) {
            return false;
        }
        bestClose = isLong() ? Math.max(bestClose, candle.close()) : Math.min(bestClose, candle.close());
        return true;
    }

    /// Takes a quote; `range` is the volatility measure as of the newest closed candle. Returns whether the position is
    /// open.
    public boolean sees(Quote quote, AccountView account, double range) {
        return account.position(instrument) != 0 && isOpenAt(quote.exchangeTime().toEpochMilli(), account, range);
    }

    /// Signed, in base coin.
    public double quantity() {
        return quantity;
    }

    public boolean isLong() {
        return quantity > 0;
    }

    /// Time since the opening at this moment.
    public long heldMillis(long epochMillis) {
        return epochMillis - openedAtMillis;
    }

    /// The price that stands `ranges` times the range at entry behind the entry price.
    public double behindEntry(double ranges) {
        return entryPrice - Math.copySign(ranges * rangeAtEntry, quantity);
    }

    /// The price that stands `ranges` times the range at entry behind the best close since the opening; it never moves
    /// back.
    public double behindBest(double ranges) {
        return bestClose - Math.copySign(ranges * rangeAtEntry, quantity);
    }

    /// Whether a stop at this price has been hit by this or, once it was, by any earlier candle or quote of the trade.
    ///
    /// Of the candle in which the position was opened only the close counts: its extreme may be older than the
    /// position.
    public boolean isStopped(double stopPrice, Candle candle) {
        boolean whole = candle.openTimeMillis() >= openedAtMillis;
        double worst = !whole ? candle.close() : isLong() ? candle.low() : candle.high();
        return isStoppedAt(stopPrice, worst);
    }

    /// Whether a stop at this price has been hit by what the book offers, or was hit before.
    public boolean isStopped(double stopPrice, Quote quote) {
        return isStoppedAt(stopPrice, isLong() ? quote.bidPrice() : quote.askPrice());
    }

    /// Whether a stop was hit since the opening.
    public boolean wasStopped() {
        return stopped;
    }

    private boolean isStoppedAt(double stopPrice, double price) {
        stopped |= isLong() ? price <= stopPrice : price >= stopPrice;
        return stopped;
    }

    private boolean isOpenAt(long epochMillis, AccountView account, double range) {
        quantity = account.position(instrument);
        if (quantity == 0) {
            openedAtMillis = NONE;
            return false;
        }
        entryPrice = account.entryPrice(instrument);
        long opened = account.openedAtMillis(instrument);
        if (epochMillis <= opened) {
            return false;
        }
        if (opened != openedAtMillis) {
            openedAtMillis = opened;
            rangeAtEntry = range;
            bestClose = entryPrice;
            stopped = false;
        } else if (Double.isNaN(rangeAtEntry)) {
            rangeAtEntry = range;
        }
        return true;
    }
}
