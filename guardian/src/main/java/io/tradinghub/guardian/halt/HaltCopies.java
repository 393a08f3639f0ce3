package io.tradinghub.guardian.halt;

/// The fast copies of halts, which bots read every half second. One thread.
///
/// Throws [io.tradinghub.market.StoreUnavailableException] when the store does not answer or refuses.
public interface HaltCopies {

    /// Writes the copy if there is none of this bot yet; what is there stays, whoever wrote it.
    void add(String bot, String text);

    /// Whether there is a copy for this bot.
    boolean isThere(String bot);
}
