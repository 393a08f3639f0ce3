package io.tradinghub.market;

import java.util.regex.Pattern;

/// The exchange's name of a tradable pair, for example `BTCUSDT`; case matters and is always upper.
public record Symbol(String name) implements Comparable<Symbol> {
    private static final Pattern FORM = Pattern.compile("[A-Z0-9][A-Z0-9-]{1,29}");

    public Symbol {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "symbol must be 2 to 30 upper-case letters, digits or '-', got '%s'".formatted(name));
        }
    }

    @Override
    public int compareTo(Symbol other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
