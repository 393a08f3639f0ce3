package io.tradinghub.engine;

import io.tradinghub.market.Quote;
import io.tradinghub.order.Side;
import org.jspecify.annotations.Nullable;

/// What is known of one instrument's price, and how old it is.
final class PriceTracker {
    private @Nullable Quote quote;
    private double mark = Double.NaN;
    private long markedAtMillis = Long.MIN_VALUE;

    /// Takes a quote; false for one that is older than the price known, which says nothing new. A price from the future
    /// is no measure.
    boolean quoted(Quote newest, long wallMillis) {
        long quotedAtMillis = newest.exchangeTime().toEpochMilli();
        if (quotedAtMillis < markedAtMillis && markedAtMillis <= wallMillis) {
            return false;
        }
        quote = newest;
        mark = newest.midPrice();
        markedAtMillis = quotedAtMillis;
        return true;
    }

    /// What is no quote counts only where no quotes come: a quote is newer and two-sided. Whether it was taken.
    boolean pricedAt(double price, long millis) {
        if (quote != null) {
            return false;
        }
        mark = price;
        markedAtMillis = millis;
        return true;
    }

    boolean isKnown() {
        return !Double.isNaN(mark);
    }

    /// NaN before the first price.
    double mark() {
        return mark;
    }

    /// A price stamped by more than this age ahead of the clock is not fresh either.
    boolean isFresh(long wallMillis, long maxAgeMillis) {
        return markedAtMillis != Long.MIN_VALUE && wallMillis - markedAtMillis <= maxAgeMillis
                && markedAtMillis - wallMillis <= maxAgeMillis;
    }

    /// The worst price an order that crosses the spread may pay: the touch, moved by the slippage bound.
    double crossingPrice(Side side, int maxSlippageBps) {
        double touch = quote == null ? mark : side == Side.BUY ? quote.askPrice() : quote.bidPrice();
        return touch * (1 + side.sign() * maxSlippageBps / 10_000.0);
    }
}
