package io.tradinghub.ledger;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

import io.tradinghub.bot.BotId;
import io.tradinghub.ledger.LedgerSnapshot.EquityMark;
import io.tradinghub.ledger.LedgerSnapshot.ForeignExecution;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.LedgerEntry.EquitySnapshot;
import io.tradinghub.order.LedgerEntry.RiskEvent;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Origin;
import io.tradinghub.position.Position;
import io.tradinghub.risk.RiskRule;
import org.jspecify.annotations.Nullable;

/// A ledger that forgets when the process ends, for tests and simulations. It can be told to be away or lost to
/// somebody else. Its books stay open: closing does nothing. Any thread may call.
public final class InMemoryLedger implements Ledger {
    private static final Duration CONCLUDED_KEPT = Duration.ofDays(1);
    private static final int EXECUTIONS_KEPT = 500;
    private final BotId bot;
    private final InstantSource clock;
    private final Map<ClientOrderId, InMemoryOrder> orders = new LinkedHashMap<>();
    private final Map<ClientOrderId, InMemoryOrder> openOrders = new LinkedHashMap<>();
    /// What is booked of orders whose intent is not: it comes later, out of the local file.
    private final Map<ClientOrderId, BigDecimal> executedBeforeIntent = new HashMap<>();
    private final Map<InstrumentId, Position> positions = new LinkedHashMap<>();
    private final SequencedMap<ExecutionId, Instant> executions = new LinkedHashMap<>();
    private final List<LedgerEntry> events = new ArrayList<>();
    private final Map<Instant, EquityMark> marks = new TreeMap<>();
    private final Map<String, RiskEvent> riskEvents = new HashMap<>();
    private final Map<RiskRule, RiskEvent> trips = new TreeMap<>();
    private final Map<InstrumentId, BigDecimal> stops = new HashMap<>();
    private final Map<InstrumentId, ForeignExecution> foreign = new HashMap<>();
    private final Set<String> passedOver = new HashSet<>();
    private BigDecimal funding = BigDecimal.ZERO;
    private @Nullable Instant executionsUntil;
    private @Nullable EquityMark peak;
    private Runnable withCommit = () -> {
    };
    private boolean away;
    private Predicate<LedgerEntry> refused = _ -> false;
    private boolean lost;

    public InMemoryLedger(BotId bot, InstantSource clock) {
        this.bot = bot;
        this.clock = clock;
    }

    /// A ledger with the same books, as a backup of this one that was restored elsewhere.
    public synchronized InMemoryLedger copy() {
        InMemoryLedger copy = new InMemoryLedger(bot, clock);
        orders.forEach((id, row) -> copy.orders.put(id, row.copy()));
        openOrders.keySet().forEach(id -> copy.openOrders.put(id, Objects.requireNonNull(copy.orders.get(id))));
        copy.executedBeforeIntent.putAll(executedBeforeIntent);
        copy.positions.putAll(positions);
        copy.executions.putAll(executions);
        copy.events.addAll(events);
        copy.marks.putAll(marks);
        copy.riskEvents.putAll(riskEvents);
        copy.trips.putAll(trips);
        copy.stops.putAll(stops);
        copy.foreign.putAll(foreign);
        copy.passedOver.addAll(passedOver);
        copy.funding = funding;
        copy.executionsUntil = executionsUntil;
        copy.peak = peak;
        return copy;
    }

    /// Makes every call fail until [#comeBack].
    public synchronized void goAway() {
        away = true;
    }

    public synchronized void comeBack() {
        away = false;
    }

    /// Refuses such facts from now on, as a database does that cannot hold them.
    public synchronized void refuse(Predicate<LedgerEntry> facts) {
        refused = facts;
    }

    /// Runs this with every commit of an intent, as if it happened while the disk takes its time.
    public synchronized void withCommit(Runnable happening) {
        withCommit = happening;
    }

    /// Another process takes the lease: every call fails until [#takeBack].
    public synchronized void loseLease() {
        lost = true;
    }

    /// The lease is taken again, as a new process does.
    public synchronized void takeBack() {
        lost = false;
    }

    /// Fills, funding, snapshots, risk events and claims in the order they were recorded.
    public synchronized List<LedgerEntry> events() {
        return List.copyOf(events);
    }

    public synchronized Map<InstrumentId, Position> positions() {
        return Map.copyOf(positions);
    }

    public synchronized OrderStatus status(ClientOrderId id) {
        return Objects.requireNonNull(orders.get(id), () -> "never intended: " + id).status();
    }

