package io.tradinghub.risk;

/// What becomes of a leg of a hedge that stands alone while entries are refused.
///
/// Entering the missing leg takes risk away, so it is no entry: what ends entries only for caution does not end it.
/// Closing the leg that stands is an exit, which never waits, but costs the spread of both legs; so a reason that may
/// soon be over has the time that a leg may stand alone anyway.
public enum HedgeCompletion {
    /// The missing leg is entered all the same.
    GOES_ON,
    /// The missing leg is not entered; the other is closed if this lasts longer than a leg may stand alone.
    WAITS,
    /// The missing leg will not be entered: the other is closed at once.
    UNWINDS;

    /// What it is while this rule refuses entries.
    public static HedgeCompletion under(RiskRule rule) {
        return switch (rule) {
            // A person, a guardian or a clock asks for caution. What is held is known, orders reach the exchange, and
            // the missing leg's own price and decision are still judged by the exchange's time.
            case HALTED,HALT_SWITCH_UNREADABLE,GUARDIAN_SILENT,CLOCK_DIFFERS -> GOES_ON;
            // As a block it means that some position cannot be valued, which completing makes no worse. A leg whose own
            // price or decision is old is refused by that, and waits for the next.
            case STALE_DATA -> GOES_ON;
            // What is held is in doubt: the leg that stands may be closed at the exchange already, or the missing one
            // filled, and then completing would open what it is to match.
            case LINK_DOWN,ACCOUNT_DIFFERS,UNREADABLE_ROW,EXECUTION_MISSING -> WAITS;
            // Another may trade under this name, which may send exits only; no order but an exit leaves without the
            // ledger; an account that is not checked yet is only reduced.
            case LEASE_UNPROVED,LEDGER_AWAY,PREFLIGHT_FAILED -> WAITS;
            // Nothing reaches the exchange, exits neither.
            case HOST_BANNED -> WAITS;
            // Over within a minute, and within seconds.
            case ORDER_RATE,CLOCK_STEPPED -> WAITS;
            // The bot may only reduce: by its own limits, because a person closes everything, or because the exchange
            // has stopped the account.
            case DAILY_LOSS,DRAWDOWN,FLATTENING,TRADING_STOPPED -> UNWINDS;
            // The missing leg cannot be entered, or not for long.
            case POSITION_LIMIT,BELOW_MINIMUM,SPOT_SHORT,UNEQUAL_HEDGE,ENTRY_REFUSED,STOP_PASSED,RULES_ABSENT,
                    HISTORY_INCOMPLETE,NOT_TRADING,OTHER_QUOTE_COIN ->
                UNWINDS;
            // These only tell, and refuse no entry.
            case RESUMED,HEDGE_UNWOUND,EXIT_FAILING,EXIT_WAITING,DUST_LEFT,UNEXPECTED_FILL,FOREIGN_EXECUTION,ADOPTED,
                    DUPLICATE_ID,INTENT_FILE_FAILED,UNPROTECTED,FALLBACK_STOP ->
                GOES_ON;
        };
    }
}
