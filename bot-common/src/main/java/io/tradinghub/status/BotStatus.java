package io.tradinghub.status;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.bot.BotId;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.position.Position;
import io.tradinghub.risk.HaltState;
import io.tradinghub.settings.HubMode;

/// What a bot says about itself for people. Amounts in quote coin.
///
/// @param marks last price per instrument that had a quote
/// @param entriesEndedBy the rule that ended entries, if one has
/// @param candleLag time from the close of the newest candle it decided on to this report; empty before the first
/// @param dataDelay time from the exchange's stamp on the newest quote to this report; empty before the first
/// @param ordersSent orders sent since this process started
/// @param waitingFor what the bot lacks and waits for, a line each for people; entries are held up by it
/// @param undecided what ends entries until a person decides, a line each for people
/// @param health whether its work goes on
public record BotStatus(BotId bot, HubMode mode, Instant at, BigDecimal equity, BigDecimal unrealisedPnl,
        List<Position> positions,
        Map<InstrumentId, BigDecimal> marks, HaltState halt, Optional<String> entriesEndedBy,
        Optional<Duration> candleLag, Optional<Duration> dataDelay, long ordersSent, List<String> waitingFor,
        List<String> undecided, Health health) {

    public BotStatus {
        positions = List.copyOf(positions);
        marks = Map.copyOf(marks);
        waitingFor = List.copyOf(waitingFor);
        undecided = List.copyOf(undecided);
    }
}
