package io.tradinghub.bot;

import java.util.Optional;

import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;

/// What a bot holds, as its executions say. Valid during the call it was passed to.
public interface AccountView {

    /// Signed quantity in base coin: positive is long, 0 is flat.
    double position(InstrumentId instrument);

    /// Average entry price of the open position in quote coin; `NaN` when flat.
    double entryPrice(InstrumentId instrument);

    /// When the position was last flat or on the other side, in epoch milliseconds; `Long.MIN_VALUE` when flat.
    long openedAtMillis(InstrumentId instrument);

    /// Starting capital plus everything earned and lost since, open positions at the last price, in quote coin.
    double equity();

    /// The trading rules of a subscribed instrument, for a bot that must round by itself because two quantities have to
    /// match; empty while they are not known.
    Optional<Instrument> rules(InstrumentId instrument);
}
