package io.tradinghub.runner;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.tradinghub.bot.BotId;
import io.tradinghub.engine.BotEngine;
import io.tradinghub.market.Candle;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Quote;
import io.tradinghub.position.Position;
import io.tradinghub.risk.HaltState;
import io.tradinghub.settings.HubMode;
import io.tradinghub.status.BotStatus;
import io.tradinghub.status.Health;

/// Gathers what a bot says about itself. The bot's thread only.
final class StatusReporter {
    private final BotId bot;
    private final HubMode mode;
    private final Map<InstrumentId, BigDecimal> marks = new HashMap<>();
    private Optional<Instant> lastClose = Optional.empty();
    private Optional<Instant> lastQuote = Optional.empty();
    private final Set<InstrumentId> published = new HashSet<>();

    StatusReporter(BotId bot, HubMode mode) {
        this.bot = bot;
        this.mode = mode;
    }

    void decidedOn(Candle candle) {
        lastClose = Optional.of(candle.closeTime());
    }

    void priced(Quote quote) {
        marks.put(quote.instrument(), BigDecimal.valueOf(quote.midPrice()));
        lastQuote = Optional.of(quote.exchangeTime());
    }

    void published(Instrument rules) {
        published.add(rules.id());
    }

    /// What is waited for, for people: the instruments whose rules the recorder has not published.
    List<String> withoutRules(List<InstrumentId> instruments) {
        return instruments.stream().filter(instrument -> !published.contains(instrument))
                .map(instrument -> "trading rules of %s: the recorder has not published them".formatted(instrument))
                .toList();
    }

    BotStatus status(BotEngine engine, HaltState halt, long ordersSent, List<String> waitingFor, Health health,
            Instant now) {
        List<Position> positions = engine.positions();
        BigDecimal unrealised = BigDecimal.ZERO;
        for (Position position : positions) {
            BigDecimal mark = marks.get(position.instrument());
            if (mark != null && !position.isFlat()) {
                unrealised = unrealised.add(position.unrealisedPnl(mark));
            }
        }
        BigDecimal equity = BigDecimal.valueOf(engine.account().equity()).setScale(8, RoundingMode.HALF_EVEN);
        return new BotStatus(bot, mode, now, equity, unrealised, positions, marks, halt,
                engine.entriesEnded().map(Enum::name),
                lastClose.map(close -> Duration.between(close, now)),
                lastQuote.map(quote -> Duration.between(quote, now)), ordersSent, waitingFor,
                engine.undecided(), health);
    }
}
