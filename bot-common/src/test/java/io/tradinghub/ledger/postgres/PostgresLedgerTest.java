package io.tradinghub.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import io.tradinghub.bot.BotId;
import io.tradinghub.ledger.Ledger;
import io.tradinghub.ledger.Ledger.Recorded;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExchangeOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Side;
import io.tradinghub.position.Position;
import io.tradinghub.settings.HubMode;
import io.tradinghub.testing.ManualClock;
import io.tradinghub.testing.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresLedgerTest {
    private static final InstrumentId BTC = InstrumentId.linear("BTCUSDT");
    private static final AtomicInteger BOTS = new AtomicInteger();
    private static PostgresServer postgres;

    private final ManualClock clock = ManualClock.at("2026-01-02T03:04:05Z");
    private final BotId bot = new BotId("bot_" + BOTS.incrementAndGet() + "_test");

    @BeforeAll
    static void startPostgres() {
        postgres = PostgresServer.start();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @Test
    void aNewBotStartsEmptyWithTheFirstSequence() throws Exception {
        try (Ledger ledger = open()) {
            assertThat(ledger.load()).isEqualTo(LedgerSnapshot.empty());
        }
    }

    @Test
    void anIntentIsFoundAfterARestartExactlyAsItWasMeant() throws Exception {
        OrderRequest market = market(1, Side.BUY, "0.010");
        OrderRequest limit = new OrderRequest(id(2), InstrumentId.spot("ETHUSDT"), Side.SELL, new BigDecimal("1.50"),
                new OrderRequest.Terms.Limit(new BigDecimal("2500.10"), OrderRequest.TimeInForce.POST_ONLY),
                OrderRequest.Effect.REDUCE_ONLY, clock.instant());
        try (Ledger ledger = open()) {
            ledger.commitIntent(market);
            ledger.commitIntent(limit);
        }
        try (Ledger restarted = open()) {
            assertThat(restarted.load().openOrders()).containsExactly(
                    new LedgerSnapshot.OpenOrder(market, OrderStatus.PENDING, BigDecimal.ZERO),
                    new LedgerSnapshot.OpenOrder(limit, OrderStatus.PENDING, BigDecimal.ZERO));
            assertThat(restarted.load().nextOrderSequence()).isEqualTo(3);
        }
    }

    @Test
    void theSameIntentTwiceIsOneOrderAndAnotherUnderItsIdIsRefused() throws Exception {
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.BUY, "0.010"));
            ledger.commitIntent(market(1, Side.BUY, "0.01"));
            assertThatThrownBy(() -> ledger.commitIntent(market(1, Side.BUY, "0.02"))).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("already used");
            assertThat(ledger.load().openOrders()).hasSize(1);
        }
    }

    @Test
    void aFillMovesItsOrderAndThePosition() throws Exception {
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.BUY, "0.010"));
            ledger.record(OrderReport.accepted(id(1), new ExchangeOrderId("x1"), clock.instant()));
            assertThat(ledger.record(fill("e1", 1, Side.BUY, "0.004", "60000"))).isEqualTo(Recorded.APPLIED);
            LedgerSnapshot.OpenOrder open = ledger.load().openOrders().getFirst();
            assertThat(open.status()).isEqualTo(OrderStatus.PARTIALLY_FILLED);
            assertThat(open.filledQuantity()).isEqualByComparingTo("0.004");
            assertThat(ledger.record(fill("e2", 1, Side.BUY, "0.006", "61000"))).isEqualTo(Recorded.APPLIED);
            assertThat(ledger.load().openOrders()).isEmpty();
            Position position = ledger.load().positions().getFirst();
            assertThat(position.quantity()).isEqualByComparingTo("0.010");
            assertThat(position.entryPrice()).isEqualByComparingTo("60600");
        }
        assertThat(row("SELECT status, cum_qty, avg_price, exchange_order_id FROM orders WHERE bot_id = '" + bot + "'"))
                .isEqualTo("FILLED|0.010|60600|x1");
    }

    @Test
    void aRepeatedFillChangesNothing() throws Exception {
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.BUY, "0.010"));
            ledger.record(fill("e1", 1, Side.BUY, "0.004", "60000"));
            LedgerSnapshot before = ledger.load();
            assertThat(ledger.record(fill("e1", 1, Side.BUY, "0.004", "60000"))).isEqualTo(Recorded.UNCHANGED);
            assertThat(ledger.load()).isEqualTo(before);
        }
    }

    @Test
    void whatNamesAnUnknownOrderIsNotBooked() throws Exception {
        try (Ledger ledger = open()) {
            assertThat(ledger.record(fill("e1", 7, Side.BUY, "0.004", "60000"))).isEqualTo(Recorded.UNKNOWN_ORDER);
            assertThat(ledger.record(OrderReport.rejected(id(7), "no", clock.instant()))).isEqualTo(Recorded.UNKNOWN_ORDER);
            assertThat(ledger.load().positions()).isEmpty();
        }
    }

    @Test
    void everyReportMovesAnOrderExactlyAsItsStatusAllows() throws Exception {
        int sequence = 0;
        try (Ledger ledger = open()) {
            for (OrderStatus from : OrderStatus.values()) {
                for (OrderStatus to : OrderStatus.values()) {
                    sequence++;
                    ledger.commitIntent(market(sequence, Side.BUY, "1"));
                    postgres.execute("UPDATE orders SET status = '%s' WHERE order_link_id = '%s'".formatted(from, id(sequence)));
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
    void aFillAfterTheCancelIsBookedAndTheOrderStaysCancelled() throws Exception {
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.SELL, "0.010"));
            ledger.record(report(1, OrderStatus.CANCELLED));
            assertThat(ledger.record(fill("e1", 1, Side.SELL, "0.010", "60000"))).isEqualTo(Recorded.APPLIED);
            assertThat(ledger.load().positions().getFirst().quantity()).isEqualByComparingTo("-0.010");
        }
        assertThat(row("SELECT status, cum_qty FROM orders WHERE bot_id = '" + bot + "'")).isEqualTo("CANCELLED|0.010");
    }

    @Test
    void anAcknowledgementAfterTheFillOnlyBringsTheExchangeId() throws Exception {
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.BUY, "0.010"));
            ledger.record(fill("e1", 1, Side.BUY, "0.010", "60000"));
            ledger.record(OrderReport.accepted(id(1), new ExchangeOrderId("x1"), clock.instant()));
            assertThat(ledger.record(OrderReport.accepted(id(1), new ExchangeOrderId("x1"), clock.instant())))
                    .isEqualTo(Recorded.UNCHANGED);
        }
        assertThat(row("SELECT status, exchange_order_id FROM orders WHERE bot_id = '" + bot + "'")).isEqualTo("FILLED|x1");
    }

    @Test
    void anOrderReportedFilledStaysOpenUntilItsExecutionsAreBooked() throws Exception {
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.BUY, "0.010"));
            ledger.record(new OrderReport(id(1), OrderStatus.FILLED, Optional.empty(), new BigDecimal("0.010"), Optional.empty(),
                    clock.instant()));
            assertThat(ledger.load().openOrders()).extracting(LedgerSnapshot.OpenOrder::status)
                    .containsExactly(OrderStatus.FILLED);
            ledger.record(fill("e1", 1, Side.BUY, "0.010", "60000"));
            assertThat(ledger.load().openOrders()).isEmpty();
        }
    }

    @Test
    void theRunningPositionIsTheOneThatTheFillsGiveInMemory() throws Exception {
        List<Fill> fills = List.of(fill("e1", 1, Side.BUY, "0.3", "60000.1"), fill("e2", 1, Side.BUY, "0.7", "60100.7"),
                fill("e3", 2, Side.SELL, "0.4", "60500"), fill("e4", 2, Side.SELL, "1.1", "59000.3"),
                fill("e5", 1, Side.BUY, "0.5", "58000"), fill("e6", 1, Side.BUY, "0.2", "58000"));
        Position expected = Position.flat(BTC);
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.BUY, "5"));
            ledger.commitIntent(market(2, Side.SELL, "5"));
            for (Fill fill : fills) {
                ledger.record(fill);
                expected = expected.apply(fill);
                assertThat(ledger.load().positions()).usingRecursiveComparison()
                        .withComparatorForType(BigDecimal::compareTo, BigDecimal.class).isEqualTo(List.of(expected));
            }
        }
        assertThat(row("SELECT count(*) FROM position_checks WHERE qty <> summed_qty")).isEqualTo("0");
        assertThat(row("SELECT trim_scale(net_pnl) FROM bot_pnl WHERE bot_id = '" + bot + "'"))
                .isEqualTo(expected.realisedPnl().subtract(expected.fees()).stripTrailingZeros().toPlainString());
    }

    @Test
    void aSpotFeeInBaseCoinReducesThePosition() throws Exception {
        InstrumentId spot = InstrumentId.spot("BTCUSDT");
        try (Ledger ledger = open()) {
            ledger.commitIntent(new OrderRequest(id(1), spot, Side.BUY, BigDecimal.ONE, new OrderRequest.Terms.Market(),
                    OrderRequest.Effect.ANY, clock.instant()));
            ledger.record(new Fill(new ExecutionId("e1"), id(1), spot, Side.BUY, BigDecimal.ONE, new BigDecimal("60000"),
                    new Fee(new BigDecimal("0.001"), "BTC", Fee.Asset.BASE), Fill.Liquidity.TAKER, clock.instant()));
            assertThat(ledger.load().positions().getFirst().quantity()).isEqualByComparingTo("0.999");
        }
        assertThat(row("SELECT count(*) FROM position_checks WHERE qty <> summed_qty")).isEqualTo("0");
    }

    @Test
    void fundingEquityAndRiskEventsAreKeptOnce() throws Exception {
        LedgerEntry funding = new LedgerEntry.FundingPayment(new ExecutionId("f1"), BTC, new BigDecimal("-1.25"),
                new BigDecimal("0.0001"), new BigDecimal("0.5"), clock.instant());
        LedgerEntry risk = new LedgerEntry.RiskEvent(clock.instant(), "daily_loss", "lost 101 of 100",
                Optional.of(new BigDecimal("101")));
        try (Ledger ledger = open()) {
            assertThat(List.of(ledger.record(funding), ledger.record(risk), ledger.record(equity("1000"))))
                    .containsOnly(Recorded.APPLIED);
            assertThat(List.of(ledger.record(funding), ledger.record(risk), ledger.record(equity("1000"))))
                    .containsOnly(Recorded.UNCHANGED);
            assertThat(ledger.load().funding()).isEqualByComparingTo("-1.25");
        }
    }

    @Test
    void theDayOpensWithItsFirstEquityAndThePeakIsForEver() throws Exception {
        try (Ledger ledger = open()) {
            ledger.record(equity("1200"));
            clock.advance(Duration.ofHours(2));
            ledger.record(equity("1100"));
            clock.advance(Duration.ofDays(1));
            ledger.record(equity("900"));
            clock.advance(Duration.ofHours(1));
            ledger.record(equity("800"));
            LedgerSnapshot snapshot = ledger.load();
            assertThat(snapshot.dayOpen().orElseThrow().equity()).isEqualByComparingTo("900");
            assertThat(snapshot.peak().orElseThrow().equity()).isEqualByComparingTo("1200");
        }
    }

    @Test
    void theOrdersOfTheLastMinuteAreRemembered() throws Exception {
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.BUY, "1"));
            clock.advance(Duration.ofSeconds(30));
            ledger.commitIntent(market(2, Side.BUY, "1"));
            assertThat(ledger.load().recentOrderTimes()).containsExactly(clock.instant().minusSeconds(30), clock.instant());
            clock.advance(Duration.ofSeconds(45));
            assertThat(ledger.load().recentOrderTimes()).containsExactly(clock.instant().minusSeconds(45));
        }
    }

    @Test
    void theBooksOfTwoModesAreNotMixed() throws Exception {
        try (Ledger paper = open()) {
            paper.commitIntent(market(1, Side.BUY, "0.010"));
            paper.record(fill("e1", 1, Side.BUY, "0.010", "60000"));
        }
        try (Ledger live = PostgresLedger.open(postgres.settings(), bot, HubMode.LIVE, clock)) {
            assertThat(live.load().positions()).isEmpty();
            assertThat(live.load().nextOrderSequence()).isEqualTo(2);
            assertThat(live.record(fill("e2", 1, Side.BUY, "0.010", "60000"))).isEqualTo(Recorded.UNKNOWN_ORDER);
        }
    }

    @Test
    void anIdOfAnotherBotIsRefused() throws Exception {
        OrderRequest foreign = new OrderRequest(ClientOrderId.of(new BotId("bot_other"), 1), BTC, Side.BUY, BigDecimal.ONE,
                new OrderRequest.Terms.Market(), OrderRequest.Effect.ANY, clock.instant());
        try (Ledger ledger = open()) {
            assertThatThrownBy(() -> ledger.commitIntent(foreign)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("bot_other");
        }
    }

    private Ledger open() throws InterruptedException {
        return PostgresLedger.open(postgres.settings(), bot, HubMode.PAPER, clock);
    }

    private ClientOrderId id(long sequence) {
        return ClientOrderId.of(bot, sequence);
    }

    private OrderRequest market(long sequence, Side side, String quantity) {
        return new OrderRequest(id(sequence), BTC, side, new BigDecimal(quantity), new OrderRequest.Terms.Market(),
                OrderRequest.Effect.ANY, clock.instant());
    }

    private OrderReport report(long sequence, OrderStatus status) {
        return new OrderReport(id(sequence), status, Optional.empty(), BigDecimal.ZERO, Optional.empty(), clock.instant());
    }

    private Fill fill(String execution, long order, Side side, String quantity, String price) {
        BigDecimal fee = new BigDecimal(quantity).multiply(new BigDecimal(price)).multiply(new BigDecimal("0.00055"));
        return new Fill(new ExecutionId(execution), id(order), BTC, side, new BigDecimal(quantity), new BigDecimal(price),
                new Fee(fee, "USDT", Fee.Asset.QUOTE), Fill.Liquidity.TAKER, clock.instant());
    }

    private LedgerEntry equity(String equity) {
        return new LedgerEntry.EquitySnapshot(clock.instant(), new BigDecimal(equity), BigDecimal.ZERO, BigDecimal.ZERO,
                BigDecimal.ZERO, BigDecimal.ZERO);
    }

    private static String row(String sql) {
        return postgres.row(sql);
    }
}
