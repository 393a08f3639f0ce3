package io.tradinghub.local.view;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/// One row of the fleet table; amounts are in quote coin.
///
/// @param holding positions in words, `flat` without any
/// @param fees positive if paid
/// @param candleLag real time from the close of a candle to the bot's decision on it; empty before the first
/// @param note why the bot does not enter, if so
public record BotRow(String bot, String holding, long trades, BigDecimal realised, BigDecimal unrealised,
        BigDecimal fees,
        Optional<Duration> candleLag, Optional<String> note) {}
