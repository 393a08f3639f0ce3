package io.tradinghub.exchange.bybit.account;

import java.util.Optional;
import java.util.function.Consumer;

import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.ProtectionSeen;
import io.tradinghub.market.InstrumentId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns the rows of the private topics into events. Rows of markets that the hub does not trade, and orders of others,
/// are passed over.
///
/// @param accountChanges runs when the account holds something else than before: wallet and positions come in frames of
///         their own, none of which is the whole account
record PrivateRows(OwnOrders own, ExecutionLists executions, Positions positions, StreamCheck check,
        Consumer<ExchangeEvent> listener, Runnable accountChanges) {
    private static final Logger LOG = LoggerFactory.getLogger(PrivateRows.class);

    /// Takes a row of a topic's `data`.
    ///
    /// @throws IllegalArgumentException when the row cannot be read and must not be missed
    void on(String topic, Row row) {
        switch (topic) {
            case "wallet" -> accountChanges.run();
            case "order" -> order(row);
            case "execution" -> row.instrument().ifPresent(traded -> execution(new ExecutionRow(traded, row)));
            case "position" -> row.instrument().ifPresent(held -> position(held, row));
            default -> LOG.atDebug().addKeyValue("topic", topic).log("topic is not known");
        }
    }

    private void order(Row row) {
        if (own.mayBe(row)) {
            row.instrument().map(instrument -> OrderRow.read(instrument, row))
                    .ifPresent(order -> order.id(own).ifPresent(id -> listener.accept(order.seen(id))));
        }
    }

    private void execution(ExecutionRow execution) {
        check.told(execution.id());
        executions.event(execution).ifPresent(listener);
    }

    /// A position of hedge mode has no stop of the hub's; the account tells what it holds.
    private void position(InstrumentId instrument, Row row) {
        if (row.json().path("positionIdx").asInt() != 0) {
            accountChanges.run();
            return;
        }
        PositionRow position;
        try {
            position = PositionRow.read(instrument, row);
        } catch (IllegalArgumentException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("position cannot be read: the account is asked");
            accountChanges.run();
            return;
        }
        if (positions.hear(position)) {
            listener.accept(new ProtectionSeen(instrument, position.protection(), Optional.empty()));
            accountChanges.run();
        }
    }
}
