package io.tradinghub.ledger.postgres;

import java.util.Locale;

import io.tradinghub.bot.BotId;
import io.tradinghub.ledger.LeaseLostException;
import io.tradinghub.settings.HubMode;

/// Whose rows these are, and the lease under which they may be written.
///
/// @param epoch how often the lease was taken; a restored database hands out the same number again
/// @param token made at random by the holder, so that two holders of one epoch cannot both write
record LedgerKey(BotId bot, HubMode mode, long epoch, String token) {
    /// The condition on `bot_leases l` that the lease is still ours; [SqlParameters#held] fills it.
    static final String HELD = "l.bot_id = ? AND l.epoch = ? AND l.token = ?";

    /// The mode as the ledger stores it.
    String modeWord() {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    LeaseLostException leaseLost() {
        return new LeaseLostException("another process took over %s after epoch %d".formatted(bot, epoch));
    }
}
