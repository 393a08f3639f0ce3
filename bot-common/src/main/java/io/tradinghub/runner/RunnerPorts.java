package io.tradinghub.runner;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

import io.tradinghub.bot.Subscription;
import io.tradinghub.exchange.Exchange;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.ledger.Ledger;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.InstrumentCatalog;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketFeed;
import io.tradinghub.market.SeriesId;
import io.tradinghub.position.PositionBoard;
import io.tradinghub.risk.HaltSwitch;
import io.tradinghub.status.StatusBoard;

/// Everything outside that a runner talks to. Whoever made it closes what is open in it; feed and exchange are opened
/// and closed by the runner.
public record RunnerPorts(Ledger ledger, CandleHistory history, InstrumentCatalog catalog, FeedOpener feeds,
        ExchangeOpener exchanges,
        PositionBoard positions, StatusBoard status, HaltSwitch halt) {

    /// Opens the live feed so that the first candle of each series is the one after the given open time.
    public interface FeedOpener {
        MarketFeed open(Subscription subscription, Map<SeriesId, Instant> lastSeen);
    }

    /// Opens the exchange. A simulated one starts with what the ledger says is held.
    public interface ExchangeOpener {
        Exchange open(Map<InstrumentId, BigDecimal> held, ExchangeListener listener);
    }
}
