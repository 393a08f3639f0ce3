package io.tradinghub.runner;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.tradinghub.bot.Subscription;
import io.tradinghub.control.ControlRequests;
import io.tradinghub.control.HaltOrders;
import io.tradinghub.exchange.Exchange;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.exchange.HostLimits;
import io.tradinghub.ledger.IntentLog;
import io.tradinghub.ledger.Ledger;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.market.CandleCoverage;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.FundingHistory;
import io.tradinghub.market.MarketFeed;
import io.tradinghub.market.SeriesId;
import io.tradinghub.position.PositionBoard;
import io.tradinghub.preflight.AccountChecks;
import io.tradinghub.status.StatusBoard;

/// Everything outside that a runner talks to. Whoever made it closes what is open in it; feed, exchange and intent log
/// are opened and closed by the runner, which also closes the requests.
///
/// @param leaseProved whether the right to trade under this BOT_ID was proved lately; asked by the bot's thread before
///         every event, so it must not block
/// @param haltCopy the fast copy of the halts
/// @param requests what people ask, the halts among it, and how far the bot is
/// @param limits what the exchange allows this host
/// @param guardian reads the guardian's sign of life, another text after each time it judged; asked in mode live only
/// @param account the checks of the account that orders go to; empty on paper
public record RunnerPorts(Ledger ledger, BooleanSupplier leaseProved, IntentLogOpener intents, CandleHistory history,
        CandleCoverage coverage, FundingHistory funding, FeedOpener feeds, ExchangeOpener exchanges,
        PositionBoard positions,
        StatusBoard status, HaltOrders.Source haltCopy, ControlRequests requests, HostLimits limits,
        Supplier<Optional<String>> guardian, Optional<AccountChecks> account) {

    /// Where no guardian is, in tests and benchmarks.
    public static final Supplier<Optional<String>> NO_GUARDIAN = Optional::empty;
    /// For a ledger that only this process can reach.
    public static final BooleanSupplier ALWAYS_PROVED = () -> true;

    /// Opens the live feed so that the first candle of each series is the one after the given open time.
    public interface FeedOpener {
        MarketFeed open(Subscription subscription, Map<SeriesId, Instant> lastSeen);
    }

    /// Opens the exchange. A simulated one starts with what the ledger knows.
    public interface ExchangeOpener {
        Exchange open(LedgerSnapshot found, ExchangeListener listener);
    }

    /// Opens the local file for exits, after what an earlier start left in it is booked.
    public interface IntentLogOpener {
        IntentLog open(Ledger ledger, Consumer<IntentLog.Reply> replies);
    }
}
