package io.tradinghub.engine;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.tradinghub.exchange.AccountState;

/// The coins that are free to sell, as the exchange last said. Until it has, and where its word is out of date, the
/// ledger alone bounds a sale.
final class Wallet {
    private static final BigDecimal UNBOUNDED = new BigDecimal("1e18");
    private final Map<String, BigDecimal> free = new HashMap<>();
    private Predicate<String> told = _ -> false;
    private final Set<String> outOfDate = new HashSet<>();

    void seen(AccountState account) {
        told = account::tellsCoin;
        free.clear();
        free.putAll(account.freeCoins());
        outOfDate.clear();
    }

    /// A trade, or an order that held coins back, changes what is free: until the exchange tells anew, the ledger's
    /// count is the better one.
    void changed(String coin) {
        outOfDate.add(coin);
    }

    /// An exchange does not name the coins of which it holds none.
    BigDecimal free(String coin) {
        return told.test(coin) && !outOfDate.contains(coin) ? free.getOrDefault(coin, BigDecimal.ZERO) : UNBOUNDED;
    }
}
