package io.tradinghub.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import io.tradinghub.exchange.AccountState;
import org.junit.jupiter.api.Test;

/// What is free to sell on spot.
final class WalletTest {
    private static final BigDecimal LEDGERS_COUNT = new BigDecimal("1000000");
    private final Wallet wallet = new Wallet();

    private void seen(Map<String, BigDecimal> free) {
        wallet.seen(new AccountState(Map.of(), Map.of(), List.of(), free, Bench.START));
    }

    @Test
    void theLedgerAloneBoundsASaleBeforeTheExchangeHasSpoken() {
        assertThat(wallet.free("BTC")).isGreaterThan(LEDGERS_COUNT);
    }

    @Test
    void aCoinThatTheExchangeDoesNotNameIsNotThere() {
        seen(Map.of("BTC", BigDecimal.ONE, "ETH", BigDecimal.TEN));
        assertThat(wallet.free("BTC")).isEqualByComparingTo("1");
        seen(Map.of("ETH", BigDecimal.TEN));
        assertThat(wallet.free("BTC")).isZero();
        assertThat(wallet.free("ETH")).isEqualByComparingTo("10");
    }

    @Test
    void aTradeMakesTheExchangesWordOutOfDateUntilItSpeaksAgain() {
        seen(Map.of("BTC", BigDecimal.ONE));
        wallet.changed("BTC");
        assertThat(wallet.free("BTC")).isGreaterThan(LEDGERS_COUNT);
        seen(Map.of("BTC", BigDecimal.TWO));
        assertThat(wallet.free("BTC")).isEqualByComparingTo("2");
    }
}
