package io.tradinghub.sim.rest;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

import io.tradinghub.market.Category;
import io.tradinghub.sim.market.InstrumentView;
import io.tradinghub.sim.wire.Instruments;
import org.jspecify.annotations.Nullable;

/// The parameters of one request. An empty parameter counts as absent, as on the exchange.
final class QueryParameters {
    private static final long LATEST_MILLIS = 9_999_999_999_999L;
    private final Lookup parameters;

    /// Gives a parameter's text, null if it was not sent.
    @FunctionalInterface
    interface Lookup {
        @Nullable
        String find(String name);
    }

    QueryParameters(Lookup parameters) {
        this.parameters = parameters;
    }

    Optional<String> text(String name) {
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

    /// A time in Unix milliseconds, from 1970 to 2286.
    OptionalLong time(String name) throws ApiException {
        OptionalLong millis = number(name);
        if (millis.isPresent() && (millis.getAsLong() < 0 || millis.getAsLong() > LATEST_MILLIS)) {
            throw ApiException.parameter("params error: %s must be a time in milliseconds".formatted(name));
        }
        return millis;
    }

    /// `limit`, brought into 1 to `most`.
    int limit(int usual, int most) throws ApiException {
        return Math.clamp(number("limit").orElse(usual), 1, most);
    }

    /// The category's word; `usual` if none was sent. Knows the four words of the exchange.
    String category(UnaryOperator<String> usual) throws ApiException {
        String category = text("category").orElse(usual.apply(""));
        return switch (category) {
            case "spot", "linear", "inverse", "option" -> category;
            default -> throw ApiException.parameter("Illegal category");
        };
    }

    /// The category that must be named.
    String category() throws ApiException {
        return category(none -> none);
    }

    /// The instrument of the parameter `symbol` in this category.
    InstrumentView instrument(Instruments instruments, String category) throws ApiException {
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

    /// The categories in which this simulator trades; empty for the others.
    static Optional<Category> traded(String category) {
        return switch (category) {
            case "spot" -> Optional.of(Category.SPOT);
            case "linear" -> Optional.of(Category.LINEAR);
            default -> Optional.empty();
        };
    }
}
