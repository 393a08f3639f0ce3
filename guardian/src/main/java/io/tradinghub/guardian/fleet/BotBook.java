package io.tradinghub.guardian.fleet;

import java.math.BigDecimal;
import java.util.List;

/// What the ledger says of one bot in one mode. Amounts are in account coin.
///
/// @param settled what closed trades and funding earned, less all fees
/// @param capital what its equity was before the first fill, by its newest snapshot
/// @param earnedAtDayOpen what it had earned, unrealised profit among it, when the UTC day began
public record BotBook(String bot, BigDecimal settled, BigDecimal capital, BigDecimal earnedAtDayOpen,
        List<Holding> holdings) {
    public BotBook {
        holdings = List.copyOf(holdings);
    }
}
