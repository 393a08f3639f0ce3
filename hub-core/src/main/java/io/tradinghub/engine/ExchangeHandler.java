package io.tradinghub.engine;

import java.time.Duration;
import java.util.Optional;

import io.tradinghub.exchange.AccountState;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.Answer;
import io.tradinghub.exchange.RefusalKind;
import io.tradinghub.ledger.LeaseLostException;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.LedgerEntry.Claim;
import io.tradinghub.order.LedgerEntry.FundingPayment;
import io.tradinghub.order.LedgerEntry.LateExecution;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.risk.RiskGate;
import io.tradinghub.risk.RiskRule;

/// Takes what the exchange tells: late, twice and in any order.
final class ExchangeHandler {
    private static final long RATE_PAUSE_MILLIS = Duration.ofSeconds(5).toMillis();
    private final Account account;
    private final OrderWatch watch;
    private final StopKeeper stops;
    private final ExchangeLink link;
    private final AccountCheck accountCheck;
    private final Wallet wallet;
    private final HedgeBook hedges;
    private final Parts parts;
    private final OrderRecall recall;
    private final RecentExecutions recentExecutions = new RecentExecutions();
    private final AdoptedDifferences adopted;

    ExchangeHandler(Account account, OrderWatch watch, StopKeeper stops, ExchangeLink link, AccountCheck accountCheck,
            Wallet wallet, HedgeBook hedges, AdoptedDifferences adopted, Parts parts) {
        this.account = account;
        this.watch = watch;
        this.stops = stops;
        this.link = link;
        this.accountCheck = accountCheck;
        this.wallet = wallet;
        this.hedges = hedges;
        this.adopted = adopted;
        this.parts = parts;
        this.recall = new OrderRecall(account, watch, link, parts.concluded, parts.numbers, parts.time, parts.commands);
    }

    /// What nearly every part of the engine needs.
    record Parts(RiskGate gate, Concluded concluded, OrderNumbers numbers, EngineTime time, EngineSettings settings,
            CommandSink commands, Announcer announcer) {}

    RecentExecutions recentExecutions() {
        return recentExecutions;
    }

    void on(ExchangeEvent event) {
        switch (event) {
            case ExchangeEvent.Answered(ClientOrderId id, Answer answer) -> answered(id, answer);
            case ExchangeEvent.OrderSeen seen -> seen(seen);
            case ExchangeEvent.Executed(Fill fill) -> executed(fill);
            case ExchangeEvent.FundingPaid(FundingPayment payment) -> {
                if (recentExecutions.add(payment.executionId())) {
                    account.received(payment);
                }
            }
            case ExchangeEvent.AccountSeen(AccountState seen) -> {
                accountCheck.seen(seen);
                for (InstrumentState state : account.all()) {
                    stops.seen(seen, state);
                }
                for (AccountState.LiveOrder live : seen.openOrders()) {
                    live.id().ifPresent(this::requireNoLaterStart);
                }
                recall.seen(seen);
            }
            case ExchangeEvent.ProtectionSeen seen -> {
                InstrumentState state = account.find(seen.instrument());
                if (state != null) {
                    stops.seen(state, seen);
                }
            }
            case ExchangeEvent.LinkChanged change -> {
                link.changed(change);
                unsettleAll();
            }
            case ExchangeEvent.RowsUnread unread -> unread(unread);
            case ExchangeEvent.NoSuchOrder(ClientOrderId id, var proof) -> {
                InstrumentState state = account.withOrder(id);
                if (state != null) {
                    watch.absent(state, state.orders().find(id).orElseThrow(), proof);
                }
            }
        }
    }

    private void unread(ExchangeEvent.RowsUnread unread) {
        link.unread(unread.rows(), unread.at());
        unread.rows().stream().flatMap(row -> row.order().stream()).filter(link::isPassedOver)
                .forEach(this::passedOver);
        unsettleAll();
    }

    private void unsettleAll() {
        for (InstrumentState state : account.all()) {
            state.goal().unsettle();
        }
    }

    /// A person said that this happened.
    void adopted(InstrumentState state, Fill difference) {
        recentExecutions.add(difference.executionId());
        adopted.add(difference);
        book(state, difference);
    }

    /// A person said that this order has ended, of which the exchange tells what cannot be read. In case it has not, it
    /// is cancelled once more; what it has traded is booked like any execution.
    void passedOver(ClientOrderId id) {
        InstrumentState state = account.withOrder(id);
        if (state != null) {
            watch.passedOver(state, state.orders().find(id).orElseThrow());
        }
    }

    /// How the ledger books an execution.
    LedgerEntry entryOf(Fill execution) {
        return adopted.entryOf(execution);
    }

    private void book(InstrumentState state, Fill fill) {
        state.book(fill);
        state.rules().instrument().ifPresent(rules -> wallet.changed(rules.baseCoin()));
    }

