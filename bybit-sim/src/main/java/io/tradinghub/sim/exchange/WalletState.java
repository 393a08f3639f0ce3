package io.tradinghub.sim.exchange;

import java.math.BigDecimal;
import java.util.List;

/// The wallet of an account at one time. Totals are in USD, the coins' rows in the coin.
public record WalletState(BigDecimal equity, BigDecimal walletBalance, BigDecimal marginBalance, BigDecimal available,
        BigDecimal unrealised, BigDecimal initialMargin, BigDecimal maintenanceMargin, List<Coin> coins) {

    /// One coin of the wallet.
    ///
    /// @param locked what open spot orders need
    public record Coin(String name, BigDecimal balance, BigDecimal usdPrice, BigDecimal locked, BigDecimal orderMargin,
            BigDecimal positionMargin, BigDecimal maintenanceMargin, BigDecimal unrealised, BigDecimal realised) {

        /// A coin of which the account has nothing.
        public static Coin empty(String name) {
            BigDecimal none = BigDecimal.ZERO;
            return new Coin(name, none, none, none, none, none, none, none, none);
        }

        public BigDecimal equity() {
            return balance.add(unrealised);
        }
    }

    public WalletState {
        coins = List.copyOf(coins);
    }
}
