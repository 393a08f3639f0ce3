package io.tradinghub.runner;

/// What a bot's program does with the bot's account instead of trading, while the bot itself may run. It takes no
/// lease.
public enum AccountTask {
    /// Prints what the checks of the account find, and changes nothing.
    CHECK,
    /// Prints what [#PREPARE] would change.
    PLAN,
    /// Puts the bot's perpetuals into one-way mode and sets their leverage.
    PREPARE
}
