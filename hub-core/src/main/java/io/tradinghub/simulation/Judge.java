package io.tradinghub.simulation;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.position.Position;
import io.tradinghub.risk.RiskLimits;

/// Stands at the exchange's door and judges what comes in and what is executed: the other side of the books.
final class Judge implements ExchangeObserver {
    /// A minute, less what lies between the decision of an entry and its leaving: its intent is committed first.
    private static final long RATE_WINDOW_MILLIS = 60_000 - 1_000;
    /// A decision is no older than data may be, and its order no longer on the way than the receive window.
    private static final long WISH_MEMORY_MILLIS = 40_000;
    /// What a price moves between the judgement of an order and its fill.
    private static final double PRICE_TOLERANCE = 1.02;
    private final SwingBot bot;
    private final RiskLimits limits;
    private final double lot;
    private final Set<ClientOrderId> arrived = new HashSet<>();
    private final Map<ClientOrderId, OrderRequest> orders = new HashMap<>();
    private final Map<InstrumentId, Position> positions = new HashMap<>();
    private final Deque<Long> entries = new ArrayDeque<>();
    private final EquityJudge equity;

    Judge(SwingBot bot, RiskLimits limits, BigDecimal capital, double lot) {
        this.bot = bot;
        this.limits = limits;
        this.lot = lot;
        this.equity = new EquityJudge(limits, capital, positions);
    }

    @Override
    public void arrived(OrderRequest request, long nowMillis) {
        if (!arrived.add(request.id())) {
            throw new Violation("%s arrived twice".formatted(request.id()));
        }
        orders.put(request.id(), request);
        if (request.isEntry()) {
            judgeEntry(request);
        }
    }

    /// An entry leaves a process of the bot, of which the next process reads in the ledger.
    void left(OrderRequest entry, long nowMillis) {
        entries.removeIf(at -> at <= nowMillis - RATE_WINDOW_MILLIS);
        entries.addLast(nowMillis);
        if (entries.size() > limits.maxOrdersPerMinute()) {
            throw new Violation("%s is number %d within a minute".formatted(entry, entries.size()));
        }
    }

    /// The ledger was put back and does not know any longer what left.
    void restored() {
        entries.clear();
        equity.restored();
    }

    private void judgeEntry(OrderRequest request) {
        if (request.terms() instanceof OrderRequest.Terms.Limit(BigDecimal price, _)
                && request.quantity().multiply(price).compareTo(limits.maxOrderNotional()) > 0) {
            throw new Violation("%s is worth more than an order may be".formatted(request));
        }
    }

    @Override
    public void executed(Fill fill, BigDecimal after, long nowMillis) {
        Position before = positions.getOrDefault(fill.instrument(), Position.flat(fill.instrument()));
        Position now = before.apply(fill);
        positions.put(fill.instrument(), now);
        if (now.quantity().compareTo(after) != 0) {
            throw new Violation("the exchange holds %s, its executions add up to %s".formatted(after, now.quantity()));
        }
        Optional<OrderRequest> order = fill.orderId().map(orders::get);
        if (order.isPresent() && order.get().isEntry()) {
            judgeExposure(fill, order.get(), before, now, nowMillis);
        } else if (order.isPresent()) {
            judgeExit(fill, before, now);
        }
    }

    private static void judgeExit(Fill fill, Position before, Position now) {
        boolean isTurned = before.quantity().signum() * now.quantity().signum() < 0;
        if (isTurned || now.quantity().abs().compareTo(before.quantity().abs()) > 0) {
            throw new Violation("%s of an exit takes the position from %s to %s".formatted(fill, before.quantity(),
                    now.quantity()));
        }
    }

    private void judgeExposure(Fill fill, OrderRequest order, Position before, Position now, long nowMillis) {
        double own = now.ownQuantity().doubleValue();
        if (Math.abs(own) <= Math.abs(before.ownQuantity().doubleValue())) {
            return;
        }
        double most = mostWanted(fill.instrument(), order, nowMillis);
        if (Math.abs(own) > most + lot + 1e-9) {
            throw new Violation(
                    "%s takes the bot's own position to %s, it wanted %s at most".formatted(fill, own, most));
        }
        if (Math.abs(own) * fill.price().doubleValue() > limits.maxPositionNotional().doubleValue() * PRICE_TOLERANCE) {
            throw new Violation("%s takes the position past its limit".formatted(fill));
        }
    }

    /// The largest exposure wanted since shortly before the order was made.
    private double mostWanted(InstrumentId instrument, OrderRequest order, long nowMillis) {
        double most = 0;
        long from = Math.min(order.createdAt().toEpochMilli(), nowMillis) - WISH_MEMORY_MILLIS;
        for (long at = from; at <= nowMillis; at += WISH_MEMORY_MILLIS / 2) {
            most = Math.max(most, Math.abs(bot.wanted(instrument, at)));
        }
        return Math.max(most, Math.abs(bot.wanted(instrument, nowMillis)));
    }

    EquityJudge equity() {
        return equity;
    }

    /// A person says that everything is the bot's own.
    void adopted() {
        positions.replaceAll((_, position) -> position.adopted());
    }
}
