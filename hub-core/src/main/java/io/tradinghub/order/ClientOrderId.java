package io.tradinghub.order;

import io.tradinghub.bot.BotId;

/// The id we give an order, sent as `orderLinkId`: the one key that is safe after an unknown outcome.
///
/// BOT_ID, a dash and the ledger's sequence in base 36: unique for ever, at most 36 characters of `[A-Za-z0-9_-]` as
/// Bybit demands.
public record ClientOrderId(String value) {
    private static final int MAX_LENGTH = 36;

    public ClientOrderId {
        if (value.isEmpty() || value.length() > MAX_LENGTH || !value.chars().allMatch(ClientOrderId::isAllowed)) {
            throw new IllegalArgumentException(
                    "client order id must be 1 to 36 of letters, digits, '-', '_', got '%s'".formatted(value));
        }
    }

    public static ClientOrderId of(BotId bot, long sequence) {
        if (sequence < 1) {
            throw new IllegalArgumentException("order sequence starts at 1, got %d".formatted(sequence));
        }
        return new ClientOrderId(bot.value() + '-' + Long.toString(sequence, 36));
    }

    private static boolean isAllowed(int character) {
        return character < 128 && (Character.isLetterOrDigit(character) || character == '-' || character == '_');
    }

    /// The ledger sequence this id was made from.
    public long sequence() {
        return Long.parseLong(value.substring(value.lastIndexOf('-') + 1), 36);
    }

    @Override
    public String toString() {
        return value;
    }
}
