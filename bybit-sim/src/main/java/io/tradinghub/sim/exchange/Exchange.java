package io.tradinghub.sim.exchange;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.sim.exchange.SimOrder.CancelType;
import io.tradinghub.sim.exchange.SimOrder.Origin;
import io.tradinghub.sim.exchange.SimOrder.RejectReason;
import io.tradinghub.sim.exchange.SimOrder.Status;
import io.tradinghub.sim.market.Listing;
import io.tradinghub.sim.market.Trade;
import io.tradinghub.sim.wire.ApiException;

/// Accounts, orders, positions and money on one simulated exchange.
///
/// Has no clock, no thread and no randomness: time is what its caller passes to [#advance], and equal calls give equal
/// results and ids. An order is acknowledged first and matched by the first `advance` that comes the delay later; what
/// it became is told by [#takeUpdates]. Not thread-safe.
public final class Exchange {
    private static final long STEP_MILLIS = 1_000;
    private static final int MAX_STEPS = 5_000;
    private static final int MAX_CANCELLED = 500;
    private final Venue venue;
    private final Settings settings;
    private final RuleBook rules = new RuleBook();
    private final Map<Long, Account> accounts = new LinkedHashMap<>();
    private final OrderArchive orders;
    private final Margin margin;
    private final Ids ids;
    private final Updates updates;
    private final Books books;
    private final Settlement settlement;
    private final Statements statements = new Statements();
    private final TradingStops stops;
    private final Matching matching;
    private final Liquidation liquidation;
    private final OrderChecks checks;
    private final Deque<SimOrder> acknowledged = new ArrayDeque<>();
    private long nowMillis;

    /// How the exchange behaves.
    ///
    /// @param matchingDelayMillis market time between an acknowledgement and the matching of the order
    public record Settings(long seed, Environment environment, long matchingDelayMillis) {}

    public Exchange(Venue venue, Settings settings, long nowMillis) {
        this.venue = venue;
        this.settings = settings;
        this.nowMillis = nowMillis;
        this.orders = new OrderArchive(settings.environment());
        this.margin = new Margin(venue, rules, orders);
        this.ids = new Ids(settings.seed());
        this.updates = new Updates(margin, ids);
        this.books = new Books(venue);
        this.settlement = new Settlement(margin, orders, statements, updates, ids);
        this.stops = new TradingStops(books, orders, settlement, updates, ids, venue);
        this.matching = new Matching(accounts, books, rules, venue, settlement, stops);
        this.liquidation = new Liquidation(books, orders, margin, settlement, matching, updates, ids);
        this.checks = new OrderChecks(venue, rules, orders, margin);
    }

    public Venue venue() {
        return venue;
    }

    public Environment environment() {
        return settings.environment();
    }

    /// The time of the last [#advance].
    public long nowMillis() {
        return nowMillis;
    }

    /// Opens an account with these balances by coin, in one-way mode.
    public void openAccount(long uid, FeeRates fees, Map<String, BigDecimal> balances) {
        Account account = new Account(uid, fees, nowMillis);
        balances.forEach(account::add);
        if (accounts.putIfAbsent(uid, account) != null) {
            throw new IllegalArgumentException("there is an account %d already".formatted(uid));
        }
    }

    public Set<Long> accounts() {
        return Set.copyOf(accounts.keySet());
    }

    Account account(long uid) {
        Account account = accounts.get(uid);
        if (account == null) {
            throw new IllegalArgumentException("there is no account %d".formatted(uid));
        }
        return account;
    }

    /// What can be read of accounts.
    public AccountReads reads() {
        return new AccountReads(this, venue, margin, orders, statements);
    }

    /// What can be set for positions and accounts.
    public PositionCommands positions() {
        return new PositionCommands(this, venue, rules, orders, stops, updates);
    }

    /// What happens to accounts from outside.
    public Interventions interventions() {
        return new Interventions(this, orders, liquidation, settlement, statements, updates);
    }

