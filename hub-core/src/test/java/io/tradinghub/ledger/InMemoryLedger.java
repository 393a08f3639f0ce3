package io.tradinghub.ledger;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.tradinghub.bot.BotId;
import io.tradinghub.ledger.LedgerSnapshot.EquityMark;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExchangeOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.position.Position;

/// A ledger that forgets when the process ends, and that can be told to be away or lost to somebody else. Its books
/// stay open: closing does nothing.
public final class InMemoryLedger implements Ledger {
    private final BotId bot;
    private final InstantSource clock;
    private final Map<ClientOrderId, Row> orders = new LinkedHashMap<>();
    private final Map<InstrumentId, Position> positions = new LinkedHashMap<>();
    private final Set<ExecutionId> executions = new LinkedHashSet<>();
    private final List<LedgerEntry> events = new CopyOnWriteArrayList<>();
    private BigDecimal funding = BigDecimal.ZERO;
    private volatile Runnable withCommit = () -> {
    };
    private volatile boolean away;
    private volatile boolean lost;

    public InMemoryLedger(BotId bot, InstantSource clock) {
        this.bot = bot;
        this.clock = clock;
    }

    /// Makes every call fail until [#comeBack].
    public void goAway() {
        away = true;
    }

    public void comeBack() {
        away = false;
    }

    /// Runs this with every commit of an intent, as if it happened while the disk takes its time.
    public void withCommit(Runnable happening) {
        withCommit = happening;
    }

    /// Another process takes the lease: every call fails until [#takeBack].
    public void loseLease() {
        lost = true;
    }

    /// The lease is taken again, as a new process does.
    public void takeBack() {
        lost = false;
    }

    /// Fills, funding, snapshots and risk events in the order they were recorded.
    public List<LedgerEntry> events() {
        return events;
    }

    public Map<InstrumentId, Position> positions() {
        return positions;
    }

    public OrderStatus status(ClientOrderId id) {
        return Objects.requireNonNull(orders.get(id), () -> "never intended: " + id).status;
    }

    public int orderCount() {
        return orders.size();
    }

    @Override
    public LedgerSnapshot load() {
        failIfUnusable();
        Instant now = clock.instant();
        long next = orders.keySet().stream().mapToLong(ClientOrderId::sequence).max().orElse(0) + 1;
        List<LedgerSnapshot.OpenOrder> open = orders.values().stream().filter(Row::isOpen)
                .map(row -> new LedgerSnapshot.OpenOrder(row.request, row.status, row.filled)).toList();
        List<Instant> recent = orders.values().stream().map(row -> row.request)
                .filter(request -> request.effect() == OrderRequest.Effect.ANY).map(OrderRequest::createdAt)
                .filter(at -> at.isAfter(now.minus(Duration.ofMinutes(1)))).toList();
        Instant day = now.truncatedTo(ChronoUnit.DAYS);
        return new LedgerSnapshot(List.copyOf(positions.values()), open, next, recent, List.copyOf(executions), funding,
                marks().filter(mark -> !mark.at().isBefore(day)).min(Comparator.comparing(EquityMark::at)),
                marks().max(Comparator.comparing(EquityMark::earned)), trips());
    }

    private List<LedgerEntry.RiskEvent> trips() {
        Map<String, LedgerEntry.RiskEvent> newest = new TreeMap<>();
        events.stream().filter(LedgerEntry.RiskEvent.class::isInstance).map(LedgerEntry.RiskEvent.class::cast)
                .filter(event -> event.rule().equals("DAILY_LOSS") || event.rule().equals("DRAWDOWN"))
                .forEach(event -> newest.merge(event.rule(), event,
                        (one, other) -> one.at().isAfter(other.at()) ? one : other));
        return List.copyOf(newest.values());
    }

    private Stream<EquityMark> marks() {
        return events.stream().filter(LedgerEntry.EquitySnapshot.class::isInstance)
                .map(LedgerEntry.EquitySnapshot.class::cast)
                .map(snapshot -> new EquityMark(snapshot.at(), snapshot.realisedPnl().add(snapshot.unrealisedPnl())
                        .subtract(snapshot.fees()).add(snapshot.funding())));
    }

