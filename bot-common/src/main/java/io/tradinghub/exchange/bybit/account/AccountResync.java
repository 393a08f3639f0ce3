package io.tradinghub.exchange.bybit.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.LinkState;
import io.tradinghub.exchange.ExchangeRefusalException;
import io.tradinghub.exchange.ExchangeUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads over REST what the private stream may have lost: executions, live orders, positions, wallet. Methods block and
/// tell nothing of what could not be read in full; the engine asks again.
record AccountResync(ExecutionLists executions, AccountReader reader, Consumer<ExchangeEvent> listener) {
    private static final Logger LOG = LoggerFactory.getLogger(AccountResync.class);

    /// Tells the executions since this moment, the account, and then that it is done. It is not done while something
    /// cannot be read that may be the bot's, or moves what the account holds.
    void run(Instant since) {
        List<String> unread = new ArrayList<>();
        try {
            ExecutionLists.Told executed = executions.tellSince(since, listener);
            unread.addAll(executed.unread());
            unread.addAll(tellAccount());
            if (unread.isEmpty()) {
                listener.accept(new ExchangeEvent.LinkChanged(LinkState.RESYNCED, executed.until()));
            }
        } catch (IllegalArgumentException e) {
            unread.add(String.valueOf(e.getMessage()));
        } catch (ExchangeUnavailableException | ExchangeRefusalException e) {
            LOG.atWarn().addKeyValue("since", since).addKeyValue("reason", e.getMessage())
                    .log("exchange could not be asked what was missed");
        }
        unread.forEach(reason -> LOG.atError().addKeyValue("reason", reason)
                .log("row of the account cannot be read, and after a gap no entries until it can: update the hub"));
    }

    /// Tells the account alone.
    void readAccount() {
        try {
            tellAccount().forEach(reason -> LOG.atError().addKeyValue("reason", reason)
                    .log("order that may be the bot's cannot be read: update the hub"));
        } catch (ExchangeUnavailableException | ExchangeRefusalException | IllegalArgumentException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("account could not be read");
        }
    }

    /// Returns the orders that may be the bot's and could not be read.
    private List<String> tellAccount() {
        AccountReader.Reading reading = reader.read();
        reading.orders().forEach(listener);
        listener.accept(new ExchangeEvent.AccountSeen(reading.account()));
        return reading.unread();
    }
}
