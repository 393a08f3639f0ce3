package io.tradinghub.exchange.bybit.account;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.tradinghub.settings.HubMode;

/// Where Bybit keeps the accounts of each mode.
///
/// Source: Bybit v5, "Integration guidance" and "Demo trading service". Regional sites have hosts of their own, which
/// hold live accounts.
final class BybitHosts {
    private static final Map<HubMode, Site> SITES = Map.of(
            HubMode.LIVE, new Site("https://api.bybit.com", "wss://stream.bybit.com"),
            HubMode.TESTNET, new Site("https://api-testnet.bybit.com", "wss://stream-testnet.bybit.com"),
            HubMode.DEMO, new Site("https://api-demo.bybit.com", "wss://stream-demo.bybit.com"));
    private static final Set<String> ENCRYPTED = Set.of("https", "wss");

    private BybitHosts() {}

    private record Site(URI rest, URI stream) {
        Site(String rest, String stream) {
            this(URI.create(rest), URI.create(stream));
        }

        boolean has(String host) {
            return rest.getHost().equals(host) || stream.getHost().equals(host);
        }
    }

    /// @param mode one with an account
    static URI rest(HubMode mode) {
        return site(mode).rest();
    }

    /// @param mode one with an account
    static URI stream(HubMode mode) {
        return site(mode).stream();
    }

    private static Site site(HubMode mode) {
        Site site = SITES.get(mode);
        if (site == null) {
            throw new IllegalArgumentException("mode %s has no account at Bybit".formatted(mode));
        }
        return site;
    }

    /// Why an address does not belong to the mode, if that can be told: it is that of another mode, or real money would
    /// travel unencrypted.
    static Optional<String> problem(HubMode mode, URI address) {
        Optional<HubMode> other = SITES.entrySet().stream()
                .filter(entry -> entry.getKey() != mode && entry.getValue().has(address.getHost()))
                .map(Map.Entry::getKey).findAny();
        if (other.isPresent()) {
            return Optional.of("an address for HUB_MODE=%s; this one is for %s".formatted(lower(mode),
                    lower(other.get())));
        }
        return mode == HubMode.LIVE && !ENCRYPTED.contains(address.getScheme())
                ? Optional.of("an address starting with https:// or wss://, since HUB_MODE is live")
                : Optional.empty();
    }

    private static String lower(HubMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
