package io.tradinghub.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.tradinghub.bot.BotId;
import io.tradinghub.ledger.LeaseLostException;
import io.tradinghub.ledger.Ledger;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.Side;
import io.tradinghub.settings.HubMode;
import io.tradinghub.testing.ManualClock;
import io.tradinghub.testing.store.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PostgresLeaseTest {
    private static final AtomicInteger BOTS = new AtomicInteger();
    private static PostgresServer postgres;

    private final ManualClock clock = ManualClock.at("2026-01-02T03:04:05Z");
    private final AtomicInteger standingBy = new AtomicInteger();
    private final BotId bot = new BotId("bot_" + BOTS.incrementAndGet() + "_lease");

    @BeforeAll
    static void startPostgres() {
        postgres = PostgresServer.start();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @Test
    void aSecondProcessStandsByUntilTheFirstIsGone() throws Exception {
        CompletableFuture<Ledger> standby = new CompletableFuture<>();
        try (Ledger first = open()) {
            first.commitIntent(order(1));
            startStandby(standby);
            awaitStandby();
            assertThat(standby).isNotDone();
        }
        try (Ledger second = standby.get(10, TimeUnit.SECONDS)) {
            assertThat(second.load().openOrders()).hasSize(1);
            assertThat(postgres.row("SELECT epoch FROM bot_leases WHERE bot_id = '" + bot + "'")).isEqualTo("2");
        }
    }

    @Test
    void saysAllTheTimeThatItStandsBy() throws Exception {
        CompletableFuture<Ledger> standby = new CompletableFuture<>();
        try (Ledger _ = open()) {
            Thread waiting = startStandby(standby);
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (standingBy.get() < 2) {
                assertThat(System.nanoTime()).as("said it in time").isLessThan(end);
                LockSupport.parkNanos(1_000_000);
            }
            waiting.interrupt();
            assertThatThrownBy(() -> standby.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void aHolderWhoseConnectionsDiedCannotWriteAfterTheStandbyTookOver() throws Exception {
        CompletableFuture<Ledger> standby = new CompletableFuture<>();
        try (Ledger first = open()) {
            first.commitIntent(order(1));
            startStandby(standby);
            awaitStandby();
            postgres.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
                    + " AND pid IN (SELECT pid FROM pg_stat_activity WHERE application_name = 'lease-" + bot + "')");
            try (Ledger second = standby.get(10, TimeUnit.SECONDS)) {
                assertThatThrownBy(() -> first.commitIntent(order(2))).isInstanceOf(LeaseLostException.class);
                assertThatThrownBy(() -> first.commitIntent(order(1))).isInstanceOf(LeaseLostException.class);
                assertThatThrownBy(first::load).isInstanceOf(LeaseLostException.class);
                second.commitIntent(order(2));
                assertThat(second.load().openOrders()).hasSize(2);
            }
        }
    }

    @Test
    void aHolderWhoseConnectionsDiedGoesOnWhenNobodyElseIsThere() throws Exception {
        try (Ledger ledger = open()) {
            ledger.commitIntent(order(1));
            postgres.dropConnections();
            ledger.commitIntent(order(2));
            assertThat(ledger.load().openOrders()).hasSize(2);
        }
    }

    @Test
    void standingByEndsWhenTheThreadIsInterrupted() throws Exception {
        CompletableFuture<Ledger> standby = new CompletableFuture<>();
        try (Ledger first = open()) {
            Thread waiting = startStandby(standby);
            awaitStandby();
            waiting.interrupt();
            assertThatThrownBy(() -> standby.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
            first.commitIntent(order(1));
        }
    }

    @Test
    void twoBotsTradeSideBySide() throws Exception {
        BotId other = new BotId(bot.value() + "_b");
        try (Ledger first = open();
                Ledger second = PostgresLedger.open(postgres.settings(), other, HubMode.PAPER, clock)) {
            first.commitIntent(order(1));
            assertThat(second.load().openOrders()).isEmpty();
        }
    }

    private Thread startStandby(CompletableFuture<Ledger> standby) {
        return Thread.ofVirtual().start(() -> {
            try {
                standby.complete(open());
            } catch (InterruptedException stopped) {
                standby.completeExceptionally(stopped);
            }
        });
    }

    /// The server knows who queues for a lock, so the test asks it.
    private static void awaitStandby() {
        while ("0".equals(postgres.row("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"))) {
            Thread.onSpinWait();
        }
    }

    private Ledger open() throws InterruptedException {
        return PostgresLedger.open(postgres.settings(), bot, HubMode.PAPER, clock, standingBy::incrementAndGet);
    }

    private OrderRequest order(long sequence) {
        return new OrderRequest(ClientOrderId.of(bot, sequence), InstrumentId.linear("BTCUSDT"), Side.BUY,
                BigDecimal.ONE,
                new OrderRequest.Terms.Market(), OrderRequest.Effect.ANY, clock.instant());
    }
}
