package io.tradinghub.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskLimits;

/// Stands at the exchange's door and sees every order come and every execution happen, before anything is lost on the
/// way: the other side of the books, and the judge of whether a limit was kept.
final class ExchangeWitness implements PaperFaults {
    /// What a price may move between the judgement of an order and its fill, and what a sale fills above the limit it
    /// was judged at.
    private static final double PRICE_TOLERANCE = 1.005;
    private static final long MINUTE_MILLIS = 60_000;

    private final PaperFaults faults;
    private final RiskLimits limits;
    private final Map<InstrumentId, BigDecimal> positions = new TreeMap<>();
    private final Set<ExecutionId> executions = new HashSet<>();
    private final Deque<Long> entries = new ArrayDeque<>();

    ExchangeWitness(PaperFaults faults, RiskLimits limits) {
        this.faults = faults;
        this.limits = limits;
    }

    /// What the exchange's own executions sum up to.
    BigDecimal position(InstrumentId instrument) {
        return positions.getOrDefault(instrument, BigDecimal.ZERO);
    }

    /// Judges an order that has left at this moment.
    void sees(OrderRequest request, HaltState halt, long nowMillis) {
        if (!request.isEntry()) {
            return;
        }
        assertThat(halt).as("entry %s", request).isEqualTo(HaltState.RUNNING);
        entries.addLast(nowMillis);
        entries.removeIf(at -> at <= nowMillis - MINUTE_MILLIS);
        assertThat(entries).as("entries within a minute").hasSizeLessThanOrEqualTo(limits.maxOrdersPerMinute());
        assertThat(request.terms()).isInstanceOfSatisfying(Terms.Limit.class, limit -> assertThat(
                request.quantity().multiply(limit.price())).isLessThanOrEqualTo(limits.maxOrderNotional()));
    }

    @Override
    public Fate fateOf(OrderRequest request) {
        return faults.fateOf(request);
    }

    @Override
    public void deliver(ExchangeEvent event, ExchangeListener listener) {
        if (event instanceof ExchangeEvent.Executed(Fill fill)) {
            assertThat(executions.add(fill.executionId())).as("%s is new", fill).isTrue();
            BigDecimal before = position(fill.instrument());
            BigDecimal after = before.add(fill.positionChange());
            positions.put(fill.instrument(), after);
            if (after.abs().compareTo(before.abs()) > 0) {
                assertThat(after.abs().multiply(fill.price()).doubleValue()).as("worth of %s after %s", after, fill)
                        .isLessThanOrEqualTo(limits.maxPositionNotional().doubleValue() * PRICE_TOLERANCE);
            }
        }
        faults.deliver(event, listener);
    }
}
