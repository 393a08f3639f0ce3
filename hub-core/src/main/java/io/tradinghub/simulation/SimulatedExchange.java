package io.tradinghub.simulation;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.Answer;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.exchange.Protection;
import io.tradinghub.exchange.paper.PaperExchange;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.exchange.paper.PaperSettings;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderRequest;
import org.jspecify.annotations.Nullable;

/// The exchange's own side: it matches, keeps the account, and knows what really happened. It outlives every process of
/// a bot; each reaches it over a [SimulatedConnection].
final class SimulatedExchange implements ExchangeListener {
    private final VirtualTime time;
    private final ExchangeObserver observer;
    private final Trace trace;
    private final PaperExchange paper;
    private final Map<ClientOrderId, Long> arrivals = new HashMap<>();
    private final Map<InstrumentId, BigDecimal> positions = new HashMap<>();
    private final Set<InstrumentId> stopped = new HashSet<>();
    private final List<SimulatedConnection> connections = new ArrayList<>();
    private @Nullable List<ExchangeEvent> capture;
    private boolean isAnswering;
    private int executions;

    SimulatedExchange(VirtualTime time, ExchangeObserver observer, Trace trace) {
        this.trace = trace;
        this.time = time;
        this.observer = observer;
        this.paper = new PaperExchange(PaperSettings.DEFAULTS, PaperFaults.NONE, LedgerSnapshot.empty(), this, time);
    }

    void connected(SimulatedConnection connection) {
        connections.add(connection);
    }

    void disconnected(SimulatedConnection connection) {
        connections.remove(connection);
    }

    /// What the account holds, by the exchange's own executions.
    BigDecimal position(InstrumentId instrument) {
        return positions.getOrDefault(instrument, BigDecimal.ZERO);
    }

    /// Whether the position may fall without end: something is held and no stop rests.
    boolean isUnprotected(InstrumentId instrument) {
        return position(instrument).signum() != 0 && !stopped.contains(instrument);
    }

    int executions() {
        return executions;
    }

    void onMarket(MarketEvent event) {
        paper.onMarket(event);
    }

    @Override
    public void onEvent(ExchangeEvent event) {
        List<ExchangeEvent> captured = capture;
        if (event instanceof ExchangeEvent.Executed(Fill fill) && isNew(captured)) {
            executions++;
            trace.note(time.instant(), "exchange executes", fill);
            BigDecimal after = positions.merge(fill.instrument(), fill.positionChange(), BigDecimal::add);
            if (after.signum() == 0) {
                stopped.remove(fill.instrument());
            }
            observer.executed(fill, position(fill.instrument()), time.millis());
        }
        if (event instanceof ExchangeEvent.ProtectionSeen seen) {
            if (seen.protection().stopPrice().isPresent()) {
                stopped.add(seen.instrument());
            } else {
                stopped.remove(seen.instrument());
            }
        }
        if (captured != null && (event instanceof ExchangeEvent.Answered || isAnswering)) {
            captured.add(event);
        } else {
            for (SimulatedConnection connection : List.copyOf(connections)) {
                connection.stream(event);
            }
        }
    }

    /// What is told while a question is answered was told before.
    private boolean isNew(@Nullable List<ExchangeEvent> captured) {
        return captured == null || !isAnswering;
    }

    /// An order arrives; answers what the exchange says to it.
    Answer arrive(OrderRequest request) {
        observer.arrived(request, time.millis());
        arrivals.putIfAbsent(request.id(), time.millis());
        List<ExchangeEvent> answers = new ArrayList<>();
        capture = answers;
        paper.place(request);
        capture = null;
        return ((ExchangeEvent.Answered) answers.getFirst()).answer();
    }

    /// When the order arrived, if it has.
    Optional<Long> arrivedAt(ClientOrderId id) {
        return Optional.ofNullable(arrivals.get(id));
    }

    void cancel(InstrumentId instrument, ClientOrderId id) {
        paper.cancel(instrument, id);
    }

    void protect(InstrumentId instrument, Protection protection) {
        paper.protect(instrument, protection);
    }

    /// Answers a question that the paper exchange answers by events.
    List<ExchangeEvent> ask(Runnable question) {
        List<ExchangeEvent> answers = new ArrayList<>();
        capture = answers;
        isAnswering = true;
        question.run();
        isAnswering = false;
        capture = null;
        return answers;
    }

    PaperExchange paper() {
        return paper;
    }
}
