package io.tradinghub.sim.exchange;

import java.math.BigDecimal;
import java.util.Optional;

/// A row of an account's statement: what changed the balance of one coin.
///
/// @param execution what traded or paid funding; empty for a transfer
/// @param cashFlow what was traded or transferred, without fee and funding
/// @param funding positive was received
/// @param fee positive is a cost
/// @param balance of the coin afterwards
/// @param size of the position afterwards; zero on spot
public record BalanceChange(String id, Kind kind, Optional<Execution> execution, String coin, BigDecimal cashFlow,
        BigDecimal funding, BigDecimal fee, BigDecimal balance, BigDecimal size, long millis) {

    public enum Kind {
        TRADE, SETTLEMENT, LIQUIDATION, ADL, TRANSFER_IN, TRANSFER_OUT
    }

    public BigDecimal change() {
        return cashFlow.add(funding).subtract(fee);
    }
}
