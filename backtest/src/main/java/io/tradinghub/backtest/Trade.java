package io.tradinghub.backtest;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

import io.tradinghub.backtest.statistics.TradeStatistics.Outcome;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.Origin;

/// From flat to flat, or from one side to the other. Money and prices in quote coin, quantities in base coin.
///
/// @param isLong whether it was bought first
/// @param exitAt empty while it is open
/// @param quantity the sum of what opened it
/// @param entryPrice average of what opened it
/// @param exitPrice average of what closed it, 0 when nothing has
/// @param gross realised before fees and funding
/// @param fees of entries and exits
/// @param funding received while it was open, negative when paid
/// @param exit what closed the last of it
public record Trade(InstrumentId instrument, boolean isLong, Instant enteredAt, Optional<Instant> exitAt,
        BigDecimal quantity, BigDecimal entryPrice, BigDecimal exitPrice, BigDecimal gross, BigDecimal fees,
        BigDecimal funding, BigDecimal tradedValue, Optional<Origin> exit) {

    public boolean isClosed() {
        return exitAt.isPresent();
    }

    public BigDecimal net() {
        return gross.subtract(fees).add(funding);
    }

    public Outcome outcome() {
        return new Outcome(gross.doubleValue(), fees.doubleValue(), funding.doubleValue(), tradedValue.doubleValue());
    }
}
