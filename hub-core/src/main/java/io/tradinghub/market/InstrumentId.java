package io.tradinghub.market;

/// Names one instrument: a symbol alone is ambiguous, since `BTCUSDT` is both a spot pair and a perpetual.
///
/// Its text form, used in settings, keys and logs, is `linear:BTCUSDT`.
public record InstrumentId(Category category, Symbol symbol) implements Comparable<InstrumentId> {

    public static InstrumentId linear(String symbol) {
        return new InstrumentId(Category.LINEAR, new Symbol(symbol));
    }

    public static InstrumentId spot(String symbol) {
        return new InstrumentId(Category.SPOT, new Symbol(symbol));
    }

    /// Reads the text form `category:SYMBOL`.
    public static InstrumentId parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException(
                    "instrument must read category:SYMBOL, for example linear:BTCUSDT, got '%s'".formatted(text));
        }
        return new InstrumentId(Category.fromWire(text.substring(0, colon)), new Symbol(text.substring(colon + 1)));
    }

    @Override
    public int compareTo(InstrumentId other) {
        int byCategory = category.compareTo(other.category);
        return byCategory != 0 ? byCategory : symbol.compareTo(other.symbol);
    }

    @Override
    public String toString() {
        return category.wireName() + ':' + symbol;
    }
}
