package io.tradinghub.sim.key;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An account to open at start: its key and its balances by coin.
public record SimAccount(ApiKey key, Map<String, BigDecimal> balances) {
    /// What an account holds unless its file says otherwise.
    public static final Map<String, BigDecimal> PLAY_MONEY = Map.of("USDT", new BigDecimal(10_000));

    public SimAccount {
        balances = Map.copyOf(balances);
    }

    /// An account with a trading key that never expires, usable from any address.
    public static SimAccount trading(String key, String secret, long uid, Instant createdAt) {
        return new SimAccount(new ApiKey(key, secret, uid, false, ApiKey.tradingRights(),
                List.of(ApiKey.ANY_ADDRESS), createdAt, Optional.empty(), "simulated"), PLAY_MONEY);
    }
}
