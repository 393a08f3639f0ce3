package io.tradinghub.exchange.bybit.account;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.exchange.UnreadRow;
import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Symbol;
import io.tradinghub.order.Side;

/// A JSON object of Bybit's, read by its rules: numbers and most times are text, and a number that is missing is
/// written as nothing, `""`, `"0"` or `"0.00"`, without system. A field that cannot be read is an
/// [IllegalArgumentException].
record Row(JsonNode json) {
    private static final int MOST_DIGITS = 40;
    private static final Set<String> NONE = Set.of("", "UNKNOWN", "0", "0.00");

    /// Empty when the field is missing.
    String text(String name) {
        return json.path(name).asText();
    }

    /// Text that must be told, though it may be empty.
    String required(String name) {
        if (!json.path(name).isTextual()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return text(name);
    }

    /// The word of a field; empty where Bybit writes one of its words for none.
    Optional<String> word(String name) {
        String text = text(name);
        return NONE.contains(text) ? Optional.empty() : Optional.of(text);
    }

    boolean flag(String name) {
        return json.path(name).asBoolean();
    }

    /// Zero when it is missing; without zeros behind the point, so that one number is equal wherever Bybit writes it.
    BigDecimal number(String name) {
        String text = text(name);
        if (text.isEmpty()) {
            return BigDecimal.ZERO;
        }
        if (text.length() > MOST_DIGITS) {
            throw new IllegalArgumentException("%s has too many digits: %s".formatted(name, text));
        }
        BigDecimal number;
        try {
            number = new BigDecimal(text).stripTrailingZeros();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("%s must be a number, got '%s'".formatted(name, text), e);
        }
        if (Math.abs((long) number.scale()) > MOST_DIGITS) {
            throw new IllegalArgumentException("%s is out of range: %s".formatted(name, text));
        }
        return number.scale() < 0 ? number.setScale(0) : number;
    }

    /// A number whose absence is not zero.
    BigDecimal requiredNumber(String name) {
        if (text(name).isEmpty()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return number(name);
    }

    /// A price that Bybit writes as zero where there is none.
    Optional<BigDecimal> price(String name) {
        return Optional.of(number(name)).filter(price -> price.signum() > 0);
    }

    Instant time(String name) {
        String text = text(name);
        try {
            return Instant.ofEpochMilli(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("%s must be milliseconds, got '%s'".formatted(name, text), e);
        }
    }

    Side side() {
        String text = text("side");
        return switch (text) {
            case "Buy" -> Side.BUY;
            case "Sell" -> Side.SELL;
            default -> throw new IllegalArgumentException("side must be Buy or Sell, got '%s'".formatted(text));
        };
    }

    /// The instrument of a row that names its category itself, as those of the private stream do; empty for markets
    /// that the hub does not trade.
    Optional<InstrumentId> instrument() {
        return switch (text("category")) {
            case "linear" -> Optional.of(instrument(Category.LINEAR));
            case "spot" -> Optional.of(instrument(Category.SPOT));
            case "" -> throw new IllegalArgumentException("category is missing");
            default -> Optional.empty();
        };
    }

    /// This row as one that cannot be read.
    ///
    /// @param idField what tells it from others
    UnreadRow unread(UnreadRow.Kind kind, Category category, String idField, IllegalArgumentException cause) {
        String id = text(idField).isEmpty()
                ? plain(json.toString())
                : "%s:%s:%s".formatted(category.wireName(), text("symbol"), text(idField));
        return new UnreadRow(kind, id, instrumentIfReadable(category),
                category.wireName() + ' ' + unreadText(kind, cause));
    }

    private Optional<InstrumentId> instrumentIfReadable(Category category) {
        try {
            return Optional.of(instrument(category));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// This row as a position that cannot be read: one row of the symbol is told as the other, since they change.
    UnreadRow unreadPosition(IllegalArgumentException cause) {
        return UnreadRow.ofPosition("linear:" + text("symbol"), instrumentIfReadable(Category.LINEAR),
                "linear " + unreadText(UnreadRow.Kind.POSITION, cause));
    }

    /// This row as a coin of the wallet that cannot be read.
    UnreadRow unreadCoin(IllegalArgumentException cause) {
        return UnreadRow.ofCoin(text("coin"), unreadText(UnreadRow.Kind.COIN, cause));
    }

    private String unreadText(UnreadRow.Kind kind, IllegalArgumentException cause) {
        return "%s cannot be read, %s: %s".formatted(kind.name().toLowerCase(Locale.ROOT),
                plain(String.valueOf(cause.getMessage())), plain(json.toString()));
    }

    private static String plain(String text) {
        return text.replace("\"", "").replace("\\", "");
    }

    InstrumentId instrument(Category category) {
        return new InstrumentId(category, new Symbol(text("symbol")));
    }
}
