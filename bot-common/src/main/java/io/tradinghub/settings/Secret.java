package io.tradinghub.settings;

/// A password, token or key. It prints as `***` wherever it is printed; [#reveal] hands it to the one driver that needs
/// it.
///
/// Two secrets are equal only when they are the same object, so that no collection and no assertion compares or shows
/// the text.
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /// Wraps text that must not be empty.
    public static Secret of(String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a secret must not be empty");
        }
        return new Secret(value);
    }

    /// The text itself: pass it on at once, keep it nowhere.
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "***";
    }
}