    /// What has changed since the last call, in order.
    public List<AccountUpdate> takeUpdates() {
        return updates.take();
    }

    /// Lets everything happen up to and including this time; a time that has passed already counts as now.
    public void advance(long toMillis) {
        long until = Math.max(nowMillis, toMillis);
        enterAcknowledged(nowMillis);
        long step = Math.max(STEP_MILLIS, (until - nowMillis) / MAX_STEPS);
        while (nowMillis < until) {
            long next = Math.min(until, Math.max(nowMillis + step, venue.stillUntilMillis(nowMillis)));
            for (Listing listing : watched()) {
                passTrades(books.of(listing), nowMillis, next);
            }
            settleFunding(nowMillis, next);
            nowMillis = next;
            watched().forEach(listing -> passPrices(books.of(listing), next));
            enterAcknowledged(next);
            liquidateShort(next);
        }
    }

    private void enterAcknowledged(long atMillis) {
        while (!acknowledged.isEmpty()
                && acknowledged.getFirst().createdMillis() + settings.matchingDelayMillis() <= atMillis) {
            SimOrder order = acknowledged.removeFirst();
            if (order.trigger().isPresent()) {
                books.of(order.listing()).watch(order);
                updates.order(account(order.uid()), order);
            } else {
                matching.enter(order, atMillis);
            }
            updates.endStep(atMillis);
        }
    }

    /// The instruments that have orders.
    private List<Listing> watched() {
        return books.all().stream().filter(book -> !book.isEmpty()).map(MatchingBook::listing).toList();
    }

    private void passTrades(MatchingBook book, long fromMillis, long toMillis) {
        for (Trade trade : venue.trades(book.listing(), fromMillis, toMillis)) {
            matching.trade(book, trade, trade.timeMillis());
            updates.endStep(trade.timeMillis());
            fire(book, Trigger.By.LAST_PRICE, BigDecimal.valueOf(trade.price()), trade.timeMillis());
        }
    }

    private void passPrices(MatchingBook book, long atMillis) {
        Optional<Venue.Prices> prices = venue.prices(book.listing(), atMillis);
        if (prices.isPresent()) {
            for (Trigger.By by : Trigger.By.values()) {
                fire(book, by, by.of(prices.get()), atMillis);
            }
        }
        matching.cross(book, atMillis);
        updates.endStep(atMillis);
    }

    private void fire(MatchingBook book, Trigger.By by, BigDecimal price, long atMillis) {
        for (SimOrder order : book.untriggered()) {
            if (order.origin() == Origin.TRAILING_STOP && by == Trigger.By.LAST_PRICE) {
                stops.follow(order, price, atMillis);
            }
            Trigger trigger = order.trigger().orElseThrow();
            if (order.status() == Status.UNTRIGGERED && trigger.by() == by && trigger.firesAt(price)) {
                book.remove(order);
                order.triggered(atMillis);
                updates.order(account(order.uid()), order);
                if (isAffordable(order, atMillis)) {
                    matching.enter(order, atMillis);
                } else {
                    settlement.close(account(order.uid()), order, CancelType.UNKNOWN,
                            RejectReason.NO_ENOUGH_QTY_TO_FILL, atMillis);
                }
                updates.endStep(atMillis);
            }
        }
    }

    private boolean isAffordable(SimOrder order, long atMillis) {
        return order.terms().isSpot() || checks.hasMargin(account(order.uid()), order, atMillis);
    }

    private void settleFunding(long fromMillis, long toMillis) {
        for (Account account : accounts.values()) {
            for (Position position : account.openPositions()) {
                long period = rules.of(position.listing()).fundingMillis();
                for (long at = (Math.floorDiv(fromMillis, period) + 1) * period; at <= toMillis; at += period) {
                    settlement.fund(account, position, venue.fundingRate(position.listing(), at), at, at);
                }
            }
        }
    }

    private void liquidateShort(long atMillis) {
        for (Account account : accounts.values()) {
            if (!account.openPositions().isEmpty()) {
                liquidation.check(account, atMillis);
            }
        }
    }

