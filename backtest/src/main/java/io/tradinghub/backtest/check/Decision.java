package io.tradinghub.backtest.check;

import java.time.Instant;

import io.tradinghub.bot.Targets;

/// An answer of a bot that wants something.
///
/// @param atMillis the close of the candle, the time of the quote, or the newest of those when funding was announced
record Decision(Source source, long atMillis, Targets targets) {

    /// What it was asked about.
    enum Source {
        CANDLE, QUOTE, FUNDING
    }

    /// Whether it was made before anything that begins at this moment was seen.
    boolean isMadeBy(long millis) {
        return atMillis < millis || (atMillis == millis && source == Source.CANDLE);
    }

    @Override
    public String toString() {
        return "%s at %s".formatted(targets.targets(), Instant.ofEpochMilli(atMillis));
    }
}
