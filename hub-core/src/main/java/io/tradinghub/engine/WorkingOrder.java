package io.tradinghub.engine;

import java.math.BigDecimal;

import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;

/// An order that may still change the position. One record per state; a state offers only its legal moves.
///
/// `filled` counts booked executions only; moments are by the steady clock of [EngineTime].
sealed interface WorkingOrder {

    OrderRequest request();

    BigDecimal filled();

    long sinceMillis();

    /// The state after an execution of this quantity.
    WorkingOrder afterFill(BigDecimal quantity, long nowMillis);

    /// The state after a report; one that is older than what was heard, or tells of less filled, changes nothing.
    WorkingOrder afterReport(OrderReport report, long nowMillis);

    /// What the exchange is known to know of an open order. Knowledge only grows.
    enum Stage {
        /// Handed to the driver; nothing heard yet.
        SENT,
        /// It left and no answer came. Only asking for it by id resolves this.
        UNKNOWN,
        /// The exchange said that it received it. Such an order is not absent, whatever a look-up says.
        ACKNOWLEDGED,
        /// The exchange told of it as live.
        LIVE
    }

    /// Whether the exchange was asked to cancel the order.
    enum Cancellation {
        NOT_ASKED, ASKED
    }

    /// May be live.
    ///
    /// @param lastArrivalMillis before this the request may still arrive, so that its absence proves nothing
    /// @param seenAtMillis when the exchange last changed the order, by its own clock
    /// @param seenFilled what the exchange last said is filled
    record Open(OrderRequest request, BigDecimal filled, Stage stage, Cancellation cancellation, long sinceMillis,
            long lastArrivalMillis, long seenAtMillis, BigDecimal seenFilled) implements WorkingOrder {

        static Open sent(OrderRequest request, long nowMillis, long lastArrivalMillis) {
            return new Open(request, BigDecimal.ZERO, Stage.SENT, Cancellation.NOT_ASKED, nowMillis,
                    lastArrivalMillis, Long.MIN_VALUE, BigDecimal.ZERO);
        }

        /// An order that the ledger knows from before a restart.
        static Open found(OrderRequest request, BigDecimal filled, Stage stage, long nowMillis,
                long lastArrivalMillis) {
            return new Open(request, filled, stage, Cancellation.NOT_ASKED, nowMillis, lastArrivalMillis,
                    Long.MIN_VALUE, BigDecimal.ZERO);
        }

        boolean isCancelAsked() {
            return cancellation == Cancellation.ASKED;
        }

        /// Whether the exchange is known to have, or to have had, the order.
        boolean isAcknowledged() {
            return stage == Stage.ACKNOWLEDGED || stage == Stage.LIVE;
        }

        /// Whether it rests in the book, silent by nature.
        boolean isResting() {
            return isAcknowledged() && request.rests() && !isCancelAsked();
        }

        Open cancelAsked(long nowMillis) {
            return new Open(request, filled, stage, Cancellation.ASKED, nowMillis, lastArrivalMillis, seenAtMillis,
                    seenFilled);
        }

        Open acknowledged(long nowMillis) {
            return isAcknowledged() ? this : at(Stage.ACKNOWLEDGED, nowMillis, lastArrivalMillis);
        }

        Open unknown(long nowMillis, long lastArrival) {
            return isAcknowledged() ? this : at(Stage.UNKNOWN, nowMillis, Math.max(lastArrival, lastArrivalMillis));
        }

        private Open at(Stage next, long nowMillis, long lastArrival) {
            return new Open(request, filled, next, cancellation, next == stage ? sinceMillis : nowMillis, lastArrival,
                    seenAtMillis, seenFilled);
        }

        @Override
        public WorkingOrder afterFill(BigDecimal quantity, long nowMillis) {
            BigDecimal after = filled.add(quantity);
            return after.compareTo(request.quantity()) >= 0
                    ? new Closed(request, after, nowMillis)
                    : new Open(request, after, Stage.LIVE, cancellation,
                            stage == Stage.LIVE ? sinceMillis : nowMillis, lastArrivalMillis, seenAtMillis,
                            seenFilled.max(after));
        }

        @Override
        public WorkingOrder afterReport(OrderReport report, long nowMillis) {
            long changedAt = report.at().toEpochMilli();
            if (changedAt < seenAtMillis || report.cumulativeQuantity().compareTo(seenFilled) < 0) {
                return this;
            }
            return switch (report.status()) {
                case PENDING, UNKNOWN -> this;
                case ACCEPTED, PARTIALLY_FILLED -> new Open(request, filled, Stage.LIVE, cancellation,
                        stage == Stage.LIVE ? sinceMillis : nowMillis, lastArrivalMillis, changedAt,
                        report.cumulativeQuantity());
                case FILLED, CANCELLED, REJECTED -> report.cumulativeQuantity().compareTo(filled) > 0
                        ? new Settling(request, filled, report.cumulativeQuantity(), Lateness.IN_TIME, nowMillis)
                        : new Closed(request, filled, nowMillis);
            };
        }
    }

    /// Whether an execution that the exchange told of has been waited for long enough.
    enum Lateness {
        IN_TIME,
        /// What is held is in doubt, but an exit waits no longer.
        OVERDUE
    }

    /// Ended at the exchange, but executions that it told of have not come yet.
    record Settling(OrderRequest request, BigDecimal filled, BigDecimal expected, Lateness lateness, long sinceMillis)
            implements WorkingOrder {

        Settling overdue() {
            return new Settling(request, filled, expected, Lateness.OVERDUE, sinceMillis);
        }

        boolean isOverdue() {
            return lateness == Lateness.OVERDUE;
        }

        @Override
        public WorkingOrder afterFill(BigDecimal quantity, long nowMillis) {
            BigDecimal after = filled.add(quantity);
            return after.compareTo(expected) >= 0
                    ? new Closed(request, after, nowMillis)
                    : new Settling(request, after, expected, lateness, sinceMillis);
        }

        @Override
        public WorkingOrder afterReport(OrderReport report, long nowMillis) {
            return this;
        }
    }

    /// Ended, with all its executions booked.
    record Closed(OrderRequest request, BigDecimal filled, long sinceMillis) implements WorkingOrder {

        @Override
        public WorkingOrder afterFill(BigDecimal quantity, long nowMillis) {
            return new Closed(request, filled.add(quantity), sinceMillis);
        }

        @Override
        public WorkingOrder afterReport(OrderReport report, long nowMillis) {
            return this;
        }
    }
}