    private void answered(ClientOrderId id, Answer answer) {
        InstrumentState state = account.withOrder(id);
        if (state == null || !(state.orders().find(id).orElseThrow() instanceof WorkingOrder.Open order)) {
            return;
        }
        long nowMillis = parts.time.steadyMillis();
        switch (answer) {
            case Answer.Received _ -> moveOn(state, order, order.acknowledged(nowMillis));
            case Answer.Refused(var kind, String reason) -> {
                if (!order.isAcknowledged() && order.filled().signum() == 0) {
                    refused(state, order, new Answer.Refused(kind, reason));
                }
            }
            case Answer.Unknown(_, var lastArrival) -> {
                long untilMillis = lastArrival.toEpochMilli() - parts.time.wallMillis();
                long boundMillis = parts.settings.timing().arrivalBound().toMillis();
                moveOn(state, order, order.unknown(nowMillis, nowMillis + Math.clamp(untilMillis, 0, boundMillis)));
            }
        }
    }

    private void refused(InstrumentState state, WorkingOrder.Open order, Answer.Refused refused) {
        if (refused.kind() == RefusalKind.DUPLICATE) {
            moveOn(state, order, order.unknown(parts.time.steadyMillis(), order.lastArrivalMillis()));
            return;
        }
        OrderRequest request = order.request();
        state.replace(order, new WorkingOrder.Closed(request, order.filled(), parts.time.steadyMillis()));
        parts.concluded.ended(request);
        failed(state, request, refused.reason());
        switch (refused.kind()) {
            case FIXABLE, DUPLICATE -> {}
            case FINAL -> refusedForGood(state, request, refused.reason());
            case NOTHING_TO_REDUCE -> link.resync();
            case RATE -> state.pacing().pauseEntriesUntil(parts.time.steadyMillis() + RATE_PAUSE_MILLIS);
            case STOP_TRADING -> stopTrading(refused.reason());
        }
    }

    private void refusedForGood(InstrumentState state, OrderRequest request, String reason) {
        if (!request.isEntry()) {
            return;
        }
        Optional<HedgeBook.Legs> legs = hedges.legsOf(state);
        if (legs.isPresent()) {
            legs.get().refuseForGood(reason);
        } else {
            state.refuseForGood(reason);
        }
        parts.announcer.announce(RiskRule.ENTRY_REFUSED,
                "the exchange takes no entry in %s: %s; resume the bot to try again".formatted(state.id(), reason));
    }

    private void stopTrading(String reason) {
        if (!parts.gate.isBlocked(RiskRule.TRADING_STOPPED)) {
            parts.gate.block(RiskRule.TRADING_STOPPED, reason);
            parts.announcer.announce(RiskRule.TRADING_STOPPED,
                    "the exchange stopped this account: %s; resume the bot when it is mended".formatted(reason));
        }
    }

    private void seen(ExchangeEvent.OrderSeen seen) {
        OrderReport report = seen.report();
        requireNoLaterStart(report.id());
        watch.found(report.id());
        InstrumentState state = account.withOrder(report.id());
        if (state == null) {
            recall.seen(seen);
            return;
        }
        WorkingOrder order = state.orders().find(report.id()).orElseThrow();
        if (!isSame(order.request(), seen)) {
            parts.announcer.announce(RiskRule.DUPLICATE_ID,
                    "the exchange has %s %s of %s under %s, which the bot did not send".formatted(seen.side(),
                            seen.quantity().toPlainString(), seen.instrument(), report.id()));
            state.replace(order, new WorkingOrder.Closed(order.request(), order.filled(), parts.time.steadyMillis()));
            failed(state, order.request(), "its id is taken");
            return;
        }
        WorkingOrder next = order.afterReport(report, parts.time.steadyMillis());
        if (next == order) {
            return;
        }
        moveOn(state, order, next);
        if (next instanceof WorkingOrder.Closed closed) {
            ended(state, order, closed, report.reason().orElse("it ended before it was filled"));
        }
    }

    /// The order has ended and everything it traded is booked. An exit that traded in part is tried harder, too: on a
    /// thin book a trickle of fills would hold it at the first price for ever.
    private void ended(InstrumentState state, WorkingOrder before, WorkingOrder.Closed after, String reason) {
        OrderRequest request = after.request();
        boolean isPartOfExit = !request.isEntry() && !(before instanceof WorkingOrder.Settling && request.rests());
        if (before instanceof WorkingOrder.Open open && open.isCancelAsked()) {
            state.pacing().cancelled();
        } else if (after.filled().compareTo(request.quantity()) >= 0) {
            filled(state, request);
        } else if (isPartOfExit || after.filled().signum() == 0) {
            failed(state, request, reason);
        }
    }

