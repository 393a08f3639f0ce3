package io.tradinghub.exchange.bybit.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.tradinghub.bot.BotId;
import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.ProtectionSeen;
import io.tradinghub.exchange.Protection;
import io.tradinghub.exchange.bybit.Lane;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderRequest;

/// What is asked of Bybit about one account, what it answers and tells by itself, and what that means: the adapter
/// without its threads and connections. Calls that ask block.
final class AccountDialogue {
    private static final Duration STREAM_GRACE = Duration.ofSeconds(5);
    private final KnownRules rules = new KnownRules();
    private final Positions positions = new Positions();
    private final Consumer<ExchangeEvent> listener;
    private final OrderCalls orders;
    private final OrderLookUp lookUp;
    private final AccountResync resync;
    private final StreamCheck check;
    private final PrivateRows rows;

    /// Hears what comes of it, on the thread of the call or of the row.
    interface Listener {
        void onEvent(ExchangeEvent event);

        /// An entry that could not bring its stop has opened a position: the stop is to be set at once.
        void onUnprotected(InstrumentId instrument, Protection stop);

        /// The account holds something else than before, and is to be read.
        void onAccountChanged();
    }

    AccountDialogue(Calls calls, BybitAccountSettings settings, BotId bot, ExchangeClock clock, LongSupplier nanoTime,
            Listener listener) {
        // A resync has the same part of the share as look-ups: less would leave it nothing while many are asked.
        Pages questions = new Pages(calls, Lane.LOOK_UP, settings.questionPause());
        OwnOrders own = new OwnOrders(bot);
        ExecutionLists executions = new ExecutionLists(questions, own, rules, clock, settings.kept());
        OrderLists orderLists = new OrderLists(questions, own, clock, settings.kept());
        this.listener = listener::onEvent;
        this.orders = new OrderCalls(calls, settings.receiveWindow(), rules, positions, clock, nanoTime);
        UnreadOrders unread = new UnreadOrders();
        this.lookUp = new OrderLookUp(orderLists, executions, unread, this.listener);
        this.resync = new AccountResync(executions, new AccountReader(questions, orderLists, positions), unread,
                this.listener);
        this.check = new StreamCheck(executions, STREAM_GRACE);
        this.rows = new PrivateRows(own, executions, positions, check, event -> hear(event, listener),
                listener::onAccountChanged);
    }

    /// The stop of an entry that could not bring it is set before anybody hears of its execution.
    private void hear(ExchangeEvent event, Listener to) {
        if (event instanceof ExchangeEvent.Executed(Fill fill)) {
            positions.trade(fill).ifPresent(stop -> to.onUnprotected(fill.instrument(), stop));
        }
        to.onEvent(event);
    }

    OrderCalls.Stamped stamp(OrderRequest request) {
        return orders.stamp(request);
    }

    ExchangeEvent.Answered place(OrderCalls.Stamped order) {
        return new ExchangeEvent.Answered(order.request().id(), orders.place(order));
    }

    void cancel(InstrumentId instrument, ClientOrderId id) {
        orders.cancel(instrument, id);
    }

    /// Where the stop rests now; empty when that is not known.
    Optional<ProtectionSeen> protect(InstrumentId instrument, Protection protection) {
        return orders.protect(instrument, protection);
    }

    void lookUp(InstrumentId instrument, ClientOrderId id, long attempt) {
        lookUp.run(instrument, id, attempt);
    }

    /// Tells, once [#resync] runs, what happened since this moment. Never blocks.
    void askForResync(Instant since) {
        resync.ask(since);
    }

    void resync() {
        resync.run();
    }

    void readAccount() {
        resync.readAccount();
    }

    void publish(Instrument instrument) {
        rules.publish(instrument);
    }

    /// Takes a row of a private topic.
    ///
    /// @throws IllegalArgumentException when the row cannot be read and must not be missed
    void row(String topic, Row row) {
        rows.on(topic, row);
    }

    /// Whether the private stream can be trusted.
    StreamCheck streamCheck() {
        return check;
    }
}
