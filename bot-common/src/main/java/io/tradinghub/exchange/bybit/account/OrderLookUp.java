package io.tradinghub.exchange.bybit.account;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.tradinghub.exchange.AbsenceProof;
import io.tradinghub.exchange.AbsenceProof.Source;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeRefusalException;
import io.tradinghub.exchange.ExchangeUnavailableException;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out what became of an order: asks for it among the live ones, then in the history, then for its executions.
///
/// @param unread the bot's orders that were found and could not be read; the next resync tells of them
record OrderLookUp(OrderLists orders, ExecutionLists executions, UnreadOrders unread,
        Consumer<ExchangeEvent> listener) {
    private static final Logger LOG = LoggerFactory.getLogger(OrderLookUp.class);

    /// Blocks. Executions are told before the order's state: they are the truth, and an ended order with all its
    /// executions booked leaves nothing to wait for. Where nothing is found, only the sources that answered count as
    /// proof.
    void run(InstrumentId instrument, ClientOrderId id, long attempt) {
        Set<Source> without = EnumSet.noneOf(Source.class);
        Optional<OrderRow> order = ask(Source.REALTIME, without, () -> orders.realtime(instrument, id));
        if (order.isEmpty()) {
            order = ask(Source.HISTORY, without, () -> orders.history(instrument, id));
        }
        Optional<List<ExchangeEvent>> executed = ask(Source.EXECUTIONS, without,
                () -> Optional.of(executions.ofOrder(instrument, id)).filter(found -> !found.isEmpty()));
        executed.orElse(List.of()).forEach(listener);
        if (order.isPresent() || without.containsAll(EnumSet.of(Source.REALTIME, Source.HISTORY))) {
            unread.forget(id);
        }
        order.ifPresent(found -> listener.accept(found.seen(id)));
        if (order.isEmpty() && executed.isEmpty()) {
            listener.accept(new ExchangeEvent.NoSuchOrder(id, new AbsenceProof(attempt, without)));
        }
    }

    private <T> Optional<T> ask(Source source, Set<Source> without, Supplier<Optional<T>> question) {
        try {
            Optional<T> found = question.get();
            if (found.isEmpty()) {
                without.add(source);
            }
            return found;
        } catch (UnreadRowException e) {
            unread.found(e.row());
            return Optional.empty();
        } catch (ExchangeUnavailableException | ExchangeRefusalException | IllegalArgumentException e) {
            LOG.atWarn().addKeyValue("source", source).addKeyValue("reason", e.getMessage())
                    .log("order could not be looked up");
            return Optional.empty();
        }
    }
}
