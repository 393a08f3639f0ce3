package io.tradinghub.backtest;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry.FundingPayment;
import io.tradinghub.order.Origin;

/// Makes trades of fills and funding payments, in the order in which they came.
///
/// Profit is counted at average cost. A fill that turns a position closes one trade and opens the next; its fee is
/// shared by quantity.
public final class TradeBook {
    private final Map<InstrumentId, Open> open = new TreeMap<>();
    private final List<Trade> closed = new ArrayList<>();

    public void add(Fill fill) {
        Open running = open.get(fill.instrument());
        BigDecimal change = fill.positionChange();
        if (running == null) {
            open.put(fill.instrument(), new Open(fill, change, fill.fee().quoteValue()));
            return;
        }
        BigDecimal after = running.held.add(change);
        if (after.signum() == -running.held.signum()) {
            BigDecimal closingFee = fill.fee().quoteValue().multiply(running.held.abs()).divide(change.abs(),
                    MathContext.DECIMAL128);
            running.add(fill, running.held.negate(), closingFee);
            close(running, fill);
            open.put(fill.instrument(), new Open(fill, after, fill.fee().quoteValue().subtract(closingFee)));
            return;
        }
        running.add(fill, change, fill.fee().quoteValue());
        if (after.signum() == 0) {
            close(running, fill);
        }
    }

    public void add(FundingPayment payment) {
        Open running = open.get(payment.instrument());
        if (running != null) {
            running.funding = running.funding.add(payment.amount());
        }
    }

    private void close(Open trade, Fill last) {
        open.remove(trade.instrument);
        closed.add(trade.trade(Optional.of(last.executedAt()), Optional.of(last.origin())));
    }

    /// Closed trades in the order of their ends.
    public List<Trade> closed() {
        return List.copyOf(closed);
    }

    /// What is still held, by instrument.
    public List<Trade> open() {
        return open.values().stream().map(trade -> trade.trade(Optional.empty(), Optional.empty())).toList();
    }

    /// A trade that is not closed.
    private static final class Open {
        private final InstrumentId instrument;
        private final boolean isLong;
        private final Instant enteredAt;
        private BigDecimal held = BigDecimal.ZERO;
        private BigDecimal bought = BigDecimal.ZERO;
        private BigDecimal entryValue = BigDecimal.ZERO;
        private BigDecimal sold = BigDecimal.ZERO;
        private BigDecimal exitValue = BigDecimal.ZERO;
        private BigDecimal cost = BigDecimal.ZERO;
        private BigDecimal gross = BigDecimal.ZERO;
        private BigDecimal fees = BigDecimal.ZERO;
        private BigDecimal funding = BigDecimal.ZERO;

        Open(Fill first, BigDecimal change, BigDecimal fee) {
            this.instrument = first.instrument();
            this.isLong = change.signum() > 0;
            this.enteredAt = first.executedAt();
            add(first, change, fee);
        }

        void add(Fill fill, BigDecimal change, BigDecimal fee) {
            BigDecimal quantity = change.abs();
            BigDecimal value = quantity.multiply(fill.price());
            fees = fees.add(fee);
            if (change.signum() > 0 == isLong) {
                bought = bought.add(quantity);
                entryValue = entryValue.add(value);
                cost = cost.add(value);
            } else {
                BigDecimal paid = quantity.compareTo(held.abs()) == 0
                        ? cost
                        : cost.multiply(quantity).divide(held.abs(), MathContext.DECIMAL128);
                cost = cost.subtract(paid);
                sold = sold.add(quantity);
                exitValue = exitValue.add(value);
                gross = gross.add(isLong ? value.subtract(paid) : paid.subtract(value));
            }
            held = held.add(change);
        }

        Trade trade(Optional<Instant> exitAt, Optional<Origin> exit) {
            return new Trade(instrument, isLong, enteredAt, exitAt, bought, average(entryValue, bought),
                    average(exitValue, sold), gross, fees, funding, entryValue.add(exitValue), exit);
        }

        private static BigDecimal average(BigDecimal value, BigDecimal quantity) {
            return quantity.signum() == 0 ? BigDecimal.ZERO : value.divide(quantity, MathContext.DECIMAL64);
        }
    }
}
