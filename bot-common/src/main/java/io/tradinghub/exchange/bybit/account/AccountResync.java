package io.tradinghub.exchange.bybit.account;

import java.time.Instant;
import java.util.function.Consumer;

import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.LinkState;
import io.tradinghub.exchange.ExchangeRefusalException;
import io.tradinghub.exchange.ExchangeUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads over REST what the private stream may have lost: executions, live orders, positions, wallet. Methods block and
/// tell nothing of what could not be read in full; the engine asks again.
record AccountResync(ExecutionLists executions, AccountReader reader, OwnOrders own,
        Consumer<ExchangeEvent> listener) {
    private static final Logger LOG = LoggerFactory.getLogger(AccountResync.class);

    /// Tells the executions since this moment, the account, and then that it is done.
    void run(Instant since) {
        try {
            Instant until = executions.tellSince(since, listener);
            tellAccount();
            listener.accept(new ExchangeEvent.LinkChanged(LinkState.RESYNCED, until));
        } catch (ExchangeUnavailableException | ExchangeRefusalException | IllegalArgumentException e) {
            LOG.atWarn().addKeyValue("since", since).addKeyValue("reason", e.getMessage())
                    .log("exchange could not be asked what was missed");
        }
    }

    /// Tells the account alone.
    void readAccount() {
        try {
            tellAccount();
        } catch (ExchangeUnavailableException | ExchangeRefusalException | IllegalArgumentException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("account could not be read");
        }
    }

    private void tellAccount() {
        AccountReader.Reading reading = reader.read();
        reading.openOrders().forEach(
                order -> order.id(own).ifPresent(id -> listener.accept(order.seen(id))));
        listener.accept(new ExchangeEvent.AccountSeen(reading.account()));
    }
}
