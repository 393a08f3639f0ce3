package io.tradinghub.preflight;

import java.math.BigDecimal;
import java.util.Optional;

/// What the ledger knows of one bot's account in one mode. Calls block and throw
/// [io.tradinghub.market.StoreUnavailableException] when the ledger does not answer; one thread at a time.
public interface AccountBook {

    /// Whose account this is. Changes nothing.
    Owner ownerOf(long uid);

    /// Makes the account this bot's if it is nobody's and the bot has none, and records the key with which it is used.
    /// Of two bots that claim one account, one gets it.
    ///
    /// @param fingerprint of the key
    Owner claim(long uid, String fingerprint);

    /// Whether the bot has used its present account with this key.
    boolean isKeyKnown(String fingerprint);

    /// What the bot has earned, and what it holds.
    Results results();

    /// The last [Approval] of the bot.
    Optional<Approval> approval();

    /// Whose an account is.
    sealed interface Owner {

        /// This bot's.
        record ThisBot() implements Owner {}

        /// Nobody's, and this bot has none yet.
        record Nobody() implements Owner {}

        /// Another bot's; the ledger does not say whose.
        record AnotherBot() implements Owner {}

        /// Not this bot's, which has this one.
        record OtherAccount(long uid) implements Owner {}
    }

    /// What became of the capital.
    ///
    /// @param earned realised profit less fees and plus funding, in the account's coin
    /// @param spentOnSpot what the coins cost that are held now
    record Results(BigDecimal earned, BigDecimal spentOnSpot) {}

    /// A person said that the bot may trade real money.
    record Approval(long uid, BigDecimal capital, String coin) {}
}
