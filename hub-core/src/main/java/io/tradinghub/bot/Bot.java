package io.tradinghub.bot;

import io.tradinghub.market.Candle;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Quote;

/// Decides and never acts: no I/O, no clock, one thread. The same instance runs live, on paper and in a back-test.
///
/// Closed candles come each exactly once and in order per series. Before trading starts, the last
/// [Subscription#warmUpCandles] of each series are replayed and the answers ignored; the account is then already as
/// reconciled, so that candles older than an open position are seen while it is held. A bot keeps no record of its own
/// position: [AccountView] has it, also after a restart.
public interface Bot {

    /// What the bot needs to see; asked before anything else, and always the same.
    Subscription subscription();

    Targets onCandle(Candle closed, AccountView account);

    default Targets onQuote(Quote quote, AccountView account) {
        return Targets.unchanged();
    }

    default Targets onFunding(FundingRate rate, AccountView account) {
        return Targets.unchanged();
    }
}
