package io.tradinghub.simulation;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.bot.BotId;
import io.tradinghub.exchange.ExchangeEvent.Answer;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderRequest;

/// The exchange's own side of one account: it knows what arrived and what really happened. It outlives every process of
/// a bot; each reaches it over a [SimulatedConnection].
final class SimulatedExchange implements Matching.Witness {
    private final VirtualTime time;
    private final ExchangeObserver observer;
    private final Trace trace;
    private final BotId bot;
    private final Matching.Account account;
    private final Map<ClientOrderId, Long> arrivals = new HashMap<>();
    private final Map<InstrumentId, BigDecimal> positions = new HashMap<>();
    private int executions;

    SimulatedExchange(VirtualTime time, ExchangeObserver observer, Trace trace, Matching matching, BotId bot) {
        this.trace = trace;
        this.time = time;
        this.observer = observer;
        this.bot = bot;
        this.account = matching.open(bot, this);
    }

    Matching.Account account() {
        return account;
    }

    /// What the account holds, by the exchange's own executions.
    @Override
    public BigDecimal position(InstrumentId instrument) {
        return positions.getOrDefault(instrument, BigDecimal.ZERO);
    }

    /// Whether the position may fall without end: something is held and no stop rests.
    boolean isUnprotected(InstrumentId instrument) {
        return position(instrument).signum() != 0 && !account.hasStop(instrument);
    }

    int executions() {
        return executions;
    }

    @Override
    public void executed(Fill fill) {
        executions++;
        trace.note(time.instant(), "exchange executes for " + bot, fill);
        positions.merge(fill.instrument(), fill.positionChange(), BigDecimal::add);
        observer.executed(fill, position(fill.instrument()), time.millis());
    }

    @Override
    public void holds(InstrumentId instrument, BigDecimal quantity) {
        if (position(instrument).compareTo(quantity) != 0) {
            throw new Violation("the exchange holds %s of %s, its executions add up to %s".formatted(quantity,
                    instrument, position(instrument)));
        }
    }

    /// An order arrives; answers what the exchange says to it.
    Answer arrive(Matching.Session session, OrderRequest request) {
        observer.arrived(request, time.millis());
        arrivals.putIfAbsent(request.id(), time.millis());
        return session.place(request);
    }

    /// When the order arrived, if it has.
    Optional<Long> arrivedAt(ClientOrderId id) {
        return Optional.ofNullable(arrivals.get(id));
    }
}
