package io.tradinghub.preflight;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.preflight.AccountBook.Approval;
import io.tradinghub.preflight.AccountBook.Owner;
import io.tradinghub.preflight.AccountBook.Results;
import io.tradinghub.preflight.ExchangeAccount.Fees;
import io.tradinghub.preflight.ExchangeAccount.KeyInfo;
import io.tradinghub.preflight.ExchangeAccount.Order;
import io.tradinghub.preflight.ExchangeAccount.Perpetual;
import io.tradinghub.preflight.ExchangeAccount.Setup;

/// What was found out about a key and its account.
///
/// @param owner empty when the key was not told
/// @param account empty unless the account is the bot's or nobody's
record Facts(Instant now, Answer<KeyInfo> key, Optional<Answer<Owner>> owner, Optional<OfAccount> account) {

    /// @param fees by one instrument of each category
    record OfAccount(Answer<Setup> setup, Answer<List<Perpetual>> perpetuals, Answer<BigDecimal> balance,
            Answer<Results> results, Answer<Duration> clockAhead, Answer<List<Order>> orders,
            Answer<Map<InstrumentId, Fees>> fees, Answer<Optional<Approval>> approval) {}
}
