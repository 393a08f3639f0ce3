package io.tradinghub.engine;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tradinghub.bot.Target;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Quote;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.Side;
import io.tradinghub.position.Position;
import io.tradinghub.risk.RiskDecision;
import org.jspecify.annotations.Nullable;

/// Everything the engine knows of one instrument: rules, prices, what is held, what is wanted, what is under way.
final class InstrumentState {
    /// So many refused exits in a row are no accident.
    private static final int EXIT_REFUSALS = 5;
    private static final Duration EXIT_REFUSED_PAUSE = Duration.ofSeconds(30);

    private final InstrumentId id;
    private final Prices prices;
    private final List<WorkingOrder> orders = new ArrayList<>(1);
    private @Nullable Instrument rules;
    private BigDecimal largestOrder = BigDecimal.ZERO;
    private double smallestStep;
    private double minNotional;
    private @Nullable Quote quote;
    private double mark = Double.NaN;
    private long markedAtMillis = Long.MIN_VALUE;
    private Position position;
    private double held;
    private double entryPrice;
    private double netRealised;
    private long openedAtMillis;
    private @Nullable Target target;
    private BigDecimal wantedQuantity = BigDecimal.ZERO;
    private long decidedAtMillis = Long.MIN_VALUE;
    private boolean awaitsWord;
    private boolean settled = true;
    private double awaitedMark = Double.POSITIVE_INFINITY;
    private long notBeforeMillis = Long.MIN_VALUE;
    private long entryNotBeforeMillis = Long.MIN_VALUE;
    private long lookUpAtMillis = Long.MAX_VALUE;
    private int failures;
    private int exitRefusals;
    private RiskDecision.@Nullable Rule lastRefusal;

    InstrumentState(InstrumentId id, Position position, Prices prices) {
        this.id = id;
        this.prices = prices;
        this.position = position;
        cache();
    }

    InstrumentId id() {
        return id;
    }

    List<WorkingOrder> orders() {
        return orders;
    }

    Optional<Instrument> rules() {
        return Optional.ofNullable(rules);
    }

    void publish(Instrument instrument) {
        rules = instrument;
        largestOrder = instrument.roundQuantityDown(instrument.maxLimitQuantity().min(instrument.maxMarketQuantity()));
        smallestStep = instrument.quantityStep().max(instrument.minQuantity()).doubleValue();
        minNotional = instrument.minNotional().doubleValue();
        roundTarget();
        unsettle();
    }

    /// The most that one order may trade, in base coin; 0 before the rules are known.
    BigDecimal largestOrder() {
        return largestOrder;
    }

    // ---- prices

    /// Takes a quote; false for one that is older than the price known, which says nothing new. A price from the future
    /// is no measure.
    boolean quoted(Quote newest, long wallMillis) {
        long quotedAtMillis = newest.exchangeTime().toEpochMilli();
        if (quotedAtMillis < markedAtMillis && markedAtMillis <= wallMillis) {
            return false;
        }
        quote = newest;
        mark(newest.midPrice(), quotedAtMillis);
        return true;
    }

    /// A close is a price only where no quotes come: a quote is newer and two-sided.
    void closedAt(double price, long closeMillis) {
        if (quote == null) {
            mark(price, closeMillis);
        }
    }

    private void mark(double price, long atMillis) {
        mark = price;
        markedAtMillis = atMillis;
        if (price >= awaitedMark) {
            unsettle();
        }
    }

    boolean hasFreshPrice(long wallMillis, long maxAgeMillis) {
        return markedAtMillis != Long.MIN_VALUE && wallMillis - markedAtMillis <= maxAgeMillis;
    }

    /// The last price known, or the entry price before the first one came.
    double mark() {
        return Double.isNaN(mark) ? entryPrice : mark;
    }

    /// Whether what is held can be valued. Where no price will ever come it counts at its entry price, so that the
    /// limits on the rest go on.
    boolean isMarked() {
        return !Double.isNaN(mark) || held == 0 || prices == Prices.NONE;
    }

    /// The worst price an order that crosses the spread may pay: the touch, moved by the slippage bound, on the tick
    /// grid.
    BigDecimal crossingPrice(Side side, int maxSlippageBps) {
        double touch = quote == null ? mark : side == Side.BUY ? quote.askPrice() : quote.bidPrice();
        double bound = touch * (1 + side.sign() * maxSlippageBps / 10_000.0);
        return knownRules().roundToTick(bound, side == Side.BUY ? RoundingMode.DOWN : RoundingMode.UP);
    }

    // ---- holdings

    Position position() {
        return position;
    }

    double held() {
        return held;
    }

    double entryPrice() {
        return entryPrice;
    }

    /// Realised profit less fees, in quote coin.
    double netRealised() {
        return netRealised;
    }

    /// When the position was last flat or on the other side, in epoch milliseconds.
    long openedAtMillis() {
        return openedAtMillis;
    }

    void book(Fill fill) {
        position = position.apply(fill);
        cache();
        unsettle();
        failures = 0;
        exitRefusals = 0;
        lastRefusal = null;
    }

    private void cache() {
        held = position.quantity().doubleValue();
        entryPrice = position.entryPrice().doubleValue();
        netRealised = position.realisedPnl().subtract(position.fees()).doubleValue();
        openedAtMillis = position.openedAt().toEpochMilli();
    }

