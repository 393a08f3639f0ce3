package io.tradinghub.risk;

/// Why entries were refused or ended, or what a person must know of. The names are what the ledger, the alert rules and
/// the pages show.
public enum RiskRule {
    /// A person stopped the hub or the bot: no entries.
    HALTED,
    /// Entries are allowed again.
    RESUMED,
    /// A person told the bot to close everything; it stays halted.
    FLATTENING,
    /// The halt switches cannot be read, so they may be set: no entries.
    HALT_SWITCH_UNREADABLE,
    /// The loss of the UTC day passed its limit: no entries until the next day.
    DAILY_LOSS,
    /// The fall from the highest equity passed its limit: no entries until a person raises the limit.
    DRAWDOWN,
    /// Price or decision is older than `RISK_MAX_DATA_AGE`, or an open position has had no younger price for as long
    /// again, so that the limits of equity see nothing: no entries.
    STALE_DATA,
    /// The position has reached its limit.
    POSITION_LIMIT,
    /// Too many entries within a minute.
    ORDER_RATE,
    /// What is allowed or wanted is smaller than the exchange takes.
    BELOW_MINIMUM,
    /// A spot position cannot be short.
    SPOT_SHORT,
    /// The two legs of a hedge are not equal and opposite.
    UNEQUAL_HEDGE,
    /// One leg of a hedge stood alone for too long and was closed.
    HEDGE_UNWOUND,
    /// The exchange will never take such an entry: no entries in the instrument, or in both legs of the hedge, until a
    /// person resumes the bot or it starts anew.
    ENTRY_REFUSED,
    /// The exchange told the whole account to stop trading: no entries until a person resumes the bot.
    TRADING_STOPPED,
    /// Three tries to reduce a position in a row failed. The bot goes on trying at the market, once a second.
    EXIT_FAILING,
    /// An exit waits for the fate of an earlier one that nobody answers about.
    EXIT_WAITING,
    /// What is left is smaller than the exchange takes, and stays open.
    DUST_LEFT,
    /// The exchange told of an execution that has not come.
    EXECUTION_MISSING,
    /// An execution came in an instrument in which nothing was traded or held.
    UNEXPECTED_FILL,
    /// Something other than the bot's own order traded: a stop, a liquidation, a person.
    FOREIGN_EXECUTION,
    /// A person told the bot to treat what is held as its own.
    ADOPTED,
    /// The exchange's account and the ledger disagree: no entries until they agree.
    ACCOUNT_DIFFERS,
    /// The exchange lists an execution, or a live order that may be the bot's, that cannot be read: no entries until a
    /// person says what is to become of it.
    UNREADABLE_ROW,
    /// The exchange has an order under an id of this bot that the bot did not send.
    DUPLICATE_ID,
    /// The connection to the exchange is down or not resynced: no entries.
    LINK_DOWN,
    /// The lease cannot be proved: exits only.
    LEASE_UNPROVED,
    /// The ledger does not answer: exits only.
    LEDGER_AWAY,
    /// The local file for exits cannot be written: a new start on this machine would not know of them.
    INTENT_FILE_FAILED,
    /// The clock of this machine and the exchange's differ by more than is allowed: no entries.
    CLOCK_DIFFERS,
    /// The clock jumped.
    CLOCK_STEPPED,
    /// The account at the exchange, or its key, has not passed the checks that come before real orders: no entries.
    PREFLIGHT_FAILED,
    /// The exchange refuses every request of this host for a time, exits among them: no entries.
    HOST_BANNED,
    /// Nobody watches over the fleet: no entries in live mode.
    GUARDIAN_SILENT,
    /// An open position has no stop at the exchange.
    UNPROTECTED,
    /// The strategy gave no stop, so the engine set one of its own.
    FALLBACK_STOP,
    /// The price has passed the strategy's stop while none rests there: the engine closes the position itself, and
    /// enters none whose stop is passed already.
    STOP_PASSED,
    /// The instrument's trading rules are not known: nothing is traded in it.
    RULES_ABSENT,
    /// Stored candles for the warm-up are incomplete: no entries in the instrument.
    HISTORY_INCOMPLETE,
    /// The exchange does not trade the instrument now: no entries in it.
    NOT_TRADING,
    /// The instrument's quote coin is not the account's: no entries in it.
    OTHER_QUOTE_COIN
}
