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
import io.tradinghub.exchange.UnreadRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads over REST what the private stream may have lost: executions, live orders, positions, wallet. Methods that tell
/// block. Where the exchange does not answer in full the resync does not end and the engine asks again; rows that
/// cannot be read are told as such.
final class AccountResync {
    private static final Logger LOG = LoggerFactory.getLogger(AccountResync.class);
    private final ExecutionLists executions;
    private final AccountReader reader;
    private final UnreadOrders lookedUp;
    private final Consumer<ExchangeEvent> listener;
    // Guarded by this: the earliest moment that is asked for and not begun.
    private Optional<Instant> asked = Optional.empty();

    AccountResync(ExecutionLists executions, AccountReader reader, UnreadOrders lookedUp,
            Consumer<ExchangeEvent> listener) {
        this.executions = executions;
        this.reader = reader;
        this.lookedUp = lookedUp;
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
        try {
            ExecutionLists.Told executed = executions.tellSince(since, listener);
            List<UnreadRow> account = tellAccount();
            List<UnreadRow> unread = new ArrayList<>(executed.unread());
            unread.addAll(account);
            lookedUp.all().stream().filter(row -> account.stream().noneMatch(live -> live.id().equals(row.id())))
                    .forEach(unread::add);
            unread.forEach(row -> LOG.atError().addKeyValue("row", row)
                    .log("row of the account cannot be read: update the hub"));
            if (!answers(since)) {
                return;
            }
            listener.accept(unread.isEmpty()
                    ? new ExchangeEvent.LinkChanged(LinkState.RESYNCED, executed.until())
                    : new ExchangeEvent.RowsUnread(unread, executed.until()));
        } catch (IllegalArgumentException e) {
            failed(since);
            LOG.atError().addKeyValue("reason", e.getMessage())
                    .log("account cannot be read, and after a gap no entries until it can: update the hub");
        } catch (ExchangeUnavailableException | ExchangeRefusalException e) {
            failed(since);
            LOG.atWarn().addKeyValue("since", since).addKeyValue("reason", e.getMessage())
                    .log("exchange could not be asked what was missed");
        }
    }

    /// Tells the account alone.
    void readAccount() {
        try {
            tellAccount().forEach(row -> LOG.atError().addKeyValue("row", row)
                    .log("row of the account cannot be read: update the hub"));
        } catch (ExchangeUnavailableException | ExchangeRefusalException | IllegalArgumentException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("account could not be read");
        }
    }

    /// Returns what could not be read: orders that may be the bot's, positions, coins.
    private List<UnreadRow> tellAccount() {
        AccountReader.Reading reading = reader.read();
        reading.orders().forEach(listener);
        listener.accept(new ExchangeEvent.AccountSeen(reading.account()));
        return reading.unread();
    }
}
