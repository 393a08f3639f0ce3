package io.tradinghub.exchange;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.Side;

/// What the exchange says an account holds. Not a truth about what happened: executions are.
///
/// @param positions signed quantities of perpetuals, in base coin; what is not named is flat
/// @param stops where the positions' stops rest; what is not named has none
/// @param liquidations the prices at which the exchange would liquidate the positions; what is not named has none
/// @param openOrders orders that are live
/// @param freeCoins wallet balance per coin that no order holds back
/// @param unread what of it cannot be read, and so is not named although the account may hold it
/// @param asOf when it was so, by the exchange's clock
public record AccountState(Map<InstrumentId, BigDecimal> positions, Map<InstrumentId, BigDecimal> stops,
        Map<InstrumentId, BigDecimal> liquidations, List<LiveOrder> openOrders, Map<String, BigDecimal> freeCoins,
        Unread unread, Instant asOf) {

    public AccountState {
        positions = Map.copyOf(positions);
        stops = Map.copyOf(stops);
        liquidations = Map.copyOf(liquidations);
        openOrders = List.copyOf(openOrders);
        freeCoins = Map.copyOf(freeCoins);
    }

    /// An account of which everything can be read and nothing can be liquidated.
    public AccountState(Map<InstrumentId, BigDecimal> positions, Map<InstrumentId, BigDecimal> stops,
            List<LiveOrder> openOrders, Map<String, BigDecimal> freeCoins, Instant asOf) {
        this(positions, stops, Map.of(), openOrders, freeCoins, Unread.NOTHING, asOf);
    }

    /// Whether it is known what the account holds of a perpetual, if only that it holds nothing.
    public boolean tellsPosition(InstrumentId perpetual) {
        return positions.containsKey(perpetual)
                || (!unread.positions.contains(Optional.of(perpetual)) && !unread.positions.contains(Optional.empty()));
    }

    /// Whether it is known what the wallet holds of a coin, if only that it holds none.
    public boolean tellsCoin(String coin) {
        return freeCoins.containsKey(coin)
                || (!unread.coins.contains(Optional.of(coin)) && !unread.coins.contains(Optional.empty()));
    }

    /// What cannot be read.
    ///
    /// @param positions of these perpetuals; an empty one stands for a row that may be any perpetual that is not named
    /// @param coins of the wallet; an empty one stands for a row that may be any coin that is not named
    public record Unread(Set<Optional<InstrumentId>> positions, Set<Optional<String>> coins) {
        public static final Unread NOTHING = new Unread(Set.of(), Set.of());

        public Unread {
            positions = Set.copyOf(positions);
            coins = Set.copyOf(coins);
        }
    }

    /// An order that is live at the exchange.
    ///
    /// @param id empty for an order that no bot placed
    /// @param isStop a stop that guards a position, not an order of its own
    /// @param quantity of the whole order, what is filled included, in base coin
    /// @param effect `ANY` also where the exchange knows no other, as on spot
    public record LiveOrder(InstrumentId instrument, Optional<ClientOrderId> id, boolean isStop, Side side,
            BigDecimal quantity, Effect effect) {}
}
