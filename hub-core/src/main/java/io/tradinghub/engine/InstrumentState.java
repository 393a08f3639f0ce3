package io.tradinghub.engine;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.tradinghub.bot.Target;
import io.tradinghub.ledger.LedgerSnapshot.ForeignExecution;
import io.tradinghub.market.Category;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Quote;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry.LateExecution;
import io.tradinghub.order.Side;
import io.tradinghub.position.Position;
import io.tradinghub.risk.RiskDecision.Refused;
import io.tradinghub.risk.RiskRule;
import org.jspecify.annotations.Nullable;

/// Everything the engine knows of one instrument, by concern: rules, price, what is held, what is wanted, orders under
/// way, and when to try again.
final class InstrumentState {
    /// A contract takes no entries so long before its delivery.
    private static final Duration BEFORE_DELIVERY = Duration.ofHours(1);
    private final InstrumentId id;
    private final Prices prices;
    private final TradingRules rules;
    private final PriceTracker price = new PriceTracker();
    private final Holding holding;
    private final Goal goal = new Goal();
    private final WorkingOrders orders = new WorkingOrders();
    private final Pacing pacing = new Pacing();
    private boolean historyComplete = true;
    private boolean flattening;
    private @Nullable String refusedForGood;

    InstrumentState(InstrumentId id, Position position, @Nullable ForeignExecution foreign, Prices prices) {
        this.id = id;
        this.prices = prices;
        this.rules = new TradingRules(id);
        this.holding = new Holding(position, foreign);
    }

    InstrumentId id() {
        return id;
    }

    boolean isLinear() {
        return id.category() == Category.LINEAR;
    }

    TradingRules rules() {
        return rules;
    }

    PriceTracker price() {
        return price;
    }

    Holding holding() {
        return holding;
    }

    Goal goal() {
        return goal;
    }

    WorkingOrders orders() {
        return orders;
    }

    Pacing pacing() {
        return pacing;
    }

    void publish(Instrument instrument) {
        rules.publish(instrument);
        holding.publish(instrument);
        goal.publish(instrument);
    }

    // ---- price

    /// Takes a quote; false for one that says nothing new.
    boolean quoted(Quote quote, long wallMillis) {
        if (!price.quoted(quote, wallMillis)) {
            return false;
        }
        goal.priced(price.mark());
        return true;
    }

    /// Takes a price that is no quote.
    void pricedAt(double newest, long millis) {
        if (price.pricedAt(newest, millis)) {
            goal.priced(newest);
        }
    }

    /// The last price known, or the entry price before the first one came.
    double mark() {
        return price.isKnown() ? price.mark() : holding.entryPrice();
    }

    /// Whether what is held can be valued by a price no older than this. Where no price will ever come it counts at its
    /// entry price, so that the limits on the rest go on.
    boolean isMarked(long wallMillis, long maxAgeMillis) {
        return holding.isFlat() || prices == Prices.NONE || price.isFresh(wallMillis, maxAgeMillis);
    }

    /// The smallest quantity worth an order at the last price, in base coin.
    double smallestQuantity() {
        return rules.smallestQuantity(mark());
    }

    // ---- what is held and wanted

    void book(LateExecution late) {
        holding.book(late);
        goal.unsettle();
    }

    void book(Fill fill) {
        holding.book(fill);
        goal.unsettle();
        pacing.traded();
        if (holding.isFlat()) {
            pacing.exited();
        }
    }

    /// Takes what the strategy wants, decided on data of this moment. Another exposure decided after a stop was hit
    /// ends the pause that the stop began. Whether it did.
    boolean want(Target target, long decidedMillis) {
        boolean isOther = goal.want(target, decidedMillis);
        Optional<ForeignExecution> stop = holding.foreign().filter(_ -> holding.isStopped());
        boolean isSettled = isOther && stop.isPresent() && decidedMillis > stop.get().at().toEpochMilli();
        if (isSettled) {
            holding.settleForeign();
        }
        return isSettled;
    }

    /// Everything held is to be closed, whatever the strategy wants.
    void flatten(boolean on) {
        flattening = on;
        goal.unsettle();
    }

    boolean isFlattening() {
        return flattening;
    }

