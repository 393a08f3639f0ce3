package io.tradinghub.sim.key;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The keys that the exchange knows. Thread-safe.
public final class ApiKeys {
    private final Map<String, ApiKey> keys = new LinkedHashMap<>();

    public ApiKeys(Collection<ApiKey> keys) {
        keys.forEach(this::add);
    }

    /// Adds a key, or puts it in place of the one with the same name.
    public void add(ApiKey key) {
        synchronized (keys) {
            keys.put(key.key(), key);
        }
    }

    /// Deletes a key; false if there is none of that name.
    public boolean delete(String key) {
        synchronized (keys) {
            return keys.remove(key) != null;
        }
    }

    public Optional<ApiKey> find(String key) {
        synchronized (keys) {
            return Optional.ofNullable(keys.get(key));
        }
    }

    public List<ApiKey> all() {
        synchronized (keys) {
            return List.copyOf(keys.values());
        }
    }
}
