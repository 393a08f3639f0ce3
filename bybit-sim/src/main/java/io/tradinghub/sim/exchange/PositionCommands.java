package io.tradinghub.sim.exchange;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

import io.tradinghub.market.Category;
import io.tradinghub.order.Side;
import io.tradinghub.sim.exchange.RuleBook.Rules;
import io.tradinghub.sim.market.Listing;
import io.tradinghub.sim.wire.ApiException;

/// Sets leverage, position mode, stops and what else belongs to an account instead of an order.
public final class PositionCommands {
    private final Exchange exchange;
    private final Venue venue;
    private final RuleBook rules;
    private final OrderArchive orders;
    private final TradingStops stops;
    private final Updates updates;

    PositionCommands(Exchange exchange, Venue venue, RuleBook rules, OrderArchive orders, TradingStops stops,
            Updates updates) {
        this.exchange = exchange;
        this.venue = venue;
        this.rules = rules;
        this.orders = orders;
        this.stops = stops;
        this.updates = updates;
    }

    public void setLeverage(long uid, Listing listing, BigDecimal leverage) throws ApiException {
        Account account = exchange.account(uid);
        if (leverage.compareTo(BigDecimal.ONE) < 0 || leverage.compareTo(rules.of(listing).maxLeverage()) > 0) {
            throw new ApiException(110_013, "Cannot set leverage due to the risk limit level");
        }
        if (account.leverage(listing).compareTo(leverage) == 0) {
            throw new ApiException(110_043, "leverage not modified");
        }
        account.setLeverage(listing, leverage);
        for (Position position : account.openPositions()) {
            if (position.listing().equals(listing)) {
                updates.position(account, position);
                updates.wallet(account, listing);
            }
        }
        exchange.endStep();
    }

    /// Switches one symbol between one-way and hedge mode.
    public void switchMode(long uid, Listing listing, boolean hedged) throws ApiException {
        Account account = exchange.account(uid);
        if (account.isHedged(listing) == hedged) {
            throw new ApiException(110_025, "Position mode is not modified");
        }
        requireNothingIn(account, listing);
        account.setHedged(listing, hedged);
    }

    /// Switches all perpetuals that settle in this coin; those that have the mode already are no error.
    public void switchModes(long uid, String coin, boolean hedged) throws ApiException {
        Account account = exchange.account(uid);
        List<Listing> others = venue.listings().stream()
                .filter(listing -> listing.id().category() == Category.LINEAR && listing.quoteCoin().equals(coin))
                .filter(listing -> account.isHedged(listing) != hedged).toList();
        for (Listing listing : others) {
            requireNothingIn(account, listing);
        }
        others.forEach(listing -> account.setHedged(listing, hedged));
    }

    private void requireNothingIn(Account account, Listing listing) throws ApiException {
        if (account.openPositions().stream().anyMatch(position -> position.listing().equals(listing))) {
            throw new ApiException(110_024, "You have an existing position, so the position mode cannot be switched");
        }
        if (exchange.hasOpenOrders(account.uid(), listing.id())) {
            throw new ApiException(110_028, "You have existing open orders, so the position mode cannot be switched");
        }
    }

    /// Sets take profit, stop loss and trailing stop of an open position.
    public void tradingStop(long uid, Listing listing, int index, Protection wanted) throws ApiException {
        Account account = exchange.account(uid);
        if (account.isHedged(listing) != (index != 0)) {
            throw ApiException.parameter("position idx not match position mode");
        }
        Optional<Position> position = account.find(listing, index).filter(found -> !found.isFlat());
        if (position.isEmpty()) {
            throw ApiException.parameter("can not set tp/sl/ts for zero position");
        }
        Venue.Prices prices = venue.prices(listing, exchange.nowMillis()).orElseThrow();
        Side side = position.get().size().signum() > 0 ? Side.BUY : Side.SELL;
        onTick(listing, wanted);
        OrderChecks.stops(listing, side, wanted, basePrice(wanted, prices));
        if (!stops.set(account, position.get(), wanted, exchange.nowMillis())) {
            throw new ApiException(34_040, "not modified");
        }
        exchange.endStep();
    }

    /// The price that the stop watches.
    private static BigDecimal basePrice(Protection wanted, Venue.Prices prices) {
        return wanted.stopLoss().or(wanted::takeProfit).map(stop -> stop.by().of(prices)).orElse(prices.last());
    }

    private void onTick(Listing listing, Protection wanted) throws ApiException {
        BigDecimal tick = rules.of(listing).tick();
        boolean fits = wanted.stopLoss().map(stop -> Rules.isMultiple(stop.price(), tick)).orElse(true)
                && wanted.takeProfit().map(stop -> Rules.isMultiple(stop.price(), tick)).orElse(true);
        if (!fits) {
            throw ApiException.parameter("params error: price of a stop is no multiple of the tick size");
        }
    }

    public void setMarginMode(long uid, MarginMode mode) throws ApiException {
        Account account = exchange.account(uid);
        if (account.marginMode() == mode) {
            throw new ApiException(110_026, "Cross/isolated margin mode is not modified");
        }
        if (!account.openPositions().isEmpty() || !orders.openOf(uid).isEmpty()) {
            throw new ApiException(3_400_045, "Set margin mode failed");
        }
        account.setMarginMode(mode);
    }

    /// Whether a limit outside the price band is moved to it instead of being refused.
    public void setMovesToBand(long uid, Category category, boolean moves) {
        exchange.account(uid).setMovesToBand(category, moves);
    }
}