    /// Accepts an order, which is matched later. The state it returns is the one at the acknowledgement.
    public SimOrder place(long uid, OrderTerms terms) throws ApiException {
        Account account = account(uid);
        OrderTerms accepted = checks.accepted(account, terms, nowMillis);
        BigDecimal last = venue.prices(terms.listing(), nowMillis).map(Venue.Prices::last).orElse(BigDecimal.ZERO);
        Category category = terms.listing().id().category();
        Origin origin = terms.trigger().isPresent() ? Origin.STOP : Origin.USER;
        SimOrder order = new SimOrder(accepted, ids.nextOrder(category), uid, origin, last, nowMillis);
        checks.affordable(account, order, nowMillis);
        orders.claimLinkId(uid, category, order.linkId());
        orders.open(order);
        acknowledged.addLast(order);
        return order.copy();
    }

    /// Changes an open order; it may trade at once at its new price.
    public SimOrder amend(long uid, OrderRef ref, Amendment amendment) throws ApiException {
        SimOrder order = findOpen(uid, ref, found -> true, "replace");
        new AmendmentChecks(rules).check(order, amendment);
        Optional<Trigger> trigger = order.trigger().map(t -> amendment.triggerPrice().map(t::at).orElse(t));
        order.changed(amendment.price().orElse(order.price()), amendment.quantity().orElse(order.quantity()), trigger,
                order.protection().changedBy(amendment.protection()), nowMillis);
        MatchingBook book = books.of(order.listing());
        if (book.resting(order.side()).contains(order)) {
            book.remove(order);
            matching.enter(order, nowMillis);
        } else {
            updates.order(account(uid), order);
        }
        updates.endStep(nowMillis);
        return order.copy();
    }

    public SimOrder cancel(long uid, OrderRef ref) throws ApiException {
        return cancel(uid, ref, order -> true);
    }

    /// Cancels the order if it is one that the caller looks for; it is not found otherwise.
    public SimOrder cancel(long uid, OrderRef ref, Predicate<SimOrder> wanted) throws ApiException {
        SimOrder order = findOpen(uid, ref, wanted, "cancel");
        cancel(order, CancelType.CANCEL_BY_USER);
        return order.copy();
    }

    /// Cancels the open orders that match, at most 500 of them, and returns them.
    public List<SimOrder> cancelAll(long uid, Predicate<SimOrder> matches, CancelType type) {
        List<SimOrder> cancelled = new ArrayList<>();
        for (SimOrder order : List.copyOf(orders.openOf(uid))) {
            if (cancelled.size() < MAX_CANCELLED && matches.test(order)) {
                cancel(order, type);
                cancelled.add(order.copy());
            }
        }
        return cancelled;
    }

    private void cancel(SimOrder order, CancelType type) {
        acknowledged.remove(order);
        books.of(order.listing()).remove(order);
        settlement.close(account(order.uid()), order, type, RejectReason.PER_CANCEL_REQUEST, nowMillis);
        updates.endStep(nowMillis);
    }

    private SimOrder findOpen(long uid, OrderRef ref, Predicate<SimOrder> wanted, String purpose) throws ApiException {
        if (ref.id().isEmpty() && ref.linkId().isEmpty()) {
            throw ApiException.parameter("params error: OrderId or orderLinkId is required");
        }
        return orders.openOf(uid).stream().filter(ref::names).filter(wanted).findFirst()
                .orElseThrow(() -> switch (ref.category()) {
                    case SPOT -> new ApiException(170_213, "Order does not exist.");
                    case LINEAR -> new ApiException(110_001, "order not exists or too late to " + purpose);
                });
    }

    /// Ends the current step of the engine: what was changed becomes an update.
    void endStep() {
        updates.endStep(nowMillis);
    }

    /// Whether the account has an open order in this instrument.
    boolean hasOpenOrders(long uid, InstrumentId instrument) {
        return orders.openOf(uid).stream().anyMatch(order -> order.listing().id().equals(instrument));
    }
}
