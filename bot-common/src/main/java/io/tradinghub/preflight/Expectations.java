package io.tradinghub.preflight;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.tradinghub.bot.BotId;
import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.settings.HubMode;

/// What a bot needs of its account.
///
/// @param instruments that it trades
/// @param capital in the account's coin
/// @param maxPosition the worth of one position, in the account's coin
/// @param leverage that every perpetual must have; empty where any will do
/// @param fees that paper and back-tests assume
public record Expectations(BotId bot, HubMode mode, List<InstrumentId> instruments, BigDecimal capital, String coin,
        BigDecimal maxPosition, Optional<BigDecimal> leverage, Duration maxClockDifference, AssumedFees fees) {

    public Expectations {
        instruments = List.copyOf(instruments);
    }

    /// The bot's instruments of this category.
    List<InstrumentId> of(Category category) {
        return instruments.stream().filter(instrument -> instrument.category() == category).toList();
    }

    /// A fault that fails the check in this mode, or is worth a note.
    Check fault(Topic topic, String found, String advice) {
        return new Check(topic, topic.failsIn(mode) ? Check.State.FAILED : Check.State.NOTE, found, advice);
    }

    /// Fractions of the traded value.
    public record AssumedFees(ExchangeAccount.Fees linear, ExchangeAccount.Fees spot) {

        ExchangeAccount.Fees of(Category category) {
            return switch (category) {
                case LINEAR -> linear;
                case SPOT -> spot;
            };
        }
    }
}