    /// Signed lots still to trade, on the step grid. Where something other than the bot's own orders has traded, only
    /// what the bot itself opened is reduced: what a person opened or closed stays as it is.
    long lotsToTrade() {
        if (!rules.areKnown()) {
            return 0;
        }
        if (flattening) {
            return holding.lotsTo(0);
        }
        if (!goal.isKnown()) {
            return 0;
        }
        if (!holding.isForeign()) {
            return holding.lotsTo(goal.lots());
        }
        long own = holding.ownLots();
        long wanted = own > 0 ? Math.clamp(goal.lots(), 0, own) : Math.clamp(goal.lots(), own, 0);
        long lots = holding.ownLotsTo(wanted);
        return reduces(lots) ? lots : 0;
    }

    /// Whether trading these lots makes the position smaller before anything else.
    boolean reduces(long lots) {
        return holding.position().quantity().signum() * Long.signum(lots) < 0;
    }

    /// Whether nothing of what is held is to stay.
    boolean wantsFlat() {
        if (flattening) {
            return true;
        }
        return goal.isKnown() && !holding.isForeign()
                && holding.position().quantity().signum() * Long.signum(goal.lots()) <= 0;
    }

    /// The same while no rules are known to count lots by.
    boolean wantsFlatWithoutRules() {
        boolean isOtherwise = holding.held() * goal.quantity() <= 0;
        return flattening || (isOtherwise && !holding.isForeign());
    }

    /// Whether all that is held is on its way out at the price that the market offers. An exit that rests at a price of
    /// the strategy may wait for ever.
    boolean closesAtTheMarket() {
        boolean wantsOut = rules.areKnown() ? wantsFlat() : wantsFlatWithoutRules();
        return wantsOut && (flattening || !(goal.pricing() instanceof Target.Pricing.Rest));
    }

    BigDecimal heldQuantity() {
        return holding.position().quantity().abs();
    }

    /// Whether nothing is held and no order is under way.
    boolean isFlat() {
        return holding.isFlat() && orders.isEmpty();
    }

    /// Whether no order is under way and what is held is less than the exchange takes. A perpetual is closed whole,
    /// however small it is.
    boolean isDust() {
        return !isLinear() && orders.isEmpty() && rules.areKnown() && heldQuantity().doubleValue() < smallestQuantity();
    }

    /// The side that makes the position smaller.
    Side reducingSide() {
        return holding.position().quantity().signum() > 0 ? Side.SELL : Side.BUY;
    }

    // ---- entries

    void historyComplete(boolean isComplete) {
        historyComplete = isComplete;
        goal.unsettle();
    }

    void refuseForGood(String reason) {
        refusedForGood = reason;
    }

    void forgiveRefusal() {
        refusedForGood = null;
        goal.unsettle();
    }

    /// Why no entry may leave in this instrument, if so.
    Optional<Refused> entriesEnded(String accountCoin, Instant now) {
        Instrument known = rules.known();
        if (!historyComplete) {
            return refused(RiskRule.HISTORY_INCOMPLETE, "waits for stored candles of the whole warm-up");
        }
        if (!known.isTrading()) {
            return refused(RiskRule.NOT_TRADING, "the exchange does not trade it now");
        }
        if (known.deliveryTime().filter(delivery -> now.isAfter(delivery.minus(BEFORE_DELIVERY))).isPresent()) {
            return refused(RiskRule.NOT_TRADING, "it is delivered at " + known.deliveryTime().get());
        }
        if (!known.quoteCoin().equals(accountCoin)) {
            return refused(RiskRule.OTHER_QUOTE_COIN,
                    "it is quoted in %s, the account counts in %s".formatted(known.quoteCoin(), accountCoin));
        }
        return refusedForGood == null ? Optional.empty() : refused(RiskRule.ENTRY_REFUSED, refusedForGood);
    }

    private static Optional<Refused> refused(RiskRule rule, String detail) {
        return Optional.of(new Refused(rule, detail));
    }

    /// When time alone may change something here next; `soon` while an order is on its way or a target is to be
    /// reached.
    long nextDueMillis(long soon) {
        if (!goal.isSettled() || orders.isMoving()) {
            return soon;
        }
        return orders.isEmpty() ? Long.MAX_VALUE : orders.lookUpAtMillis();
    }

    /// Replaces an order by its next state.
    void replace(WorkingOrder order, WorkingOrder next) {
        orders.replace(order, next);
        goal.unsettle();
    }

    /// Whether the market of this instrument is watched.
    enum Prices {
        COMING,
        /// The bot trades it no longer; only what was left is looked after.
        NONE
    }
}
