package io.tradinghub.order;

import java.util.Optional;

import io.tradinghub.bot.BotId;

/// The id a bot gives an order, sent as `orderLinkId`: the one key that is safe after an unknown outcome.
///
/// Up to 14 characters of BOT_ID, `-`, the [StartMark], `-`, a counter in base 36: unique for ever, at most 36
/// characters of `[A-Za-z0-9_-]` as Bybit demands. Ids of older ledgers (`BOT_ID-counter`) have no mark and still load.
public record ClientOrderId(String value) {
    private static final int MAX_LENGTH = 36;
    private static final int NAME_LENGTH = 14;
    private static final int RADIX = 36;

    public ClientOrderId {
        if (value.isEmpty() || value.length() > MAX_LENGTH || !value.chars().allMatch(ClientOrderId::isAllowed)) {
            throw new IllegalArgumentException(
                    "client order id must be 1 to 36 of letters, digits, '-', '_', got '%s'".formatted(value));
        }
    }

    public static ClientOrderId of(BotId bot, StartMark start, long counter) {
        if (counter < 1) {
            throw new IllegalArgumentException("order counter starts at 1, got %d".formatted(counter));
        }
        return new ClientOrderId(prefix(bot) + start + '-' + Long.toString(counter, RADIX));
    }

    /// What every order id of this bot begins with.
    public static String prefix(BotId bot) {
        return bot.value().substring(0, Math.min(bot.value().length(), NAME_LENGTH)) + '-';
    }

    /// Whether this bot handed out the id, in this or an earlier start.
    public boolean isOf(BotId bot) {
        return value.startsWith(prefix(bot)) || value.startsWith(bot.value() + '-');
    }

    /// The start that handed out the id; empty for an id of an older ledger.
    public Optional<StartMark> start() {
        int end = value.lastIndexOf('-');
        int begin = end - StartMark.LENGTH;
        return begin > 0 && value.charAt(begin - 1) == '-'
                ? Optional.of(new StartMark(value.substring(begin, end)))
                : Optional.empty();
    }

    private static boolean isAllowed(int character) {
        return character < 128 && (Character.isLetterOrDigit(character) || character == '-' || character == '_');
    }

    @Override
    public String toString() {
        return value;
    }
}
