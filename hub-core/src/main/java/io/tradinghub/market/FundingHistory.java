package io.tradinghub.market;

import java.time.Instant;
import java.util.List;

/// Reads the funding that was settled. Any thread may call.
///
/// @implSpec throws [StoreUnavailableException] when the store does not answer within its time limit
public interface FundingHistory {

    /// The stored settlements of a perpetual after `after` and no later than `until`, ascending. The newest may lack:
    /// the recorder asks for a settlement some minutes after it.
    List<SettledFunding> read(InstrumentId perpetual, Instant after, Instant until);
}
