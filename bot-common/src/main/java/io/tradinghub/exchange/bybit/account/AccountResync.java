package io.tradinghub.exchange.bybit.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.LinkState;
import io.tradinghub.exchange.ExchangeRefusalException;
import io.tradinghub.exchange.ExchangeUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads over REST what the private stream may have lost: executions, live orders, positions, wallet. Methods that tell
/// block, and tell nothing of what could not be read in full; the engine asks again.
final class AccountResync {
    private static final Logger LOG = LoggerFactory.getLogger(AccountResync.class);
    private final ExecutionLists executions;
    private final AccountReader reader;
    private final Consumer<ExchangeEvent> listener;
    // Guarded by this: the earliest moment that is asked for and not begun.
    private Optional<Instant> asked = Optional.empty();

    AccountResync(ExecutionLists executions, AccountReader reader, Consumer<ExchangeEvent> listener) {
        this.executions = executions;
        this.reader = reader;
        this.listener = listener;
    }

    /// Asks for a resync since this moment. Those that are asked for before one begins become one, since the earliest
    /// of their moments. Any thread; never blocks.
    synchronized void ask(Instant since) {
        asked = Optional.of(asked.filter(since::isAfter).orElse(since));
    }

    private synchronized Optional<Instant> begin() {
        Optional<Instant> since = asked;
        asked = Optional.empty();
        return since;
    }

    /// What is asked for meanwhile, and reaches back further, is not answered by this one.
    private synchronized boolean answers(Instant since) {
        return asked.filter(since::isAfter).isEmpty();
    }

    /// What waits behind one that failed answers for it too.
    private synchronized void failed(Instant since) {
        if (asked.isPresent()) {
            ask(since);
        }
    }

    /// Does what is asked for, if anything is: tells the executions, the account, and then that it is done. One thread
    /// at a time.
    void run() {
        begin().ifPresent(this::run);
    }

    private void run(Instant since) {
        List<String> unread = new ArrayList<>();
        try {
            ExecutionLists.Told executed = executions.tellSince(since, listener);
            unread.addAll(executed.unread());
            unread.addAll(tellAccount());
            if (unread.isEmpty() && answers(since)) {
                listener.accept(new ExchangeEvent.LinkChanged(LinkState.RESYNCED, executed.until()));
            }
        } catch (IllegalArgumentException e) {
            unread.add(String.valueOf(e.getMessage()));
        } catch (ExchangeUnavailableException | ExchangeRefusalException e) {
            failed(since);
            LOG.atWarn().addKeyValue("since", since).addKeyValue("reason", e.getMessage())
                    .log("exchange could not be asked what was missed");
        }
        if (!unread.isEmpty()) {
            failed(since);
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
