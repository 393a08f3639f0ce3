package io.tradinghub.exchange.paper;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.tradinghub.exchange.paper.PaperBars.Reached.Stop;
import io.tradinghub.market.Candle;
import io.tradinghub.order.Fill.Liquidity;
import io.tradinghub.order.OrderRequest.TimeInForce;
import io.tradinghub.order.Side;
import org.jspecify.annotations.Nullable;

/// Fills orders and stops from candles.
///
/// An order that takes fills at the open of a candle that opens no earlier than the order was placed, worse by the
/// slippage. Within a candle the price is taken to go from the open to the worse side for what is held, to the better
/// side, to the close: what it reaches first trades first. A stop trades whole, at its price or, where the candle opens
/// behind it, at the open, worse by the slippage as every order that takes; all orders of an instrument share
/// [PaperSettings#candleShare] of the candle's volume.
final class PaperBars {
    private static final double BPS = 0.0001;
    private final PaperSettings settings;
    private final PaperOrders orders;
    private final PaperAccount account;
    private final Filling filling;
    private final Consumer<PaperOrder> teller;
    private final InstantSource clock;
    private int ambiguous;

    PaperBars(PaperSettings settings, PaperOrders orders, PaperAccount account, Filling filling,
            Consumer<PaperOrder> teller, InstantSource clock) {
        this.settings = settings;
        this.orders = orders;
        this.account = account;
        this.filling = filling;
        this.teller = teller;
        this.clock = clock;
    }

    /// Fills what the order may have of this quantity, and answers how much that was.
    @FunctionalInterface
    interface Filling {
        BigDecimal fill(PaperOrder order, PaperMarket market, BigDecimal quantity, BigDecimal price,
                Liquidity liquidity);
    }

    /// Candles in which a stop and a resting order that closes the position were both reached.
    int ambiguous() {
        return ambiguous;
    }

    void open(Candle candle, PaperMarket market) {
        market.priced(candle.open());
        if (orders.open().isEmpty()) {
            return;
        }
        for (PaperOrder order : orders.openIn(candle.instrument())) {
            if (!order.request().rests() && isPlacedBefore(order, candle)) {
                fillAtOpen(order, market, candle);
            }
        }
    }

    private static boolean isPlacedBefore(PaperOrder order, Candle candle) {
        return candle.openTimeMillis() >= order.placedAt().toEpochMilli();
    }

    private void fillAtOpen(PaperOrder order, PaperMarket market, Candle candle) {
        Side side = order.request().side();
        BigDecimal price = market.rules().roundToTick(slipped(candle.open(), side), PaperAccount.away(side));
        BigDecimal quantity = order.remaining().min(market.shareLeft(candle));
        boolean isAllOrNothing = order.isTimeInForce(TimeInForce.FOK) && quantity.compareTo(order.remaining()) < 0;
        if (order.accepts(price) && quantity.signum() > 0 && !isAllOrNothing) {
            trade(order, market, quantity, price, Liquidity.TAKER);
        }
        if (order.isOpen()) {
            order.cancel("EC_NoImmediateQtyToFill", clock.instant());
        }
        teller.accept(order);
    }

    private double slipped(double price, Side side) {
        return price * (1 + side.sign() * settings.candleSlippageBps() * BPS);
    }

    private void trade(PaperOrder order, PaperMarket market, BigDecimal quantity, BigDecimal price,
            Liquidity liquidity) {
        market.takeShare(filling.fill(order, market, quantity, price, liquidity));
    }

    /// Walks from the open to the close.
    ///
    /// @param at the time of stops that are reached
    void range(Candle candle, PaperMarket market, Instant at) {
        boolean isStopReached = isStopReached(candle);
        List<PaperOrder> reached = reachedResting(candle);
        if (isStopReached || !reached.isEmpty()) {
            if (isStopReached) {
                countAmbiguous(candle, reached);
            }
            boolean isLowFirst = isLowWorse(candle);
            double worse = isLowFirst ? candle.low() : candle.high();
            double better = isLowFirst ? candle.high() : candle.low();
            Walk walk = new Walk(candle, market, at);
            walk.go(candle.open(), worse);
            walk.go(worse, better);
            walk.go(better, candle.close());
        }
        market.priced(candle.close());
    }

