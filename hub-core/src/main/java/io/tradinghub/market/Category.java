package io.tradinghub.market;

import java.util.Locale;

/// The kind of market an instrument trades on; the same symbol can exist in both.
public enum Category {
    /// USDT-margined perpetual contracts.
    LINEAR,
    /// Spot pairs: what is bought is owned.
    SPOT;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /// The exchange's word for it, also used in store keys and tags.
    public String wireName() {
        return wireName;
    }

    /// Reads [#wireName]; anything else is refused with the words that are allowed.
    public static Category fromWire(String text) {
        return switch (text) {
            case "linear" -> LINEAR;
            case "spot" -> SPOT;
            default -> throw new IllegalArgumentException("category must be linear or spot, got '%s'".formatted(text));
        };
    }
}
