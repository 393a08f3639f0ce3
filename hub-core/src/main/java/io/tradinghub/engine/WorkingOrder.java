package io.tradinghub.engine;

import java.math.BigDecimal;

import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;

/// An order that may still change the position. One record per state; a state offers only its legal moves.
///
/// `filled` counts booked executions only; `sinceMillis` is when the state began, by the steady clock of [EngineTime].
sealed interface WorkingOrder {

    OrderRequest request();

    BigDecimal filled();

    long sinceMillis();

    /// The state after an execution of this quantity.
    WorkingOrder afterFill(BigDecimal quantity, long nowMillis);

    /// The state after a report; a late or repeated one changes nothing.
    WorkingOrder afterReport(OrderReport report, long nowMillis);

    /// Handed to the runner; nothing heard yet.
    record Sent(OrderRequest request, BigDecimal filled, long sinceMillis) implements WorkingOrder {

        @Override
        public WorkingOrder afterFill(BigDecimal quantity, long nowMillis) {
            return filledUp(request, filled.add(quantity), nowMillis);
        }

        @Override
        public WorkingOrder afterReport(OrderReport report, long nowMillis) {
            return switch (report.status()) {
                case PENDING -> this;
                case UNKNOWN -> new Unknown(request, filled, nowMillis);
                case ACCEPTED, PARTIALLY_FILLED -> new Live(request, filled, nowMillis);
                case FILLED, CANCELLED, REJECTED -> ended(this, report, nowMillis);
            };
        }
    }

    /// It left us and no answer came. Only asking for it by id resolves this.
    record Unknown(OrderRequest request, BigDecimal filled, long sinceMillis) implements WorkingOrder {

        @Override
        public WorkingOrder afterFill(BigDecimal quantity, long nowMillis) {
            return filledUp(request, filled.add(quantity), nowMillis);
        }

        @Override
        public WorkingOrder afterReport(OrderReport report, long nowMillis) {
            return switch (report.status()) {
                case PENDING, UNKNOWN -> this;
                case ACCEPTED, PARTIALLY_FILLED -> new Live(request, filled, nowMillis);
                case FILLED, CANCELLED, REJECTED -> ended(this, report, nowMillis);
            };
        }
    }

    /// The exchange has it.
    record Live(OrderRequest request, BigDecimal filled, long sinceMillis) implements WorkingOrder {

        /// Whether it stays in the book until it trades or is cancelled.
        boolean rests() {
            return request.terms() instanceof OrderRequest.Terms.Limit(_, OrderRequest.TimeInForce timeInForce)
                    && switch (timeInForce) {
                        case GTC, POST_ONLY -> true;
                        case IOC, FOK -> false;
                    };
        }

        Cancelling cancelling(long nowMillis) {
            return new Cancelling(request, filled, nowMillis);
        }

        @Override
        public WorkingOrder afterFill(BigDecimal quantity, long nowMillis) {
            BigDecimal after = filled.add(quantity);
            return after.compareTo(request.quantity()) >= 0
                    ? new Closed(request, after, nowMillis)
                    : new Live(request, after, sinceMillis);
        }

        @Override
        public WorkingOrder afterReport(OrderReport report, long nowMillis) {
            return report.status().isClosed() ? ended(this, report, nowMillis) : this;
        }
    }

    /// The exchange has it and was asked to cancel it.
    record Cancelling(OrderRequest request, BigDecimal filled, long sinceMillis) implements WorkingOrder {

        @Override
        public WorkingOrder afterFill(BigDecimal quantity, long nowMillis) {
            BigDecimal after = filled.add(quantity);
            return after.compareTo(request.quantity()) >= 0
                    ? new Closed(request, after, nowMillis)
                    : new Cancelling(request, after, sinceMillis);
        }

        @Override
        public WorkingOrder afterReport(OrderReport report, long nowMillis) {
            return report.status().isClosed() ? ended(this, report, nowMillis) : this;
        }
    }

    /// Ended at the exchange, but executions that it told of have not come yet.
    record Settling(OrderRequest request, BigDecimal filled, BigDecimal expected,
            long sinceMillis) implements WorkingOrder {

        Missing missing(long nowMillis) {
            return new Missing(request, filled, expected, nowMillis);
        }

        @Override
        public WorkingOrder afterFill(BigDecimal quantity, long nowMillis) {
            BigDecimal after = filled.add(quantity);
            return after.compareTo(expected) >= 0
                    ? new Closed(request, after, nowMillis)
                    : new Settling(request, after, expected, sinceMillis);
        }

        @Override
        public WorkingOrder afterReport(OrderReport report, long nowMillis) {
            return this;
        }
    }

    /// Ended long ago, and executions that it told of have still not come: what is held is in doubt, but an exit waits
    /// no longer.
    record Missing(OrderRequest request, BigDecimal filled, BigDecimal expected,
            long sinceMillis) implements WorkingOrder {

        @Override
        public WorkingOrder afterFill(BigDecimal quantity, long nowMillis) {
            BigDecimal after = filled.add(quantity);
            return after.compareTo(expected) >= 0
                    ? new Closed(request, after, nowMillis)
                    : new Missing(request, after, expected, sinceMillis);
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

    private static WorkingOrder filledUp(OrderRequest request, BigDecimal filled, long nowMillis) {
        return filled.compareTo(request.quantity()) >= 0
                ? new Closed(request, filled, nowMillis)
                : new Live(request, filled, nowMillis);
    }

    private static WorkingOrder ended(WorkingOrder order, OrderReport report, long nowMillis) {
        return report.cumulativeQuantity().compareTo(order.filled()) > 0
                ? new Settling(order.request(), order.filled(), report.cumulativeQuantity(), nowMillis)
                : new Closed(order.request(), order.filled(), nowMillis);
    }
}