    /// For a position the side on which it loses; without one the side on which a resting order would open it.
    private boolean isLowWorse(Candle candle) {
        int held = account.held(candle.instrument()).signum();
        return held == 0
                ? orders.openIn(candle.instrument()).stream().anyMatch(order -> order.request().side() == Side.BUY)
                : held > 0;
    }

    private boolean isStopReached(Candle candle) {
        BigDecimal stop = account.stopOf(candle.instrument());
        return stop != null && (account.held(candle.instrument()).signum() > 0
                ? candle.low() <= stop.doubleValue()
                : candle.high() >= stop.doubleValue());
    }

    private void countAmbiguous(Candle candle, List<PaperOrder> reached) {
        int held = account.held(candle.instrument()).signum();
        if (reached.stream().anyMatch(order -> order.request().side().sign() == -held)) {
            ambiguous++;
        }
    }

    /// The resting orders that the candle reaches; of most candles none.
    private List<PaperOrder> reachedResting(Candle candle) {
        List<PaperOrder> reached = List.of();
        for (PaperOrder order : orders.open()) {
            boolean isBuy = order.request().side() == Side.BUY;
            if (mayRestIn(order, candle) && isThrough(order, isBuy ? candle.low() : candle.high())) {
                reached = reached.isEmpty() ? new ArrayList<>() : reached;
                reached.add(order);
            }
        }
        return reached;
    }

    private static boolean mayRestIn(PaperOrder order, Candle candle) {
        return order.request().instrument().equals(candle.instrument()) && order.request().rests()
                && isPlacedBefore(order, candle);
    }

    private List<PaperOrder> resting(Candle candle) {
        return orders.open().stream().filter(order -> mayRestIn(order, candle)).toList();
    }

    /// A price at the limit leaves open whether our place in the queue was reached; one beyond it does not.
    private static boolean isThrough(PaperOrder order, double price) {
        double limit = limit(order);
        return order.request().side() == Side.BUY ? price < limit : price > limit;
    }

    private static double limit(PaperOrder order) {
        return order.limit().orElseThrow().doubleValue();
    }

    /// What the price reaches on its way, and where.
    sealed interface Reached {
        double price();

        record Stop(double price) implements Reached {}

        record Limit(PaperOrder order, double price) implements Reached {}
    }

    /// The way of the price through one candle.
    private final class Walk {
        private final Candle candle;
        private final PaperMarket market;
        private final Instant at;

        Walk(Candle candle, PaperMarket market, Instant at) {
            this.candle = candle;
            this.market = market;
            this.at = at;
        }

        void go(double from, double to) {
            double price = from;
            for (Reached next = next(price, to); next != null; next = next(price, to)) {
                price = next.price();
                switch (next) {
                    case Stop(double stopped) -> {
                        Side side = account.held(candle.instrument()).signum() > 0 ? Side.SELL : Side.BUY;
                        account.stopOut(market, slipped(stopped, side), at);
                    }
                    case Reached.Limit(PaperOrder order, _) -> {
                        trade(order, market, order.remaining().min(market.shareLeft(candle)),
                                order.limit().orElseThrow(), Liquidity.MAKER);
                        teller.accept(order);
                    }
                }
            }
        }

        /// What is reached first; a stop before an order at the same price.
        private @Nullable Reached next(double from, double to) {
            Reached first = stop(from, to);
            List<PaperOrder> resting = resting(candle);
            if (resting.isEmpty() || market.shareLeft(candle).signum() <= 0) {
                return first;
            }
            for (PaperOrder order : resting) {
                if (isThrough(order, from) || isThrough(order, to)) {
                    double price = isThrough(order, from) ? from : limit(order);
                    if (first == null || Math.abs(price - from) < Math.abs(first.price() - from)) {
                        first = new Reached.Limit(order, price);
                    }
                }
            }
            return first;
        }

        private @Nullable Reached stop(double from, double to) {
            BigDecimal stop = account.stopOf(candle.instrument());
            if (stop == null) {
                return null;
            }
            double price = stop.doubleValue();
            boolean isLong = account.held(candle.instrument()).signum() > 0;
            boolean isBehind = isLong ? from <= price : from >= price;
            boolean isOnTheWay = isLong ? to <= price : to >= price;
            return isBehind ? new Stop(from) : isOnTheWay ? new Stop(price) : null;
        }
    }
}
