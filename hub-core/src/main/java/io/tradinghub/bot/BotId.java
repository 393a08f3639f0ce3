package io.tradinghub.bot;

import java.util.regex.Pattern;

/// Who trades: a bot's name in the ledger, its key prefix in Redis and its role in PostgreSQL.
///
/// `[a-z][a-z0-9_]*`, 3 to 26 characters, so that it fits a role name, a key prefix and, with a sequence behind it, an
/// order link id of 36 characters. `all` is no name: halts address every bot by it.
public record BotId(String value) {
    /// Addresses every bot where a bot could be named.
    public static final String ALL = "all";
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]{2,25}");

    public BotId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "BOT_ID must be 3 to 26 characters, lower-case letters, digits or '_', starting with a letter, got '%s'"
                            .formatted(value));
        }
        if (value.equals(ALL)) {
            throw new IllegalArgumentException("BOT_ID must not be '%s', which addresses every bot".formatted(ALL));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
