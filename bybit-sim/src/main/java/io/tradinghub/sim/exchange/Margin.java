package io.tradinghub.sim.exchange;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.tradinghub.market.Category;
import io.tradinghub.order.Side;
import io.tradinghub.sim.market.Listing;

/// Computes margins, position and wallet as Bybit's cross margin does, checked against captured frames.
///
/// A position needs its value divided by the leverage, plus the fee to close it at its bankruptcy price. An order
/// needs the same plus the fee to open. Every coin counts in full as collateral.
final class Margin {
    private static final int DECIMALS = 8;
    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final Set<String> DOLLARS = Set.of("USDT", "USDC", "USD");
    private final Venue venue;
    private final RuleBook rules;
    private final OrderArchive orders;

    Margin(Venue venue, RuleBook rules, OrderArchive orders) {
        this.venue = venue;
        this.rules = rules;
        this.orders = orders;
    }

    /// The mark price, or the position's own before there is one.
    BigDecimal mark(Position position, long nowMillis) {
        return venue.prices(position.listing(), nowMillis).map(Venue.Prices::mark).orElse(position.averagePrice());
    }

    PositionState state(Account account, Position position, long nowMillis) {
        BigDecimal mark = mark(position, nowMillis);
        BigDecimal size = position.size().abs();
        Optional<Side> side = switch (position.size().signum()) {
            case 1 -> Optional.of(Side.BUY);
            case -1 -> Optional.of(Side.SELL);
            default -> Optional.empty();
        };
        BigDecimal unrealised = position.unrealised(mark);
        return new PositionState(position.listing(), position.index(), side, size, position.averagePrice(),
                account.leverage(position.listing()), size.multiply(position.averagePrice()), mark,
                initial(account, position), maintenance(account, position), unrealised, position.realised(),
                position.realisedEver(), liquidationPrice(account, position, nowMillis),
                stopPrice(position, SimOrder.Origin.TAKE_PROFIT, account),
                stopPrice(position, SimOrder.Origin.STOP_LOSS, account),
                trailing(position, account), size.signum() == 0 ? 0 : unrealised.signum() > 0 ? 4 : 2,
                position.sequence(), position.createdMillis(), position.updatedMillis());
    }

    private BigDecimal stopPrice(Position position, SimOrder.Origin kind, Account account) {
        return orders.stopOf(account.uid(), position, kind).flatMap(SimOrder::trigger).map(Trigger::price)
                .orElse(BigDecimal.ZERO);
    }

    private BigDecimal trailing(Position position, Account account) {
        return orders.stopOf(account.uid(), position, SimOrder.Origin.TRAILING_STOP)
                .flatMap(order -> order.protection().trailingDistance()).orElse(BigDecimal.ZERO);
    }

    private BigDecimal initial(Account account, Position position) {
        BigDecimal value = position.size().abs().multiply(position.averagePrice());
        return divided(value, account.leverage(position.listing()))
                .add(closingFee(account, position.listing(), position.size(), position.averagePrice()))
                .setScale(DECIMALS, RoundingMode.HALF_UP);
    }

    private BigDecimal maintenance(Account account, Position position) {
        BigDecimal value = position.size().abs().multiply(position.averagePrice());
        return value.multiply(maintenanceRate(position.listing()))
                .add(closingFee(account, position.listing(), position.size(), position.averagePrice()))
                .setScale(DECIMALS, RoundingMode.HALF_UP);
    }

    /// Half of what the highest leverage leaves: 0.5 % for an instrument with 100 times.
    private BigDecimal maintenanceRate(Listing listing) {
        return divided(HALF, rules.of(listing).maxLeverage());
    }

    private static BigDecimal closingFee(Account account, Listing listing, BigDecimal signedSize, BigDecimal price) {
        BigDecimal share = divided(BigDecimal.ONE, account.leverage(listing));
        BigDecimal bankrupt = price
                .multiply(BigDecimal.ONE.subtract(share.multiply(BigDecimal.valueOf(signedSize.signum()))));
        return signedSize.abs().multiply(bankrupt).multiply(account.fees().taker(Category.LINEAR));
    }

    /// The mark price at which the whole account no longer covers its maintenance margin, all else unchanged.
    private Optional<BigDecimal> liquidationPrice(Account account, Position position, long nowMillis) {
        if (position.isFlat()) {
            return Optional.empty();
        }
        WalletState wallet = wallet(account, nowMillis);
        BigDecimal slack = wallet.marginBalance().subtract(wallet.maintenanceMargin());
        BigDecimal price = mark(position, nowMillis).subtract(divided(slack, position.size()))
                .setScale(position.listing().tickSize().scale(), RoundingMode.HALF_UP);
        return price.signum() > 0 ? Optional.of(price) : Optional.empty();
    }

    /// The margin that an account's open orders of this instrument need: that of the side that needs more.
    BigDecimal ofOrders(Account account, Listing listing) {
        return ofOrders(account, listing, Optional.empty());
    }

