package io.tradinghub.preflight;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.preflight.ExchangeAccount.Perpetual;

/// Sets what a bot needs of its perpetuals: one-way mode, and the leverage that its settings name. Calls block and fail
/// as those of [ExchangeAccount].
public final class AccountPreparation {
    private final Expectations wanted;
    private final ExchangeAccount account;

    /// @param account stays its owner's
    public AccountPreparation(Expectations wanted, ExchangeAccount account) {
        this.wanted = wanted;
        this.account = account;
    }

    /// One thing to change.
    public sealed interface Change {

        /// Out of hedge mode, which Bybit refuses while the perpetual is held.
        record ToOneWay(InstrumentId perpetual, boolean isHeld) implements Change {}

        record ToLeverage(InstrumentId perpetual, BigDecimal from, BigDecimal to) implements Change {}

        /// Whether Bybit would refuse it now.
        default boolean isBlocked() {
            return this instanceof ToOneWay(InstrumentId _, boolean isHeld) && isHeld;
        }

        /// In words for people.
        default String words() {
            return switch (this) {
                case ToOneWay(var perpetual, boolean isHeld) -> "%s from hedge mode to one-way%s".formatted(perpetual,
                        isHeld ? ", which Bybit refuses while it has a position: ./hub flatten first" : "");
                case ToLeverage(var perpetual, var from, var to) -> "%s from leverage %s to %s".formatted(perpetual,
                        Judge.plain(from), Judge.plain(to));
            };
        }
    }

    /// What is not as the bot needs it. Changes nothing.
    public List<Change> plan() {
        List<Change> changes = new ArrayList<>();
        for (InstrumentId instrument : wanted.of(Category.LINEAR)) {
            Perpetual found = account.perpetual(instrument);
            if (!found.isOneWay()) {
                changes.add(new Change.ToOneWay(instrument, found.isHeld()));
            }
            wanted.leverage().filter(leverage -> leverage.compareTo(found.leverage()) != 0)
                    .ifPresent(leverage -> changes.add(new Change.ToLeverage(instrument, found.leverage(), leverage)));
        }
        return changes;
    }

    public void carryOut(Change change) {
        switch (change) {
            case Change.ToOneWay(InstrumentId perpetual, boolean _) -> account.setOneWay(perpetual);
            case Change.ToLeverage(InstrumentId perpetual, BigDecimal _, BigDecimal to) ->
                account.setLeverage(perpetual, to);
        }
    }
}
