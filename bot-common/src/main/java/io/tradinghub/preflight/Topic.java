package io.tradinghub.preflight;

import java.util.Locale;

import io.tradinghub.settings.HubMode;

/// What is checked, in the order in which people read it, and the modes in which a fault fails the check; in the others
/// it is a note. docs/trading-for-real.md has the same table.
public enum Topic {
    /// Bybit takes the key.
    KEY(Failing.EVERYWHERE),
    /// The account is no other bot's, and the one that this bot had before in this mode.
    ACCOUNT(Failing.EVERYWHERE),
    /// The key cannot withdraw.
    WITHDRAWAL(Failing.WITH_REAL_MONEY),
    /// The key cannot move money between accounts.
    TRANSFERS(Failing.WITH_REAL_MONEY),
    /// The key works from named addresses only.
    ADDRESSES(Failing.WITH_REAL_MONEY),
    /// The key has not expired, and does not soon.
    EXPIRY(Failing.EVERYWHERE),
    /// The key is not read-only.
    WRITING(Failing.EVERYWHERE),
    /// The key may trade what the bot trades.
    RIGHTS(Failing.EVERYWHERE),
    /// The account is a unified trading account.
    UNIFIED(Failing.EVERYWHERE),
    /// The account's positions share its margin.
    MARGIN_MODE(Failing.EVERYWHERE),
    /// Every perpetual of the bot is in one-way mode.
    POSITION_MODE(Failing.EVERYWHERE),
    /// Every perpetual of the bot has the leverage of `ACCOUNT_LEVERAGE`.
    LEVERAGE(Failing.EVERYWHERE),
    /// The wallet holds the capital and what the bot has earned or lost since.
    WALLET(Failing.EVERYWHERE),
    /// This machine's clock agrees with Bybit's.
    CLOCK(Failing.EVERYWHERE),
    /// No other bot has an order in the account, or had one within the last hour.
    OTHER_ORDERS(Failing.EVERYWHERE),
    /// The account pays no higher fees than paper assumes.
    FEES(Failing.NOWHERE),
    /// A person said `./hub go-live` for this account and capital.
    GO_LIVE(Failing.WITH_REAL_MONEY);

    private final Failing failing;

    Topic(Failing failing) {
        this.failing = failing;
    }

    private enum Failing {
        EVERYWHERE, WITH_REAL_MONEY, NOWHERE
    }

    /// Whether a fault fails the check in this mode.
    public boolean failsIn(HubMode mode) {
        return switch (failing) {
            case EVERYWHERE -> mode.hasAccount();
            case WITH_REAL_MONEY -> mode == HubMode.LIVE;
            case NOWHERE -> false;
        };
    }

    /// For people, like `margin mode`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
