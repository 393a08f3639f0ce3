package io.tradinghub.preflight;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.tradinghub.market.InstrumentId;

/// An account at the exchange, asked about itself with a bot's own key. Calls block; one thread at a time.
///
/// Every question throws [io.tradinghub.exchange.ExchangeUnavailableException] when no usable answer came,
/// [io.tradinghub.exchange.ExchangeRefusalException] when the exchange will not answer this key, and
/// [IllegalArgumentException] when the answer cannot be read. None changes anything.
public interface ExchangeAccount extends AutoCloseable {

    /// What the key is and may do.
    KeyInfo key();

    /// How the account is set up.
    Setup setup();

    /// How the account holds this perpetual.
    Perpetual perpetual(InstrumentId perpetual);

    /// What the wallet holds of the coin, without the profit of open positions.
    BigDecimal balance(String coin);

    /// Live orders, and the newest of those that ended within the last hour.
    List<Order> orders();

    /// What trading the instrument costs.
    Fees fees(InstrumentId instrument);

    /// How far this machine's clock is at least ahead of the exchange's; negative when it is behind.
    Duration clockAhead();

    /// Puts the perpetual into one-way mode. Refused while it has a position or an order.
    void setOneWay(InstrumentId perpetual);

    /// Sets the leverage of the perpetual, for both sides.
    void setLeverage(InstrumentId perpetual, BigDecimal leverage);

    @Override
    void close();

    /// An API key.
    ///
    /// @param rights like `ContractTrade:Order`
    /// @param addresses that may use it; empty when every address may
    /// @param expiresAt when it ends; keys that are bound to addresses do not
    record KeyInfo(long uid, boolean isReadOnly, Set<String> rights, List<String> addresses,
            Optional<Instant> expiresAt) {

        public KeyInfo {
            if (uid < 1) {
                throw new IllegalArgumentException("the uid of an account must be 1 or more, got %d".formatted(uid));
            }
            rights = Set.copyOf(rights);
            addresses = List.copyOf(addresses);
        }
    }

    /// How an account is set up.
    ///
    /// @param marginMode in Bybit's words, like `REGULAR_MARGIN`
    record Setup(boolean isUnified, String marginMode) {}

    /// How a perpetual is held.
    ///
    /// @param isOneWay whether it has one position; in hedge mode it has one for each side
    /// @param leverage zero where the margin mode knows none
    record Perpetual(InstrumentId instrument, boolean isOneWay, BigDecimal leverage, boolean isHeld) {}

    /// An order.
    ///
    /// @param orderLinkId empty for an order that got none
    record Order(String orderLinkId, boolean isLive) {}

    /// Fractions of the traded value; a negative one is a rebate.
    record Fees(BigDecimal taker, BigDecimal maker) {}
}
