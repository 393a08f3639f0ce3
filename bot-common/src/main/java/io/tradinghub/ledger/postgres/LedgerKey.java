package io.tradinghub.ledger.postgres;

import java.util.Locale;

import io.tradinghub.bot.BotId;
import io.tradinghub.ledger.LeaseLostException;
import io.tradinghub.settings.HubMode;

/// Whose rows these are, and the lease epoch under which they may be written.
record LedgerKey(BotId bot, HubMode mode, long epoch) {

    /// The mode as the ledger stores it.
    String modeWord() {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    LeaseLostException leaseLost() {
        return new LeaseLostException("another process took over %s after epoch %d".formatted(bot, epoch));
    }
}
