package io.tradinghub.sim.key;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One API key of an account.
///
/// @param permissions the rights by group, as `/v5/user/query-api` lists them: `ContractTrade` has `Order`, ...
/// @param ips addresses that may use the key; `*` means any
/// @param expiresAt when the key expires; empty for a key that is bound to addresses
public record ApiKey(String key, String secret, long uid, boolean isReadOnly, Map<String, List<String>> permissions,
        List<String> ips, Instant createdAt, Optional<Instant> expiresAt, String note) {
    /// The entry of `ips` that allows every address.
    public static final String ANY_ADDRESS = "*";

    /// The rights that the simulator asks for.
    public enum Right {
        /// Place, change and cancel futures orders.
        CONTRACT_ORDER("ContractTrade", "Order"),
        /// Set leverage, mode and stops.
        CONTRACT_POSITION("ContractTrade", "Position"),
        /// Trade spot.
        SPOT_TRADE("Spot", "SpotTrade"),
        /// Move coins between the accounts of one owner.
        TRANSFER("Wallet", "AccountTransfer");

        private final String group;
        private final String name;

        Right(String group, String name) {
            this.group = group;
            this.name = name;
        }
    }

    public ApiKey {
        if (key.isBlank() || secret.isBlank()) {
            throw new IllegalArgumentException("an API key needs a key and a secret, got key '%s'".formatted(key));
        }
        if (uid < 1) {
            throw new IllegalArgumentException("uid of API key '%s' must be 1 or more, got %d".formatted(key, uid));
        }
        permissions = Map.copyOf(permissions);
        ips = List.copyOf(ips);
    }

    /// The rights that a bot needs, and no others.
    public static Map<String, List<String>> tradingRights() {
        Map<String, List<String>> rights = new LinkedHashMap<>();
        rights.put("ContractTrade", List.of("Order", "Position"));
        rights.put("Spot", List.of("SpotTrade"));
        rights.put("Derivatives", List.of("DerivativesTrade"));
        rights.put("Wallet", List.of());
        return rights;
    }

    public boolean may(Right right) {
        return permissions.getOrDefault(right.group, List.of()).contains(right.name);
    }

    public boolean allows(String address) {
        return ips.contains(ANY_ADDRESS) || ips.contains(address);
    }

    public boolean hasExpired(Instant now) {
        return expiresAt.isPresent() && !now.isBefore(expiresAt.get());
    }

    @Override
    public String toString() {
        return "ApiKey[%s of uid %d, secret ***]".formatted(key, uid);
    }
}
