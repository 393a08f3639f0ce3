package io.tradinghub.local.view;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/// One bot as a person sees it; amounts in quote coin.
///
/// @param holding in words, `flat` for none
/// @param fees positive is paid
/// @param candleLag from the close of a candle to the bot's decision on it, in real time; empty before the first
/// @param remark why it does not enter, if that is so
public record BotRow(String bot, String holding, long trades, BigDecimal realised, BigDecimal unrealised,
        BigDecimal fees,
        Optional<Duration> candleLag, Optional<String> remark) {}