    public synchronized int orderCount() {
        return orders.size();
    }

    @Override
    public synchronized LedgerSnapshot load() {
        failIfUnusable();
        Instant now = clock.instant();
        List<LedgerSnapshot.OpenOrder> open = openOrders.values().stream()
                .map(row -> new LedgerSnapshot.OpenOrder(row.request(), row.status(), row.filled())).toList();
        List<OrderRequest> concluded = orders.values().stream()
                .filter(row -> row.wasConcludedAfter(now.minus(CONCLUDED_KEPT))).map(InMemoryOrder::request).toList();
        List<Instant> recent = orders.values().stream().map(InMemoryOrder::request).filter(OrderRequest::isEntry)
                .map(OrderRequest::createdAt).filter(at -> at.isAfter(now.minus(Duration.ofMinutes(1)))).toList();
        return new LedgerSnapshot(List.copyOf(positions.values()), open, concluded, recent, bookedExecutions(now),
                funding,
                dayOpen(now), Optional.ofNullable(peak), List.copyOf(trips.values()),
                Optional.ofNullable(executionsUntil), stops, foreign, adopted(), passedOver,
                marks.keySet().stream().max(Comparator.naturalOrder()),
                orders.keySet().stream().flatMap(id -> id.start().stream()).max(Comparator.naturalOrder()));
    }

    /// The newest, and all since shortly before the watermark: the exchange tells of those again.
    private List<ExecutionId> bookedExecutions(Instant now) {
        Instant toldSince = LedgerSnapshot.toldSince(Optional.ofNullable(executionsUntil), now);
        List<ExecutionId> booked = new ArrayList<>(EXECUTIONS_KEPT);
        for (Map.Entry<ExecutionId, Instant> execution : executions.reversed().entrySet()) {
            if (booked.size() < EXECUTIONS_KEPT || !execution.getValue().isBefore(toldSince)) {
                booked.add(execution.getKey());
            }
        }
        return booked.reversed();
    }

    private List<LedgerSnapshot.Adopted> adopted() {
        return events.stream().filter(Fill.class::isInstance).map(Fill.class::cast)
                .filter(fill -> fill.origin() == Origin.ADOPTED)
                .map(fill -> new LedgerSnapshot.Adopted(fill.instrument(), fill.executedAt(), fill.price())).distinct()
                .sorted(Comparator.comparing(LedgerSnapshot.Adopted::until)).toList();
    }

    private Optional<EquityMark> dayOpen(Instant now) {
        Instant day = now.truncatedTo(ChronoUnit.DAYS);
        Optional<EquityMark> before = marks.values().stream().filter(mark -> mark.at().isBefore(day))
                .max(Comparator.comparing(EquityMark::at));
        return before.isPresent() ? before : marks.values().stream().findFirst();
    }

    @Override
    public void commitIntent(OrderRequest request) {
        happening().run();
        commit(request);
    }

    private synchronized Runnable happening() {
        failIfUnusable();
        return withCommit;
    }

    private synchronized void commit(OrderRequest request) {
        failIfUnusable();
        if (!request.id().isOf(bot)) {
            throw new IllegalArgumentException("order id %s is not one of %s".formatted(request.id(), bot));
        }
        InMemoryOrder known = orders.get(request.id());
        if (known == null) {
            InMemoryOrder row = new InMemoryOrder(request);
            orders.put(request.id(), row);
            Optional.ofNullable(executedBeforeIntent.remove(request.id())).ifPresent(row::fill);
            closeIfDone(row);
        } else if (!isSame(known.request(), request)) {
            throw new IllegalStateException(
                    "order id %s is already used by another order of %s".formatted(request.id(), bot));
        }
    }

    private static boolean isSame(OrderRequest one, OrderRequest other) {
        return one.instrument().equals(other.instrument()) && one.side() == other.side()
                && one.quantity().compareTo(other.quantity()) == 0 && one.terms().equals(other.terms());
    }

