package io.tradinghub.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.tradinghub.bot.BotId;
import io.tradinghub.ledger.LeaseLostException;
import io.tradinghub.ledger.Ledger;
import io.tradinghub.ledger.LedgerRefusedException;
import io.tradinghub.ledger.LedgerUnavailableException;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.order.StartMark;
import io.tradinghub.risk.RiskRule;
import io.tradinghub.settings.HubMode;
import io.tradinghub.status.Health;
import io.tradinghub.testing.ManualClock;
import io.tradinghub.testing.store.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PostgresLeaseTest {
    private static final InstrumentId BTC = InstrumentId.linear("BTCUSDT");
    private static final StartMark START = new StartMark("0abc12xyz");
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
    void aStandbyShowsInTheDatabaseHowItIsAndWhoHoldsTheLease() throws Exception {
        CompletableFuture<Ledger> standby = new CompletableFuture<>();
        try (Ledger _ = open()) {
            Thread waiting = startStandby(standby);
            awaitStandby();
            assertThat(postgres
                    .row("SELECT process, work, detail LIKE 'lease-%s of role %%' FROM bot_health WHERE bot_id = '%s'"
                            .formatted(bot, bot)))
                    .isEqualTo("STANDBY|STANDING_BY|t");
            waiting.interrupt();
        }
    }

    @Test
    void aHolderWhoseConnectionsDiedCannotWriteAfterTheStandbyTookOver() throws Exception {
        CompletableFuture<Ledger> standby = new CompletableFuture<>();
        try (Ledger first = open()) {
            first.commitIntent(order(1));
            startStandby(standby);
            awaitStandby();
            endLeaseConnections();
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
    void theSessionThatHoldsTheLeaseIsTheOneThatWrites() throws Exception {
        try (Ledger ledger = open()) {
            String holder = holder();
            ledger.commitIntent(order(1));
            assertThat(postgres.row("SELECT string_agg(pid::text, ' ') FROM pg_stat_activity WHERE application_name"
                    + " LIKE '%" + bot + "'")).isEqualTo(holder);
            assertThat(postgres.row("SELECT query LIKE '%orders%' FROM pg_stat_activity WHERE pid = " + holder))
                    .isEqualTo("t");
        }
    }

    @Test
    void aFactThatIsRefusedDoesNotGiveTheLeaseAway() throws Exception {
        CompletableFuture<Ledger> standby = new CompletableFuture<>();
        postgres.execute("ALTER TABLE funding_payments ADD CONSTRAINT refused CHECK (symbol <> 'REFUSEDUSDT')");
        try (Ledger ledger = open()) {
            Thread waiting = startStandby(standby);
            awaitStandby();
            String holder = holder();
            LedgerEntry payment = new LedgerEntry.FundingPayment(new ExecutionId("f1"),
                    InstrumentId.linear("REFUSEDUSDT"), BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE,
                    clock.instant());
            assertThatThrownBy(() -> ledger.record(payment)).isInstanceOf(LedgerRefusedException.class);
            ledger.commitIntent(order(1));
            assertThat(holder()).isEqualTo(holder);
            assertThat(standby).isNotDone();
            waiting.interrupt();
        } finally {
            postgres.execute("ALTER TABLE funding_payments DROP CONSTRAINT refused");
        }
    }

    @Test
    void aLockLostWithItsSessionIsTakenBackInTheNextOne() throws Exception {
        try (PostgresLedger ledger = open()) {
            String before = holder();
            endLeaseConnections();
            ledger.commitIntent(order(1));
            await(() -> !holder().equals("no row"));
            assertThat(holder()).isNotEqualTo(before);
            assertThat(epoch()).isEqualTo(1);
        }
    }

    /// The process of the server whose session holds the lease of this bot.
    private String holder() {
        return postgres.row("SELECT coalesce(string_agg(l.pid::text, ' '), 'no row') FROM pg_locks l"
                + " JOIN pg_stat_activity a USING (pid) WHERE l.locktype = 'advisory' AND l.granted"
                + " AND a.application_name = 'lease-" + bot + "'");
    }

    @Test
    void noWriteOfAHolderGoesThroughWhenTheTokenIsAnothersAndTheEpochTheSame() throws Exception {
        try (PostgresLedger ledger = open()) {
            ledger.commitIntent(order(1));
            long epoch = epoch();
            postgres.execute("UPDATE bot_leases SET token = md5('another') WHERE bot_id = '%s'"
                    .formatted(bot));
            assertThat(epoch()).isEqualTo(epoch);
            assertThatThrownBy(() -> ledger.commitIntent(order(1))).isInstanceOf(LeaseLostException.class);
            assertThatThrownBy(() -> ledger.commitIntent(order(2))).isInstanceOf(LeaseLostException.class);
            for (LedgerEntry entry : entries()) {
                assertThatThrownBy(() -> ledger.record(entry)).as("%s", entry).isInstanceOf(LeaseLostException.class);
            }
            assertThatThrownBy(ledger::load).isInstanceOf(LeaseLostException.class);
            assertThat(ledger.isLeaseLost()).isTrue();
        }
    }

    @Test
    void everyStatementItselfComparesTheToken() throws Exception {
        open().close();
        LedgerKey other = new LedgerKey(bot, HubMode.PAPER, epoch(), "0123456789abcdef0123456789abcdef");
        try (Connection connection = postgres.connect()) {
            OrderRows orders = new OrderRows(connection, other);
            EventRows events = new EventRows(connection, other);
            assertThatThrownBy(() -> orders.insert(order(1))).isInstanceOf(LeaseLostException.class);
            assertThatThrownBy(() -> new LedgerReader(connection, other).read(clock.instant()))
                    .isInstanceOf(LeaseLostException.class);
            for (LedgerEntry entry : entries()) {
                assertThatThrownBy(() -> {
                    switch (entry) {
                        case OrderReport report -> orders.update(report);
                        case LedgerEntry.Conclusion conclusion -> orders.update(conclusion);
                        case Fill fill -> new FillRows(connection, other).insert(fill);
                        case LedgerEntry.LateExecution late -> new FillRows(connection, other).insert(late);
                        case LedgerEntry.FundingPayment payment -> events.insert(payment);
                        case LedgerEntry.EquitySnapshot snapshot -> events.insert(snapshot);
                        case LedgerEntry.RiskEvent event -> events.insert(event);
                        case LedgerEntry.Watermark watermark -> events.raise(watermark);
                        case LedgerEntry.StopMoved stop -> events.move(stop);
                        case LedgerEntry.Claim claim -> events.insert(claim);
                        case LedgerEntry.PassedOver over -> events.insert(over);
                    }
                }).as("%s", entry).isInstanceOf(LeaseLostException.class);
            }
        }
        assertThat(postgres.row("SELECT count(*) FROM fills WHERE bot_id = '" + bot + "'")).isEqualTo("0");
    }

    @Test
    void ofTwoHoldersWithOneEpochOnlyTheOneInTheDatabaseWrites() throws Exception {
        open().close();
        CompletableFuture<Ledger> standby = new CompletableFuture<>();
        try (Ledger first = open()) {
            first.commitIntent(order(1));
            long epoch = epoch();
            startStandby(standby);
            awaitStandby();
            // as a restore from before the first holder's start does
            postgres.execute("UPDATE bot_leases SET epoch = epoch - 1, token = NULL WHERE bot_id = '" + bot + "'");
            endLeaseConnections();
            try (Ledger second = standby.get(10, TimeUnit.SECONDS)) {
                assertThat(epoch()).isEqualTo(epoch);
                assertThatThrownBy(() -> first.commitIntent(order(2))).isInstanceOf(LeaseLostException.class);
                second.commitIntent(order(3));
                assertThat(second.load().openOrders()).extracting(open -> open.request().id())
                        .containsExactly(order(1).id(), order(3).id());
            }
        }
    }

    @Test
    void tellsWhenTheLeaseWasLastProvedByAWriteAndWithoutOne() throws Exception {
        try (PostgresLedger ledger = open()) {
            long before = System.nanoTime();
            ledger.commitIntent(order(1));
            assertThat(ledger.leaseProvedAtNanos() - before).isNotNegative();
            assertThat(ledger.leaseProvedAtNanos() - System.nanoTime()).isNegative();
            awaitProofAfter(ledger, System.nanoTime());
            postgres.turnAway();
            long away = System.nanoTime();
            assertThatThrownBy(ledger::load).isInstanceOf(LedgerUnavailableException.class);
            assertThat(ledger.leaseProvedAtNanos() - away).isNegative();
            postgres.letIn();
            awaitProofAfter(ledger, away);
            assertThat(ledger.isLeaseLost()).isFalse();
        } finally {
            postgres.letIn();
        }
    }

    @Test
    void theLeaseIsNotProvedWhileTheDatabaseIsAway() throws Exception {
        try (PostgresLedger ledger = open()) {
            assertThat(ledger.isLeaseProved()).isTrue();
            postgres.turnAway();
            await(() -> !ledger.isLeaseProved());
            postgres.letIn();
            await(ledger::isLeaseProved);
        } finally {
            postgres.letIn();
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

    private static void awaitProofAfter(PostgresLedger ledger, long nanos) {
        await(() -> ledger.leaseProvedAtNanos() - nanos >= 0);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("came true in time").isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /// Of those that hold the lock, so that a standby gets it.
    private void endLeaseConnections() {
        postgres.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
                + " AND pid IN (SELECT pid FROM pg_stat_activity WHERE application_name = 'lease-" + bot + "')");
    }

    private long epoch() {
        return Long.parseLong(postgres.row("SELECT epoch FROM bot_leases WHERE bot_id = '" + bot + "'"));
    }

    /// One of every kind, in the sense of the order with counter 1.
    private List<LedgerEntry> entries() {
        OrderReport report = OrderReport.rejected(order(1).id(), "no", clock.instant());
        Fill fill = Fill.ofOrder(new ExecutionId("e1"), order(1), BigDecimal.ONE, BigDecimal.TEN,
                Fee.inQuote(BigDecimal.ONE, "USDT"), Fill.Liquidity.TAKER, clock.instant());
        Fill takenBack = new Fill(new ExecutionId("a1"), Optional.empty(), Origin.ADOPTED, BTC, Side.SELL,
                BigDecimal.ONE, BigDecimal.TEN, fill.fee(), Fill.Liquidity.TAKER, 0, clock.instant());
        return List.of(report, new LedgerEntry.Conclusion(report), fill,
                new LedgerEntry.LateExecution(takenBack, fill),
                new LedgerEntry.FundingPayment(new ExecutionId("f1"), BTC, BigDecimal.ONE, BigDecimal.ONE,
                        BigDecimal.ONE, clock.instant()),
                new LedgerEntry.EquitySnapshot(clock.instant(), BigDecimal.TEN, BigDecimal.ZERO, BigDecimal.ZERO,
                        BigDecimal.ZERO, BigDecimal.ZERO),
                new LedgerEntry.RiskEvent("k1", clock.instant(), RiskRule.HALTED, "test", Optional.empty()),
                new LedgerEntry.Watermark(clock.instant()),
                new LedgerEntry.StopMoved(BTC, Optional.of(BigDecimal.TEN), clock.instant()),
                new LedgerEntry.Claim(BTC, LedgerEntry.Claim.Kind.ADOPTED, clock.instant()),
                new LedgerEntry.PassedOver("row", "it cannot be read", clock.instant()));
    }

    private PostgresLedger open() throws InterruptedException {
        return PostgresLedger.open(postgres.settings(), bot, HubMode.PAPER, clock, holder -> {
            standingBy.incrementAndGet();
            return new Health(Health.Work.STANDING_BY, holder);
        });
    }

    private OrderRequest order(long sequence) {
        return new OrderRequest(ClientOrderId.of(bot, START, sequence), BTC, Side.BUY, BigDecimal.ONE,
                new OrderRequest.Terms.Market(), OrderRequest.Effect.ANY, clock.instant());
    }
}