    // ---- what is wanted

    Optional<Target> target() {
        return Optional.ofNullable(target);
    }

    /// Takes what is wanted from now on, decided on data of this moment; the same again only renews its age.
    void want(Target wanted, long decidedMillis) {
        if (!wanted.equals(target)) {
            target = wanted;
            decidedAtMillis = decidedMillis;
            roundTarget();
            unsettle();
        } else if (decidedMillis > decidedAtMillis) {
            decidedAtMillis = decidedMillis;
            if (awaitsWord) {
                unsettle();
            }
        }
    }

    private void roundTarget() {
        if (target != null && rules != null) {
            wantedQuantity = rules.roundQuantityDown(target.quantity());
        }
    }

    boolean hasFreshDecision(long wallMillis, long maxAgeMillis) {
        return wallMillis - decidedAtMillis <= maxAgeMillis;
    }

    /// Signed quantity still to trade, on the step grid; 0 without target or rules.
    BigDecimal difference() {
        if (target == null || rules == null) {
            return BigDecimal.ZERO;
        }
        return rules.roundQuantityDown(wantedQuantity.subtract(position.quantity()));
    }

    /// Whether trading `difference` makes the position smaller before anything else.
    boolean reduces(BigDecimal difference) {
        return position.quantity().signum() * difference.signum() < 0;
    }

    /// The smallest quantity worth an order here, in base coin, at the last price.
    double smallestQuantity() {
        double byValue = mark() > 0 ? minNotional / mark() : 0;
        return Math.max(byValue, smallestStep);
    }

    // ---- attention

    boolean isSettled() {
        return settled;
    }

    void settle() {
        settled = true;
    }

    /// Settles until the bot says anew what it wants.
    void settleUntilWord() {
        settled = true;
        awaitsWord = true;
    }

    /// Settles until this quantity is worth an order, if a higher price can make it so.
    void settleBelowMinimum(BigDecimal quantity) {
        settled = true;
        awaitedMark = quantity.signum() > 0 && quantity.doubleValue() >= smallestStep
                ? minNotional / quantity.doubleValue()
                : Double.POSITIVE_INFINITY;
    }

    void unsettle() {
        settled = false;
        awaitsWord = false;
        awaitedMark = Double.POSITIVE_INFINITY;
    }

    long notBeforeMillis() {
        return notBeforeMillis;
    }

    void pauseUntil(long millis) {
        notBeforeMillis = millis;
    }

    /// Before this moment no entry is tried; an exit is.
    long entryNotBeforeMillis() {
        return entryNotBeforeMillis;
    }

    void pauseEntriesUntil(long millis) {
        entryNotBeforeMillis = millis;
    }

    /// An order came to nothing. An entry waits longer after every one in a row; an exit is tried again soon, whatever
    /// failed before.
    void failed(Effect effect, long nowMillis, Duration retryDelay) {
        notBeforeMillis = nowMillis + retryDelay.toMillis();
        if (effect == Effect.ANY) {
            entryNotBeforeMillis = nowMillis + retryDelay.toMillis() * (1L << Math.min(failures, 6));
            failures++;
        }
    }

    /// The exchange refused an exit. After many in a row there is a long pause before the next; true when it is time to
    /// tell people.
    boolean exitRefused(long nowMillis) {
        exitRefusals++;
        if (exitRefusals >= EXIT_REFUSALS) {
            notBeforeMillis = nowMillis + EXIT_REFUSED_PAUSE.toMillis();
        }
        return exitRefusals == EXIT_REFUSALS;
    }

    /// An order that the exchange had accepted was taken back on our word: nothing failed.
    void tookBack() {
        failures = 0;
    }

    long lookUpAtMillis() {
        return lookUpAtMillis;
    }

    void lookUpAt(long millis) {
        lookUpAtMillis = millis;
    }

    /// Whether this reason was not told yet.
    boolean isNews(RiskDecision.Rule rule) {
        boolean news = rule != lastRefusal;
        lastRefusal = rule;
        return news;
    }

    // ---- orders

    boolean isIdle() {
        return orders.isEmpty();
    }

    /// Whether an order is under way that an exit has to wait for.
    boolean holdsUpExits() {
        for (WorkingOrder order : orders) {
            if (!(order instanceof WorkingOrder.Missing)) {
                return true;
            }
        }
        return false;
    }

    Optional<WorkingOrder> order(ClientOrderId orderId) {
        for (WorkingOrder order : orders) {
            if (order.request().id().equals(orderId)) {
                return Optional.of(order);
            }
        }
        return Optional.empty();
    }

    /// Puts the order's next state in its place; a closed order leaves the desk.
    void replace(WorkingOrder order, WorkingOrder next) {
        if (next == order) {
            return;
        }
        int index = orders.indexOf(order);
        if (next instanceof WorkingOrder.Closed) {
            orders.remove(index);
        } else {
            orders.set(index, next);
        }
        unsettle();
    }

    /// Whether the market of this instrument is watched.
    enum Prices {
        COMING,
        /// The bot trades it no longer; only what was left is looked after.
        NONE
    }

    private Instrument knownRules() {
        if (rules == null) {
            throw new IllegalStateException("the rules of %s are not known yet".formatted(id));
        }
        return rules;
    }
}