    @Override
    public synchronized Recorded record(LedgerEntry entry) {
        failIfUnusable();
        if (refused.test(entry)) {
            throw new LedgerRefusedException("told to refuse " + entry, new IllegalArgumentException("refused"));
        }
        return switch (entry) {
            case OrderReport report -> move(report, null);
            case LedgerEntry.Conclusion(OrderReport report) -> move(report, report.at());
            case Fill fill -> book(fill);
            case LedgerEntry.LateExecution late -> book(late);
            case LedgerEntry.FundingPayment payment -> {
                if (executions.putIfAbsent(payment.executionId(), payment.settledAt()) != null) {
                    yield Recorded.UNCHANGED;
                }
                funding = funding.add(payment.amount());
                yield keep(payment);
            }
            case EquitySnapshot snapshot -> mark(snapshot);
            case RiskEvent event -> note(event);
            case LedgerEntry.Watermark(Instant until) -> {
                boolean isLater = executionsUntil == null || until.isAfter(executionsUntil);
                executionsUntil = isLater ? until : executionsUntil;
                yield isLater ? Recorded.APPLIED : Recorded.UNCHANGED;
            }
            case LedgerEntry.StopMoved(var instrument, var price, _) -> {
                price.ifPresentOrElse(at -> stops.put(instrument, at), () -> stops.remove(instrument));
                yield Recorded.APPLIED;
            }
            case LedgerEntry.PassedOver over -> passedOver.add(over.row()) ? keep(over) : Recorded.UNCHANGED;
            case LedgerEntry.Claim claim -> {
                foreign.remove(claim.instrument());
                positions.computeIfPresent(claim.instrument(), (_, position) -> position.adopted());
                yield keep(claim);
            }
        };
    }

    private Recorded keep(LedgerEntry entry) {
        events.add(entry);
        return Recorded.APPLIED;
    }

    private Recorded mark(EquitySnapshot snapshot) {
        BigDecimal earned = snapshot.realisedPnl().add(snapshot.unrealisedPnl()).subtract(snapshot.fees())
                .add(snapshot.funding());
        EquityMark mark = new EquityMark(snapshot.at(), earned);
        if (marks.putIfAbsent(snapshot.at(), mark) != null) {
            return Recorded.UNCHANGED;
        }
        if (peak == null || earned.compareTo(peak.earned()) > 0) {
            peak = mark;
        }
        return keep(snapshot);
    }

    private Recorded note(RiskEvent event) {
        if (riskEvents.putIfAbsent(event.key(), event) != null) {
            return Recorded.UNCHANGED;
        }
        if (event.rule() == RiskRule.DAILY_LOSS || event.rule() == RiskRule.DRAWDOWN) {
            trips.merge(event.rule(), event, (one, other) -> one.at().isAfter(other.at()) ? one : other);
        }
        return keep(event);
    }

    private Recorded move(OrderReport report, @Nullable Instant concludedAt) {
        InMemoryOrder row = orders.get(report.id());
        if (row == null) {
            return Recorded.UNKNOWN_ORDER;
        }
        boolean isNews = row.learn(report);
        if (concludedAt != null) {
            row.conclude(concludedAt);
        }
        closeIfDone(row);
        return isNews ? Recorded.APPLIED : Recorded.UNCHANGED;
    }

    private void closeIfDone(InMemoryOrder row) {
        if (row.isOpen()) {
            openOrders.put(row.request().id(), row);
        } else {
            openOrders.remove(row.request().id());
        }
    }

    private Recorded book(Fill fill) {
        if (executions.putIfAbsent(fill.executionId(), fill.executedAt()) != null) {
            return Recorded.UNCHANGED;
        }
        fill.orderId().ifPresent(id -> {
            InMemoryOrder row = orders.get(id);
            if (row == null) {
                executedBeforeIntent.merge(id, fill.quantity(), BigDecimal::add);
            } else {
                row.fill(fill.quantity());
                closeIfDone(row);
            }
        });
        positions.merge(fill.instrument(), Position.flat(fill.instrument()).apply(fill),
                (before, _) -> before.apply(fill));
        if (fill.origin().isForeign()) {
            foreign.put(fill.instrument(), new ForeignExecution(fill.origin(), fill.executedAt()));
        } else if (Optional.ofNullable(foreign.get(fill.instrument()))
                .filter(last -> last.origin() == Origin.STOP).isPresent()) {
            foreign.remove(fill.instrument());
        }
        return keep(fill);
    }

    private Recorded book(LedgerEntry.LateExecution late) {
        if (executions.containsKey(late.execution().executionId())) {
            return Recorded.UNCHANGED;
        }
        Position before = Objects.requireNonNullElse(positions.get(late.execution().instrument()),
                Position.flat(late.execution().instrument()));
        book(late.takenBack());
        Recorded booked = book(late.execution());
        positions.put(before.instrument(), before.apply(late));
        return booked;
    }

    private void failIfUnusable() {
        if (away) {
            throw new LedgerUnavailableException("told to be away", new IOException("away"));
        }
        if (lost) {
            throw new LeaseLostException("told that another process took over " + bot);
        }
    }

    @Override
    public void close() {}
}
