package io.tradinghub.engine;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

import io.tradinghub.exchange.AccountState;

/// The coins that are free to sell, as the exchange last said. Until it has, the ledger alone bounds a sale.
final class Wallet {
    private static final BigDecimal UNBOUNDED = new BigDecimal("1e18");
    private final Map<String, BigDecimal> free = new HashMap<>();
    private boolean known;

    void seen(AccountState account) {
        known = !account.freeCoins().isEmpty();
        free.clear();
        free.putAll(account.freeCoins());
    }

    /// A trade changes what is free: until the exchange tells anew, the ledger's count is the better one.
    void traded(String coin) {
        free.remove(coin);
    }

    BigDecimal free(String coin) {
        return known ? free.getOrDefault(coin, UNBOUNDED) : UNBOUNDED;
    }
}