    /// The same with one more order; that part of a side that only closes the position needs none.
    BigDecimal ofOrders(Account account, Listing listing, Optional<SimOrder> another) {
        BigDecimal position = account.find(listing, 0).map(Position::size).orElse(BigDecimal.ZERO);
        List<SimOrder> open = new ArrayList<>(orders.openOf(account.uid(), listing));
        another.ifPresent(open::add);
        BigDecimal most = BigDecimal.ZERO;
        for (Side side : Side.values()) {
            BigDecimal closes = position.signum() == -side.sign() ? position.abs() : BigDecimal.ZERO;
            BigDecimal needed = BigDecimal.ZERO;
            for (SimOrder order : open) {
                if (order.side() == side && !order.terms().reduceOnly()
                        && order.status() != SimOrder.Status.UNTRIGGERED) {
                    BigDecimal opens = order.leaves().subtract(closes).max(BigDecimal.ZERO);
                    closes = closes.subtract(order.leaves()).max(BigDecimal.ZERO);
                    needed = needed.add(ofOrder(account, listing, opens.multiply(BigDecimal.valueOf(side.sign())),
                            order.price()));
                }
            }
            most = most.max(needed);
        }
        return most.setScale(DECIMALS, RoundingMode.HALF_UP);
    }

    private static BigDecimal ofOrder(Account account, Listing listing, BigDecimal signedQuantity, BigDecimal price) {
        BigDecimal value = signedQuantity.abs().multiply(price);
        return divided(value, account.leverage(listing))
                .add(value.multiply(account.fees().taker(Category.LINEAR)))
                .add(closingFee(account, listing, signedQuantity, price));
    }

    /// What open spot orders of this account lock of a coin.
    BigDecimal locked(Account account, String coin) {
        BigDecimal locked = BigDecimal.ZERO;
        for (SimOrder order : orders.openOf(account.uid())) {
            boolean locks = order.terms().isSpot() && (order.status() != SimOrder.Status.UNTRIGGERED
                    || order.terms().filter() == OrderTerms.OrderFilter.TPSL_ORDER);
            if (locks && lockedCoin(order).equals(coin)) {
                locked = locked.add(lockOf(order));
            }
        }
        return locked;
    }

    static String lockedCoin(SimOrder order) {
        return order.side() == Side.BUY ? order.listing().quoteCoin() : order.listing().baseCoin();
    }

    /// A limit order locks what it may still trade, a market buy by value its amount. Other market orders are matched
    /// at once and lock nothing.
    static BigDecimal lockOf(SimOrder order) {
        return switch (order.side()) {
            case BUY -> order.isByValue() ? order.leaves() : order.leaves().multiply(order.price());
            case SELL -> order.isByValue() ? BigDecimal.ZERO : order.leaves();
        };
    }

    WalletState wallet(Account account, long nowMillis) {
        Set<String> names = new LinkedHashSet<>(account.coins());
        account.positions().forEach(position -> names.add(position.listing().quoteCoin()));
        List<WalletState.Coin> coins = new ArrayList<>();
        Totals totals = new Totals();
        for (String name : names) {
            WalletState.Coin coin = coin(account, name, nowMillis);
            coins.add(coin);
            totals.add(coin);
        }
        BigDecimal margin = totals.balance.add(totals.unrealised);
        return new WalletState(totals.equity, totals.balance, margin, margin.subtract(totals.initial),
                totals.unrealised,
                totals.initial, totals.maintenance, coins);
    }

    /// Sums in USD.
    private static final class Totals {
        private BigDecimal equity = BigDecimal.ZERO;
        private BigDecimal balance = BigDecimal.ZERO;
        private BigDecimal unrealised = BigDecimal.ZERO;
        private BigDecimal initial = BigDecimal.ZERO;
        private BigDecimal maintenance = BigDecimal.ZERO;

        void add(WalletState.Coin coin) {
            equity = equity.add(coin.equity().multiply(coin.usdPrice()));
            balance = balance.add(coin.balance().multiply(coin.usdPrice()));
            unrealised = unrealised.add(coin.unrealised().multiply(coin.usdPrice()));
            initial = initial.add(coin.positionMargin().add(coin.orderMargin()).multiply(coin.usdPrice()));
            maintenance = maintenance.add(coin.maintenanceMargin().multiply(coin.usdPrice()));
        }
    }

    private WalletState.Coin coin(Account account, String name, long nowMillis) {
        BigDecimal positionMargin = BigDecimal.ZERO;
        BigDecimal maintenance = BigDecimal.ZERO;
        BigDecimal unrealised = BigDecimal.ZERO;
        for (Position position : account.openPositions()) {
            if (position.listing().quoteCoin().equals(name)) {
                positionMargin = positionMargin.add(initial(account, position));
                maintenance = maintenance.add(maintenance(account, position));
                unrealised = unrealised.add(position.unrealised(mark(position, nowMillis)));
            }
        }
        BigDecimal orderMargin = BigDecimal.ZERO;
        for (Listing listing : orders.listingsOf(account.uid())) {
            if (listing.id().category() == Category.LINEAR && listing.quoteCoin().equals(name)) {
                orderMargin = orderMargin.add(ofOrders(account, listing));
            }
        }
        return new WalletState.Coin(name, account.balance(name), usdPrice(name, nowMillis), locked(account, name),
                orderMargin, positionMargin, maintenance, unrealised, account.realised(name));
    }

    private BigDecimal usdPrice(String coin, long nowMillis) {
        if (DOLLARS.contains(coin)) {
            return BigDecimal.ONE;
        }
        return venue.listings().stream().filter(listing -> listing.baseCoin().equals(coin)).findFirst()
                .flatMap(listing -> venue.prices(listing, nowMillis)).map(Venue.Prices::index).orElse(BigDecimal.ZERO);
    }

    private static BigDecimal divided(BigDecimal value, BigDecimal by) {
        return value.divide(by, MathContext.DECIMAL64);
    }
}