    private static void filled(InstrumentState state, OrderRequest request) {
        if (!request.isEntry()) {
            state.pacing().exited();
        }
    }

    private void failed(InstrumentState state, OrderRequest request, String reason) {
        boolean isNews = state.pacing().failed(request, parts.time.steadyMillis(),
                parts.settings.timing().retryDelay());
        if (isNews) {
            watch.announceFailingExit(state, reason);
        }
    }

    /// The exchange shrinks a reduce-only order with its position. Its time is not compared: the id holds the moment of
    /// the start and random characters, so no other order has it, and a bot whose clock was an hour off would disown an
    /// order that is live.
    private static boolean isSame(OrderRequest request, ExchangeEvent.OrderSeen seen) {
        int more = seen.quantity().compareTo(request.quantity());
        return request.instrument().equals(seen.instrument()) && request.side() == seen.side()
                && (request.isEntry() ? more == 0 : more <= 0);
    }

    private void executed(Fill fill) {
        fill.orderId().ifPresent(this::requireNoLaterStart);
        if (!recentExecutions.add(fill.executionId())) {
            return;
        }
        InstrumentState known = account.find(fill.instrument());
        InstrumentState state = known == null ? account.add(fill.instrument()) : known;
        if (known == null) {
            parts.announcer.announce(RiskRule.UNEXPECTED_FILL,
                    "%s of %s, in which nothing was traded or held".formatted(fill.executionId(), state.id()),
                    fill.positionChange());
        }
        if (entryOf(fill) instanceof LateExecution late) {
            book(state, late);
        } else {
            happened(state, fill);
        }
        fill.orderId().ifPresent(id -> state.orders().find(id).ifPresentOrElse(
                order -> {
                    watch.found(id);
                    traded(state, order, order.afterFill(fill.quantity(), parts.time.steadyMillis()));
                },
                () -> recall.executed(state, id, fill.quantity())));
    }

    private void happened(InstrumentState state, Fill fill) {
        book(state, fill);
        if (fill.origin().isForeign()) {
            announceForeign(state, fill);
        }
        if (fill.origin().isOfExchange()) {
            hedges.legsOf(state).ifPresent(HedgeBook.Legs::giveUpCompleting);
        }
    }

    /// Whose the position is a person has said already.
    private void book(InstrumentState state, LateExecution late) {
        state.book(late);
        Fill fill = late.execution();
        if (!state.holding().isForeign()) {
            parts.commands.accept(new EngineCommand.Remember(
                    new Claim(state.id(), Claim.Kind.ADOPTED, parts.time.wall())));
        }
        parts.announcer.announce(RiskRule.ADOPTED,
                "%s %s of %s at %s was told of after it was adopted: as much of that is taken back, %s stay held"
                        .formatted(fill.side(), fill.quantity().toPlainString(), state.id(),
                                fill.price().toPlainString(),
                                state.holding().position().quantity().toPlainString()),
                fill.positionChange());
    }

    private void traded(InstrumentState state, WorkingOrder order, WorkingOrder next) {
        moveOn(state, order, next);
        if (next instanceof WorkingOrder.Closed closed) {
            ended(state, order, closed, "only a part of it was filled");
        }
    }

    private void announceForeign(InstrumentState state, Fill fill) {
        String after = state.holding().isStopped()
                ? "the bot trades it again when its strategy wants something else"
                : "the bot only reduces what it opened itself until somebody adopts or flattens the position";
        parts.announcer.announce(RiskRule.FOREIGN_EXECUTION,
                "%s %s %s of %s at %s, now %s: %s".formatted(fill.origin(), fill.side(),
                        fill.quantity().toPlainString(), state.id(), fill.price().toPlainString(),
                        state.holding().position().quantity().toPlainString(), after),
                fill.positionChange());
    }

    private void moveOn(InstrumentState state, WorkingOrder order, WorkingOrder next) {
        if (next != order) {
            state.replace(order, next);
            watch.schedule(state, next);
            if (next instanceof WorkingOrder.Closed closed) {
                recall.ended(closed);
            }
        }
    }

    /// An order of a later start of the same bot proves that this start no longer holds the lease.
    private void requireNoLaterStart(ClientOrderId id) {
        if (parts.numbers.isOfLaterStart(id)) {
            throw new LeaseLostException("a later start of this bot has sent %s".formatted(id));
        }
    }

    /// The entry was not committed in time and never left.
    void givenUp(ClientOrderId id) {
        InstrumentState state = account.withOrder(id);
        if (state != null) {
            WorkingOrder order = state.orders().find(id).orElseThrow();
            state.replace(order, new WorkingOrder.Closed(order.request(), order.filled(), parts.time.steadyMillis()));
            parts.concluded.ended(order.request());
            failed(state, order.request(), OrderStatus.REJECTED.name());
        }
    }
}
