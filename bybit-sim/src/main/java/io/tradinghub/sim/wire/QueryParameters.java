package io.tradinghub.sim.wire;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

import io.tradinghub.market.Category;
import io.tradinghub.sim.market.InstrumentView;
import org.jspecify.annotations.Nullable;

/// The parameters of one request: of its query, or the members of its body. An empty value counts as not sent, as on
/// Bybit.
public final class QueryParameters {
    private static final long MAX_MILLIS = 9_999_999_999_999L;
    private final Lookup parameters;

    /// Returns a parameter's text, or null if it was not sent.
    @FunctionalInterface
    public interface Lookup {
        @Nullable
        String find(String name);
    }

    public QueryParameters(Lookup parameters) {
        this.parameters = parameters;
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(parameters.find(name)).filter(value -> !value.isEmpty());
    }

    private OptionalLong number(String name) throws ApiException {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(value.get()));
        } catch (NumberFormatException e) {
            throw ApiException.parameter("params error: %s must be a number".formatted(name));
        }
    }

    /// A time in Unix milliseconds, from 1970 to 2286; empty if it was not sent.
    public OptionalLong time(String name) throws ApiException {
        OptionalLong millis = number(name);
        if (millis.isPresent() && (millis.getAsLong() < 0 || millis.getAsLong() > MAX_MILLIS)) {
            throw ApiException.parameter("params error: %s must be a time in milliseconds".formatted(name));
        }
        return millis;
    }

    /// The parameter `limit`, clamped to 1 to `max`.
    public int limit(int defaultLimit, int max) throws ApiException {
        return Math.clamp(number("limit").orElse(defaultLimit), 1, max);
    }

    /// The parameter `category`, one of Bybit's four; `defaultCategory` if it was not sent.
    public String category(UnaryOperator<String> defaultCategory) throws ApiException {
        String category = text("category").orElse(defaultCategory.apply(""));
        return switch (category) {
            case "spot", "linear", "inverse", "option" -> category;
            default -> throw ApiException.parameter("Illegal category");
        };
    }

    /// The required parameter `category`.
    public String category() throws ApiException {
        return category(none -> none);
    }

    /// The instrument that the required parameter `symbol` names in this category.
    public InstrumentView instrument(Instruments instruments, String category) throws ApiException {
        Optional<String> symbol = text("symbol");
        if (symbol.isEmpty()) {
            throw ApiException.parameter("params error: symbol is required");
        }
        Optional<InstrumentView> found = traded(category).flatMap(c -> instruments.find(c, symbol.get()));
        if (found.isEmpty()) {
            throw ApiException.parameter("Not supported symbols");
        }
        return found.get();
    }

    /// Maps a category to the one that the simulator trades; empty for `inverse` and `option`.
    public static Optional<Category> traded(String category) {
        return switch (category) {
            case "spot" -> Optional.of(Category.SPOT);
            case "linear" -> Optional.of(Category.LINEAR);
            default -> Optional.empty();
        };
    }
}
