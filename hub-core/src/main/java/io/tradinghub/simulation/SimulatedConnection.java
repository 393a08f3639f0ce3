package io.tradinghub.simulation;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.tradinghub.exchange.AbsenceProof;
import io.tradinghub.exchange.Exchange;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.Answer;
import io.tradinghub.exchange.ExchangeEvent.LinkState;
import io.tradinghub.exchange.Protection;
import io.tradinghub.exchange.RefusalKind;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.OrderRequest;

/// One process's way to the exchange, and every fault it can have: requests and answers are late or lost, orders are
/// visible late, frames come twice and out of order or, seldom, not at all, and the stream breaks without a word.
///
/// What the exchange promises holds: a request that is older than its receive window is refused, and what was executed
/// is told in full by a resync that is answered.
final class SimulatedConnection implements Exchange, Matching.Client {
    /// Bybit's `recv_window`.
    private static final long RECEIVE_WINDOW_MILLIS = 5_000;
    /// How late an order that the exchange has can become visible to look-ups: with the receive window not quite the
    /// engine's bound of 10 s.
    private static final long VISIBLE_AFTER_MILLIS = 4_500;
    private static final long ANSWER_TIMEOUT_MILLIS = 5_000;
    private final VirtualTime time;
    private final SimulatedExchange exchange;
    private final Chance chance;
    private final Faults faults;
    private final Consumer<ExchangeEvent> process;
    private final Matching.Session session;
    private boolean open = true;
    private boolean up = true;
    private boolean reachable = true;

    SimulatedConnection(VirtualTime time, SimulatedExchange exchange, Chance chance, Faults faults,
            Consumer<ExchangeEvent> process) {
        this.time = time;
        this.exchange = exchange;
        this.chance = chance;
        this.faults = faults;
        this.process = process;
        this.session = exchange.account().connect(this);
        tell(new ExchangeEvent.LinkChanged(LinkState.UP, time.instant()), 50);
    }

    /// Whether the exchange answers, so that the bot can be held to its bounds.
    boolean answers() {
        return open && up && reachable;
    }

    /// The stream breaks; the process notices after a while.
    void breakStream(long lastsMillis) {
        if (!up) {
            return;
        }
        up = false;
        long noticedAfter = Math.min(lastsMillis, chance.between(1, 20_000));
        time.after(noticedAfter,
                () -> deliver(new ExchangeEvent.LinkChanged(LinkState.DOWN, time.instant())));
        time.after(lastsMillis, () -> {
            up = true;
            deliver(new ExchangeEvent.LinkChanged(LinkState.UP, time.instant()));
        });
    }

    /// No request gets through for a while.
    void cutRequests(long lastsMillis) {
        reachable = false;
        time.after(lastsMillis, () -> reachable = true);
    }

    @Override
    public void place(OrderRequest request) {
        long sentAt = time.millis();
        if (!reachable || chance.strikes(faults.requestLost())) {
            answerUnknown(request, sentAt);
            return;
        }
        boolean breaks = chance.strikes(faults.answerLost());
        if (breaks) {
            answerUnknown(request, sentAt);
        }
        long longest = RECEIVE_WINDOW_MILLIS + 1_000;
        time.after(breaks ? chance.between(1, longest) : chance.delay(40, longest), () -> {
            Answer answer = time.millis() - sentAt > RECEIVE_WINDOW_MILLIS
                    ? new Answer.Refused(RefusalKind.FIXABLE, "outside of the receive window")
                    : chance.strikes(faults.refused())
                            ? new Answer.Refused(chance.flip() ? RefusalKind.FIXABLE : RefusalKind.RATE, "refused")
                            : exchange.arrive(session, request);
            if (!reachable) {
                answerUnknown(request, sentAt);
            } else if (!breaks) {
                tell(new ExchangeEvent.Answered(request.id(), answer), 30);
            }
        });
    }

    /// The connection breaks while the request is on its way, or the time-out passes; seldom not even that is told.
    private void answerUnknown(OrderRequest request, long sentAt) {
        if (!chance.strikes(0.2)) {
            long toldAfter = chance.flip() ? chance.between(1, ANSWER_TIMEOUT_MILLIS) : ANSWER_TIMEOUT_MILLIS;
            time.after(Math.max(1, sentAt + toldAfter - time.millis()),
                    () -> deliver(new ExchangeEvent.Answered(request.id(), new Answer.Unknown("no answer",
                            Instant.ofEpochMilli(sentAt + RECEIVE_WINDOW_MILLIS)))));
        }
    }

    @Override
    public void cancel(InstrumentId instrument, ClientOrderId id) {
        request(() -> session.cancel(instrument, id));
    }

    @Override
    public void protect(InstrumentId instrument, Protection protection) {
        request(() -> session.protect(instrument, protection).forEach(answer -> tell(answer, 30)));
    }

    @Override
    public void lookUp(InstrumentId instrument, ClientOrderId id, long attempt) {
        request(() -> {
            Optional<Long> arrived = exchange.arrivedAt(id);
            boolean isVisible = arrived.isPresent()
                    && time.millis() - arrived.get() >= Math.floorMod(id.hashCode(), VISIBLE_AFTER_MILLIS);
            List<ExchangeEvent> answers = isVisible
                    ? session.lookUp(instrument, id, attempt)
                    : List.of(new ExchangeEvent.NoSuchOrder(id, new AbsenceProof(attempt, sources())));
            answers.forEach(answer -> tell(answer, 30));
        });
    }

    private Set<AbsenceProof.Source> sources() {
        Set<AbsenceProof.Source> all = EnumSet.allOf(AbsenceProof.Source.class);
        if (chance.strikes(0.1)) {
            all.remove(AbsenceProof.Source.HISTORY);
        }
        return all;
    }

    @Override
    public void resync(Instant since) {
        request(() -> {
            List<ExchangeEvent> answers = session.resync(since);
            long delay = chance.delay(50, 2_000);
            time.after(delay, () -> answers.forEach(this::deliver));
        });
    }

    private void request(Runnable work) {
        if (open && reachable && !chance.strikes(faults.requestLost())) {
            time.after(chance.delay(40, 2_000), work);
        }
    }

    @Override
    public void frame(Supplier<List<ExchangeEvent>> reading) {
        if (!up || chance.strikes(faults.frameLost())) {
            return;
        }
        read(reading, 20);
        if (chance.strikes(faults.frameTwice())) {
            read(reading, 500);
        }
    }

    private void read(Supplier<List<ExchangeEvent>> reading, long usualMillis) {
        time.after(chance.delay(usualMillis, 3_000), () -> {
            if (open) {
                reading.get().forEach(this::deliver);
            }
        });
    }

    @Override
    public void ask(long afterMillis, Supplier<List<ExchangeEvent>> question) {
        time.after(afterMillis, () -> request(() -> {
            List<ExchangeEvent> answers = question.get();
            time.after(chance.delay(50, 2_000), () -> answers.forEach(this::deliver));
        }));
    }

    private void tell(ExchangeEvent event, long usualMillis) {
        time.after(chance.delay(usualMillis, 3_000), () -> deliver(event));
    }

    private void deliver(ExchangeEvent event) {
        if (open) {
            process.accept(event);
        }
    }

    @Override
    public void close() {
        open = false;
        session.close();
    }
}
