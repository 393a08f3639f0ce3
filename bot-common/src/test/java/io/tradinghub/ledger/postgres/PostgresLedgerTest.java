package io.tradinghub.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.tradinghub.ledger.Ledger;
import io.tradinghub.ledger.Ledger.Recorded;
import io.tradinghub.ledger.LedgerContract;
import io.tradinghub.ledger.LedgerRefusedException;
import io.tradinghub.ledger.LedgerUnavailableException;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ExchangeOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.settings.HubMode;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.settings.Secret;
import io.tradinghub.settings.StoreTimeouts;
import io.tradinghub.testing.store.LossyLine;
import io.tradinghub.testing.store.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The contract on a real PostgreSQL, and what stands in the tables and views then.
class PostgresLedgerTest extends LedgerContract {
    /// Short, so that a store that is away is found out soon.
    private static final StoreTimeouts TIMEOUTS = new StoreTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(10),
            Duration.ofSeconds(30));
    private static PostgresServer postgres;

    @BeforeAll
    static void startPostgres() {
        postgres = PostgresServer.start();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @Override
    protected Ledger open() throws InterruptedException {
        return PostgresLedger.open(new PostgresSettings(postgres.url(), "postgres", Secret.of("postgres"), TIMEOUTS),
                bot,
                HubMode.PAPER, clock);
    }

    @Override
    protected void replaceHolder() {
        postgres.execute("UPDATE bot_leases SET epoch = epoch + 1 WHERE bot_id = '" + bot + "'");
    }

    @Override
    protected void goAway() {
        postgres.turnAway();
    }

    @Override
    protected void comeBack() {
        postgres.letIn();
    }

    @Test
    void aFillWhoseCommitWasNotAnsweredCountsAsBookedByThisCall() throws Exception {
        URI server = URI.create(postgres.url().substring("jdbc:".length()));
        try (LossyLine line = LossyLine.to(server.getPort())) {
            String url = "jdbc:postgresql://127.0.0.1:%d%s".formatted(line.port(), server.getPath());
            PostgresSettings settings = new PostgresSettings(url, "postgres", Secret.of("postgres"), TIMEOUTS);
            try (Ledger ledger = PostgresLedger.open(settings, bot, HubMode.PAPER, clock)) {
                ledger.commitIntent(market(1, Side.BUY, "0.010"));
                line.loseAnswerTo("COMMIT");
                assertThat(ledger.record(fill("e1", 1, Side.BUY, "0.010", "60000"))).isEqualTo(Recorded.APPLIED);
                assertThat(ledger.record(fill("e1", 1, Side.BUY, "0.010", "60000"))).isEqualTo(Recorded.UNCHANGED);
                assertThat(ledger.load().positions().getFirst().quantity()).isEqualByComparingTo("0.010");
            }
        }
    }

    @Test
    void aDatabaseThatRefusesAnExecutionIsAwayUntilSomebodyHasMendedIt() throws Exception {
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.BUY, "0.010"));
            String check = "no_fill_of_" + bot;
            postgres.execute(
                    "ALTER TABLE fills ADD CONSTRAINT %s CHECK (bot_id <> '%s') NOT VALID".formatted(check, bot));
            assertThatThrownBy(() -> ledger.record(fill("e1", 1, Side.BUY, "0.010", "60000")))
                    .isInstanceOf(LedgerRefusedException.class).hasMessageContaining(check);
            postgres.execute("ALTER TABLE fills RENAME TO fills_gone");
            assertThatThrownBy(() -> ledger.record(fill("e1", 1, Side.BUY, "0.010", "60000")))
                    .isExactlyInstanceOf(LedgerUnavailableException.class).hasMessageContaining("fills");
            postgres.execute("ALTER TABLE fills_gone RENAME TO fills");
            postgres.execute("ALTER TABLE fills DROP CONSTRAINT " + check);
            assertThat(ledger.record(fill("e1", 1, Side.BUY, "0.010", "60000"))).isEqualTo(Recorded.APPLIED);
        }
    }

    @Test
    void anOrderRowShowsWhatWasFilledAndWhere() throws Exception {
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.BUY, "0.010"));
            ledger.record(OrderReport.accepted(id(1), new ExchangeOrderId("x1"), clock.instant()));
            ledger.record(fill("e1", 1, Side.BUY, "0.004", "60000"));
            ledger.record(fill("e2", 1, Side.BUY, "0.006", "61000"));
        }
        assertThat(row("SELECT status, cum_qty, avg_price, exchange_order_id FROM orders WHERE bot_id = '" + bot + "'"))
                .isEqualTo("FILLED|0.010|60600|x1");
    }

    @Test
    void anOrderWhoseExecutionsAreMissingIsShownAsOpen() throws Exception {
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.BUY, "0.010"));
            ledger.record(new OrderReport(id(1), OrderStatus.FILLED, Optional.empty(), new BigDecimal("0.010"),
                    Optional.empty(),
                    clock.instant()));
            assertThat(row("SELECT count(*) FROM open_orders WHERE bot_id = '" + bot + "'")).isEqualTo("1");
            ledger.record(fill("e1", 1, Side.BUY, "0.010", "60000"));
            assertThat(row("SELECT count(*) FROM open_orders WHERE bot_id = '" + bot + "'")).isEqualTo("0");
        }
    }

    @Test
    void aLateReportDoesNotPutAnOrderBackInTime() throws Exception {
        try (Ledger ledger = open()) {
            OrderReport late = report(1, OrderStatus.ACCEPTED);
            ledger.commitIntent(market(1, Side.BUY, "0.010"));
            clock.advance(Duration.ofMinutes(1));
            ledger.record(fill("e1", 1, Side.BUY, "0.004", "60000"));
            ledger.record(
                    new OrderReport(late.id(), late.status(), Optional.of(new ExchangeOrderId("x1")), BigDecimal.ZERO,
                            Optional.empty(), late.at()));
        }
        assertThat(row("SELECT updated_at > created_at, exchange_order_id FROM orders WHERE bot_id = '" + bot + "'"))
                .isEqualTo("t|x1");
    }

    @Test
    void theRowOfACancelledOrderCountsItsLateFill() throws Exception {
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.SELL, "0.010"));
            ledger.record(report(1, OrderStatus.CANCELLED));
            ledger.record(fill("e1", 1, Side.SELL, "0.010", "60000"));
        }
        assertThat(row("SELECT status, cum_qty FROM orders WHERE bot_id = '" + bot + "'")).isEqualTo("CANCELLED|0.010");
    }

    @Test
    void aLateAcknowledgementLeavesItsExchangeId() throws Exception {
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.BUY, "0.010"));
            ledger.record(fill("e1", 1, Side.BUY, "0.010", "60000"));
            ledger.record(OrderReport.accepted(id(1), new ExchangeOrderId("x1"), clock.instant()));
        }
        assertThat(row("SELECT status, exchange_order_id FROM orders WHERE bot_id = '" + bot + "'"))
                .isEqualTo("FILLED|x1");
    }

    @Test
    void everyReportMovesAnOrderExactlyAsItsStatusAllows() throws Exception {
        int sequence = 0;
        try (Ledger ledger = open()) {
            for (OrderStatus from : OrderStatus.values()) {
                for (OrderStatus to : OrderStatus.values()) {
                    sequence++;
                    ledger.commitIntent(market(sequence, Side.BUY, "1"));
                    postgres.execute(
                            "UPDATE orders SET status = '%s' WHERE order_link_id = '%s'".formatted(from, id(sequence)));
                    Recorded recorded = ledger.record(report(sequence, to));
                    assertThat(recorded).as("%s to %s", from, to)
                            .isEqualTo(from.canBecome(to) ? Recorded.APPLIED : Recorded.UNCHANGED);
                    assertThat(row("SELECT status FROM orders WHERE order_link_id = '" + id(sequence) + "'"))
                            .as("%s to %s", from, to)
                            .isEqualTo((from.canBecome(to) ? to : from).name());
                }
            }
        }
    }

    @Test
    void anOrderRowSaysWhenTheExchangeHadItAndWhenItLastChangedIt() throws Exception {
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.BUY, "0.010"));
            ledger.record(OrderReport.unknown(id(1), "no answer", clock.instant()));
            assertThat(row("SELECT acknowledged_at, exchange_updated_at FROM orders WHERE bot_id = '" + bot + "'"))
                    .isEqualTo("null|null");
            clock.advance(Duration.ofSeconds(1));
            ledger.record(OrderReport.accepted(id(1), new ExchangeOrderId("x1"), clock.instant()));
            clock.advance(Duration.ofSeconds(2));
            ledger.record(report(1, OrderStatus.CANCELLED));
        }
        assertThat(row("SELECT acknowledged_at - created_at, exchange_updated_at - created_at, concluded_at"
                + " FROM orders WHERE bot_id = '" + bot + "'")).isEqualTo("00:00:01|00:00:03|null");
    }

    @Test
    void aConclusionIsNoWordOfTheExchange() throws Exception {
        LedgerEntry conclusion = new LedgerEntry.Conclusion(new OrderReport(id(1), OrderStatus.CANCELLED,
                Optional.empty(), BigDecimal.ZERO, Optional.of("never came"), clock.instant()));
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.BUY, "0.010"));
            assertThat(ledger.record(conclusion)).isEqualTo(Recorded.APPLIED);
            assertThat(ledger.record(conclusion)).isEqualTo(Recorded.UNCHANGED);
        }
        assertThat(row("SELECT status, acknowledged_at, exchange_updated_at, concluded_at = created_at FROM orders"
                + " WHERE bot_id = '" + bot + "'")).isEqualTo("CANCELLED|null|null|t");
    }

    @Test
    void anExecutionOfAnOrderThatIsNotKnownKeepsTheIdItNames() throws Exception {
        try (Ledger ledger = open()) {
            ledger.record(fill("e1", 7, Side.BUY, "0.010", "60000"));
        }
        assertThat(row("SELECT order_id, order_link_id, origin FROM fills WHERE bot_id = '" + bot + "'"))
                .isEqualTo("null|" + id(7) + "|ORDER");
        assertThat(row("SELECT orders, fills FROM bot_pnl WHERE bot_id = '" + bot + "'")).isEqualTo("0|1");
    }

    @Test
    void aMoveOfAStopThatIsHeardLateDoesNotReplaceANewerOne() throws Exception {
        LedgerEntry first = new LedgerEntry.StopMoved(BTC, Optional.of(new BigDecimal("59000")), clock.instant());
        LedgerEntry second = new LedgerEntry.StopMoved(BTC, Optional.of(new BigDecimal("59500")),
                clock.instant().plusSeconds(1));
        try (Ledger ledger = open()) {
            assertThat(List.of(ledger.record(first), ledger.record(second))).containsOnly(Recorded.APPLIED);
            assertThat(List.of(ledger.record(first), ledger.record(second))).containsOnly(Recorded.UNCHANGED);
            assertThat(ledger.load().stops().get(BTC)).isEqualByComparingTo("59500");
        }
    }

    @Test
    void theViewsAddUpToTheRunningPosition() throws Exception {
        InstrumentId spot = InstrumentId.spot("BTCUSDT");
        List<Fill> fills = List.of(fill("e1", 1, Side.BUY, "0.3", "60000"), fill("e2", 1, Side.BUY, "0.7", "60100"),
                fill("e3", 2, Side.SELL, "1.4", "60500"), fill("e4", 1, Side.BUY, "0.5", "58000"));
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.BUY, "5"));
            ledger.commitIntent(market(2, Side.SELL, "5"));
            ledger.commitIntent(new OrderRequest(id(3), spot, Side.BUY, BigDecimal.ONE, new OrderRequest.Terms.Market(),
                    OrderRequest.Effect.ANY, clock.instant()));
            fills.forEach(ledger::record);
            BigDecimal price = new BigDecimal("60000");
            ledger.record(new Fill(new ExecutionId("e5"), Optional.of(id(3)), Origin.ORDER, spot, Side.BUY,
                    BigDecimal.ONE, price, Fee.inBase(new BigDecimal("0.001"), "BTC", price), Fill.Liquidity.TAKER, 0,
                    clock.instant()));
        }
        assertThat(row("SELECT count(*) FROM position_checks WHERE qty <> summed_qty")).isEqualTo("0");
        assertThat(row("SELECT trim_scale(qty) FROM positions WHERE category = 'linear' AND bot_id = '" + bot + "'"))
                .isEqualTo("0.1");
        // 1 long at 60,070 sold at 60,500, then 0.4 short at 60,500 bought back at 58,000; fees are 0.055% of all that
        // and 60 on spot
        assertThat(row("SELECT trim_scale(realised_pnl), trim_scale(fees) FROM bot_pnl WHERE bot_id = '" + bot + "'"))
                .isEqualTo("1430|155.5735");
    }

    @Test
    void theBooksOfTwoModesAreNotMixed() throws Exception {
        try (Ledger paper = open()) {
            paper.commitIntent(market(1, Side.BUY, "0.010"));
            paper.record(fill("e1", 1, Side.BUY, "0.010", "60000"));
        }
        try (Ledger live = PostgresLedger.open(postgres.settings(), bot, HubMode.LIVE, clock)) {
            assertThat(live.load().positions()).isEmpty();
            assertThat(live.record(report(1, OrderStatus.CANCELLED))).isEqualTo(Recorded.UNKNOWN_ORDER);
            live.record(fill("e2", 1, Side.BUY, "0.002", "60000"));
        }
        assertThat(row("SELECT status, cum_qty FROM orders WHERE bot_id = '" + bot + "'")).isEqualTo("FILLED|0.010");
        assertThat(row("SELECT string_agg(mode || ' ' || qty, ', ' ORDER BY mode) FROM positions WHERE bot_id = '" + bot
                + "'")).isEqualTo("live 0.002, paper 0.010");
    }

    private static String row(String sql) {
        return postgres.row(sql);
    }
}
