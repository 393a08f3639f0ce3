package io.tradinghub.exchange.paper;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.tradinghub.market.Candle;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.Quote;
import io.tradinghub.order.Side;
import org.jspecify.annotations.Nullable;

/// What the paper exchange knows of one instrument's market, and how much of it was taken since the last quote.
final class PaperMarket {
    private final PaperSettings settings;
    private Instrument rules;
    private @Nullable Quote quote;
    private double lastPrice;
    private BigDecimal takenFromAsk = BigDecimal.ZERO;
    private BigDecimal takenFromBid = BigDecimal.ZERO;
    private long sharedCandleMillis = Long.MIN_VALUE;
    private BigDecimal shareLeft = BigDecimal.ZERO;

    PaperMarket(PaperSettings settings, Instrument rules) {
        this.settings = settings;
        this.rules = rules;
    }

    Instrument rules() {
        return rules;
    }

    void publish(Instrument newest) {
        rules = newest;
    }

    boolean hasQuotes() {
        return quote != null;
    }

    /// The middle of the last quote or the last close; 0 before the first.
    BigDecimal lastPrice() {
        return BigDecimal.valueOf(lastPrice);
    }

    void quoted(Quote newest) {
        quote = newest;
        lastPrice = newest.midPrice();
        takenFromAsk = BigDecimal.ZERO;
        takenFromBid = BigDecimal.ZERO;
    }

    /// A price became known that is no quote.
    void priced(double price) {
        lastPrice = price;
    }

    /// How much of this candle's volume our orders may still have.
    BigDecimal shareLeft(Candle candle) {
        if (candle.openTimeMillis() != sharedCandleMillis) {
            sharedCandleMillis = candle.openTimeMillis();
            shareLeft = rules.roundQuantityDown(candle.volume() * settings.candleShare());
        }
        return shareLeft;
    }

    /// Notes that this much of the candle's share was traded.
    void takeShare(BigDecimal quantity) {
        shareLeft = shareLeft.subtract(quantity);
    }

    /// The price an order on this side meets first.
    BigDecimal touch(Side side) {
        Quote known = known();
        return BigDecimal.valueOf(side == Side.BUY ? known.askPrice() : known.bidPrice());
    }

    /// Whether the last quote is no older than this; false before the first.
    boolean isQuotedSince(Instant moment) {
        return quote != null && !quote.exchangeTime().isBefore(moment);
    }

    /// Walks the book from the touch: what the order may take at which price, level by level.
    List<Level> offersTo(PaperOrder order) {
        Side side = order.request().side();
        Quote known = known();
        BigDecimal size = rules.roundQuantityDown(side == Side.BUY ? known.askSize() : known.bidSize());
        BigDecimal taken = side == Side.BUY ? takenFromAsk : takenFromBid;
        BigDecimal spacing = touch(side).multiply(BigDecimal.valueOf(settings.levelSpacingBps(), 4));
        BigDecimal remaining = order.remaining();
        List<Level> offers = new ArrayList<>();
        for (int level = 0; level < settings.levels() && remaining.signum() > 0; level++) {
            BigDecimal away = spacing.multiply(BigDecimal.valueOf((long) level * side.sign()));
            BigDecimal price = rules.roundToTick(touch(side).add(away).doubleValue(),
                    side == Side.BUY ? RoundingMode.UP : RoundingMode.DOWN);
            if (!order.accepts(price)) {
                break;
            }
            BigDecimal quantity = size.subtract(taken).max(BigDecimal.ZERO).min(remaining);
            taken = taken.subtract(size).max(BigDecimal.ZERO);
            if (quantity.signum() > 0) {
                offers.add(new Level(quantity, price));
                remaining = remaining.subtract(quantity);
            }
        }
        return offers;
    }

    /// Notes that this much of the book was taken; only a new quote brings it back.
    void take(Side side, BigDecimal quantity) {
        if (side == Side.BUY) {
            takenFromAsk = takenFromAsk.add(quantity);
        } else {
            takenFromBid = takenFromBid.add(quantity);
        }
    }

    private Quote known() {
        if (quote == null) {
            throw new IllegalStateException("no quote of %s yet".formatted(rules.id()));
        }
        return quote;
    }

    /// So much at one price.
    record Level(BigDecimal quantity, BigDecimal price) {}
}
