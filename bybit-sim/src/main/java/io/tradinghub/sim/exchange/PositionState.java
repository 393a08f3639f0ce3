package io.tradinghub.sim.exchange;

import java.math.BigDecimal;
import java.util.Optional;

import io.tradinghub.order.Side;
import io.tradinghub.sim.market.Listing;

/// A position as the exchange shows it at one time.
///
/// @param side empty while flat
/// @param size 0 or more
/// @param trailingStop the trailing distance, 0 without one
public record PositionState(Listing listing, int index, Optional<Side> side, BigDecimal size, BigDecimal averagePrice,
        BigDecimal leverage, BigDecimal value, BigDecimal markPrice, BigDecimal initialMargin,
        BigDecimal maintenanceMargin, BigDecimal unrealised, BigDecimal realised, BigDecimal realisedEver,
        Optional<BigDecimal> liquidationPrice, BigDecimal takeProfit, BigDecimal stopLoss, BigDecimal trailingStop,
        int adlRank, long sequence, long createdMillis, long updatedMillis) {}