    @Override
    public void commitIntent(OrderRequest request) {
        failIfUnusable();
        withCommit.run();
        if (!request.id().value().startsWith(bot.value() + '-')) {
            throw new IllegalArgumentException("order id %s is not one of %s".formatted(request.id(), bot));
        }
        Row known = orders.putIfAbsent(request.id(), new Row(request));
        if (known != null && !isSame(known.request, request)) {
            throw new IllegalStateException(
                    "order id %s is already used by another order of %s".formatted(request.id(), bot));
        }
    }

    private static boolean isSame(OrderRequest one, OrderRequest other) {
        return one.instrument().equals(other.instrument()) && one.side() == other.side()
                && one.quantity().compareTo(other.quantity()) == 0 && one.terms().equals(other.terms());
    }

    @Override
    public Recorded record(LedgerEntry entry) {
        failIfUnusable();
        return switch (entry) {
            case OrderReport report -> move(report);
            case Fill fill -> book(fill);
            case LedgerEntry.FundingPayment payment -> {
                if (!executions.add(payment.executionId())) {
                    yield Recorded.UNCHANGED;
                }
                funding = funding.add(payment.amount());
                yield keep(payment);
            }
            case LedgerEntry.EquitySnapshot snapshot -> isKnown(snapshot) ? Recorded.UNCHANGED : keep(snapshot);
            case LedgerEntry.RiskEvent event -> isKnown(event) ? Recorded.UNCHANGED : keep(event);
        };
    }

    private Recorded keep(LedgerEntry entry) {
        events.add(entry);
        return Recorded.APPLIED;
    }

    private boolean isKnown(LedgerEntry.EquitySnapshot snapshot) {
        return marks().anyMatch(mark -> mark.at().equals(snapshot.at()));
    }

    private boolean isKnown(LedgerEntry.RiskEvent event) {
        return events.stream().anyMatch(known -> known instanceof LedgerEntry.RiskEvent(Instant at, String rule, _, _)
                && at.equals(event.at()) && rule.equals(event.rule()));
    }

    private Recorded move(OrderReport report) {
        Row row = orders.get(report.id());
        return row == null ? Recorded.UNKNOWN_ORDER : row.learn(report) ? Recorded.APPLIED : Recorded.UNCHANGED;
    }

    private Recorded book(Fill fill) {
        Row row = orders.get(fill.orderId());
        if (row == null) {
            return Recorded.UNKNOWN_ORDER;
        }
        if (!executions.add(fill.executionId())) {
            return Recorded.UNCHANGED;
        }
        row.filled = row.filled.add(fill.quantity());
        OrderStatus next = row.filled.compareTo(row.request.quantity()) >= 0
                ? OrderStatus.FILLED
                : OrderStatus.PARTIALLY_FILLED;
        if (row.status.canBecome(next)) {
            row.status = next;
        }
        positions.merge(fill.instrument(), Position.flat(fill.instrument()).apply(fill),
                (before, _) -> before.apply(fill));
        return keep(fill);
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

    private static final class Row {
        private final OrderRequest request;
        private OrderStatus status = OrderStatus.PENDING;
        private BigDecimal filled = BigDecimal.ZERO;
        private BigDecimal reported = BigDecimal.ZERO;
        private Optional<ExchangeOrderId> exchangeId = Optional.empty();

        private Row(OrderRequest request) {
            this.request = request;
        }

        /// While the exchange has told of more than is booked, executions are missing and the order is not done with.
        private boolean isOpen() {
            return !status.isClosed() || reported.compareTo(filled) > 0;
        }

        /// Whether the report brought anything new.
        private boolean learn(OrderReport report) {
            boolean moves = status.canBecome(report.status());
            boolean isNamed = exchangeId.isEmpty() && report.exchangeOrderId().isPresent();
            boolean isMore = report.cumulativeQuantity().compareTo(reported) > 0;
            status = moves ? report.status() : status;
            exchangeId = exchangeId.or(report::exchangeOrderId);
            reported = reported.max(report.cumulativeQuantity());
            return moves || isNamed || isMore;
        }
    }
}
