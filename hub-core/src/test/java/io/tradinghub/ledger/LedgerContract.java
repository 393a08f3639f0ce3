package io.tradinghub.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.tradinghub.bot.BotId;
import io.tradinghub.ledger.Ledger.Recorded;
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
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.order.StartMark;
import io.tradinghub.position.Position;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;

/// What every [Ledger] promises: all that the engine and the runner rely on. Each test has a bot of its own.
public abstract class LedgerContract extends LedgerExecutionContract {

    @Test
    void aNewBotStartsEmpty() throws Exception {
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
        }
    }

    @Test
    void theNewestStartIsKnownThoughAllItsOrdersAreClosed() throws Exception {
        StartMark ahead = new StartMark("0zzz99aaa");
        OrderRequest closed = new OrderRequest(ClientOrderId.of(bot, ahead, 1), BTC, Side.BUY, BigDecimal.ONE,
                new OrderRequest.Terms.Market(), OrderRequest.Effect.ANY, clock.instant());
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.BUY, "0.010"));
            ledger.commitIntent(closed);
            ledger.record(new OrderReport(closed.id(), OrderStatus.REJECTED, Optional.empty(), BigDecimal.ZERO,
                    Optional.of("no money"), clock.instant()));
            assertThat(ledger.load().newestStart()).contains(ahead);
        }
    }

    @Test
    void theSameIntentTwiceIsOneOrderAndAnotherUnderItsIdIsRefused() throws Exception {
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.BUY, "0.010"));
            ledger.commitIntent(market(1, Side.BUY, "0.01"));
            assertThatThrownBy(() -> ledger.commitIntent(market(1, Side.BUY, "0.02")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("already used");
            assertThat(ledger.load().openOrders()).hasSize(1);
        }
    }

    @Test
    void anIdOfAnotherBotIsRefused() throws Exception {
        OrderRequest foreign = new OrderRequest(ClientOrderId.of(new BotId("bot_other"), new StartMark("0abc12xyz"), 1),
                BTC, Side.BUY,
                BigDecimal.ONE,
                new OrderRequest.Terms.Market(), OrderRequest.Effect.ANY, clock.instant());
        try (Ledger ledger = open()) {
            assertThatThrownBy(() -> ledger.commitIntent(foreign)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("bot_other");
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
    void aFillRepeatedWhileAwayIsStillARepeatAfterwards() throws Exception {
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.BUY, "0.010"));
            ledger.record(fill("e1", 1, Side.BUY, "0.004", "60000"));
            goAway();
            assertThatThrownBy(() -> ledger.record(fill("e1", 1, Side.BUY, "0.004", "60000")))
                    .isInstanceOf(LedgerUnavailableException.class);
            comeBack();
            loadWhenBack(ledger);
            assertThat(ledger.record(fill("e1", 1, Side.BUY, "0.004", "60000"))).isEqualTo(Recorded.UNCHANGED);
        }
    }

    @Test
    void whatTheExchangeMayTellAgainIsKnownAfterARestart() throws Exception {
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.BUY, "0.010"));
            ledger.record(fill("e1", 1, Side.BUY, "0.004", "60000"));
            clock.advance(Duration.ofSeconds(1));
            ledger.record(
                    new LedgerEntry.FundingPayment(new ExecutionId("f1"), BTC, BigDecimal.ONE, new BigDecimal("0.0001"),
                            new BigDecimal("0.004"), clock.instant()));
        }
        try (Ledger restarted = open()) {
            assertThat(restarted.load().bookedExecutions()).containsExactly(new ExecutionId("e1"),
                    new ExecutionId("f1"));
        }
    }

    @Test
    void aReportThatNamesAnUnknownOrderIsNotBooked() throws Exception {
        try (Ledger ledger = open()) {
            assertThat(ledger.record(OrderReport.rejected(id(7), "no", clock.instant())))
                    .isEqualTo(Recorded.UNKNOWN_ORDER);
        }
    }

    @Test
    void aReportMovesAnOrderExactlyAsItsStatusAllows() throws Exception {
        int sequence = 0;
        try (Ledger ledger = open()) {
            for (OrderStatus from : OrderStatus.values()) {
                for (OrderStatus to : OrderStatus.values()) {
                    sequence++;
                    ledger.commitIntent(market(sequence, Side.BUY, "1"));
                    ledger.record(report(sequence, from));
                    assertThat(ledger.record(report(sequence, to))).as("%s to %s", from, to)
                            .isEqualTo(from.canBecome(to) ? Recorded.APPLIED : Recorded.UNCHANGED);
                }
            }
        }
    }

    @Test
    void anOrderOfUnknownFateIsStillOpenAfterARestartUntilItIsResolved() throws Exception {
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.BUY, "0.010"));
            ledger.record(OrderReport.unknown(id(1), "no answer", clock.instant()));
        }
        try (Ledger restarted = open()) {
            assertThat(restarted.load().openOrders()).extracting(LedgerSnapshot.OpenOrder::status)
                    .containsExactly(OrderStatus.UNKNOWN);
            assertThat(restarted.record(OrderReport.rejected(id(1), "the exchange has no such order", clock.instant())))
                    .isEqualTo(Recorded.APPLIED);
            assertThat(restarted.load().openOrders()).isEmpty();
        }
    }

    @Test
    void aFillBeforeTheAcknowledgementOpensTheOrder() throws Exception {
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.BUY, "0.010"));
            assertThat(ledger.record(fill("e1", 1, Side.BUY, "0.004", "60000"))).isEqualTo(Recorded.APPLIED);
            assertThat(ledger.record(OrderReport.accepted(id(1), new ExchangeOrderId("x1"), clock.instant())))
                    .isEqualTo(Recorded.APPLIED);
            LedgerSnapshot.OpenOrder open = ledger.load().openOrders().getFirst();
            assertThat(open.status()).isEqualTo(OrderStatus.PARTIALLY_FILLED);
            assertThat(open.filledQuantity()).isEqualByComparingTo("0.004");
        }
    }

    @Test
    void anOrderCancelledInPartStaysOpenUntilWhatItFilledIsBooked() throws Exception {
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.BUY, "0.010"));
            ledger.record(new OrderReport(id(1), OrderStatus.CANCELLED, Optional.empty(), new BigDecimal("0.004"),
                    Optional.of("not filled at once"), clock.instant()));
            assertThat(ledger.load().openOrders()).hasSize(1);
            ledger.record(fill("e1", 1, Side.BUY, "0.004", "60000"));
            assertThat(ledger.load().openOrders()).isEmpty();
        }
    }

    @Test
    void thePositionsOfTwoInstrumentsAreKeptApart() throws Exception {
        InstrumentId spot = InstrumentId.spot("BTCUSDT");
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.SELL, "0.010"));
            ledger.commitIntent(
                    new OrderRequest(id(2), spot, Side.BUY, new BigDecimal("0.010"), new OrderRequest.Terms.Market(),
                            OrderRequest.Effect.ANY, clock.instant()));
            ledger.record(fill("e1", 1, Side.SELL, "0.010", "60000"));
            ledger.record(new Fill(new ExecutionId("e2"), Optional.of(id(2)), Origin.ORDER, spot, Side.BUY,
                    new BigDecimal("0.010"), new BigDecimal("60000"), Fee.inQuote(BigDecimal.ONE, "USDT"),
                    Fill.Liquidity.TAKER, 0, clock.instant()));
        }
        try (Ledger restarted = open()) {
            assertThat(restarted.load().positions()).extracting(Position::instrument).containsExactlyInAnyOrder(BTC,
                    spot);
            assertThat(restarted.load().positions().stream().map(Position::quantity).reduce(BigDecimal.ZERO,
                    BigDecimal::add))
                    .isEqualByComparingTo("0");
        }
    }

    @Test
    void whoWasReplacedCanNeitherWriteNorRead() throws Exception {
        LedgerSnapshot before;
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.BUY, "0.010"));
            before = ledger.load();
            LedgerEntry fill = fill("e1", 1, Side.BUY, "0.010", "60000");
            replaceHolder();
            assertThatThrownBy(() -> ledger.commitIntent(market(1, Side.BUY, "0.010")))
                    .isInstanceOf(LeaseLostException.class);
            assertThatThrownBy(() -> ledger.commitIntent(market(2, Side.BUY, "1")))
                    .isInstanceOf(LeaseLostException.class);
            assertThatThrownBy(() -> ledger.record(report(1, OrderStatus.ACCEPTED)))
                    .isInstanceOf(LeaseLostException.class);
            assertThatThrownBy(() -> ledger.record(fill)).isInstanceOf(LeaseLostException.class);
            assertThatThrownBy(() -> ledger.record(equity("1000", "0"))).isInstanceOf(LeaseLostException.class);
            assertThatThrownBy(ledger::load).isInstanceOf(LeaseLostException.class);
        }
        try (Ledger other = open()) {
            assertThat(other.load()).isEqualTo(before);
        }
    }

    @Test
    void whileAwayNothingIsRecordedAndLaterItGoesOn() throws Exception {
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.BUY, "0.010"));
            goAway();
            assertThatThrownBy(() -> ledger.commitIntent(market(2, Side.BUY, "1")))
                    .isInstanceOf(LedgerUnavailableException.class);
            assertThatThrownBy(() -> ledger.record(fill("e1", 1, Side.BUY, "0.010", "60000")))
                    .isInstanceOf(LedgerUnavailableException.class);
            assertThatThrownBy(ledger::load).isInstanceOf(LedgerUnavailableException.class);
            comeBack();
            assertThat(loadWhenBack(ledger).openOrders()).extracting(order -> order.request().id())
                    .containsExactly(id(1));
            assertThat(ledger.record(fill("e1", 1, Side.BUY, "0.010", "60000"))).isEqualTo(Recorded.APPLIED);
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
    }

    @Test
    void anOrderReportedFilledStaysOpenUntilItsExecutionsAreBooked() throws Exception {
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.BUY, "0.010"));
            ledger.record(new OrderReport(id(1), OrderStatus.FILLED, Optional.empty(), new BigDecimal("0.010"),
                    Optional.empty(),
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
    }

    @Test
    void aSpotFeeInBaseCoinReducesThePosition() throws Exception {
        InstrumentId spot = InstrumentId.spot("BTCUSDT");
        try (Ledger ledger = open()) {
            ledger.commitIntent(new OrderRequest(id(1), spot, Side.BUY, BigDecimal.ONE, new OrderRequest.Terms.Market(),
                    OrderRequest.Effect.ANY, clock.instant()));
            ledger.record(new Fill(new ExecutionId("e1"), Optional.of(id(1)), Origin.ORDER, spot, Side.BUY,
                    BigDecimal.ONE, new BigDecimal("60000"),
                    Fee.inBase(new BigDecimal("0.001"), "BTC", new BigDecimal("60000")), Fill.Liquidity.TAKER, 0,
                    clock.instant()));
            assertThat(ledger.load().positions().getFirst().quantity()).isEqualByComparingTo("0.999");
        }
    }

    @Test
    void fundingEquityAndRiskEventsAreKeptOnce() throws Exception {
        LedgerEntry funding = new LedgerEntry.FundingPayment(new ExecutionId("f1"), BTC, new BigDecimal("-1.25"),
                new BigDecimal("0.0001"), new BigDecimal("0.5"), clock.instant());
        LedgerEntry risk = risk(RiskRule.DAILY_LOSS, "101");
        try (Ledger ledger = open()) {
            assertThat(List.of(ledger.record(funding), ledger.record(risk), ledger.record(equity("1000", "0"))))
                    .containsOnly(Recorded.APPLIED);
            assertThat(List.of(ledger.record(funding), ledger.record(risk), ledger.record(equity("1000", "0"))))
                    .containsOnly(Recorded.UNCHANGED);
            assertThat(ledger.load().funding()).isEqualByComparingTo("-1.25");
        }
    }

    @Test
    void theDayOpensWithTheLastWordOfTheDayBeforeAndThePeakIsForEverWhateverTheCapital() throws Exception {
        try (Ledger ledger = open()) {
            ledger.record(equity("1000", "200"));
            clock.advance(Duration.ofHours(2));
            assertThat(ledger.load().dayOpen().orElseThrow().earned()).as("no day before").isEqualByComparingTo("200");
            ledger.record(equity("10000", "100"));
            clock.advance(Duration.ofDays(1));
            ledger.record(equity("10000", "-100"));
            clock.advance(Duration.ofHours(1));
            ledger.record(equity("10000", "-200"));
            LedgerSnapshot snapshot = ledger.load();
            assertThat(snapshot.dayOpen().orElseThrow().earned()).isEqualByComparingTo("100");
            assertThat(snapshot.peak().orElseThrow().earned()).isEqualByComparingTo("200");
            assertThat(snapshot.lastSeen()).contains(clock.instant());
        }
    }

    @Test
    void theNewestTripOfEachEquityLimitIsRemembered() throws Exception {
        LedgerEntry.RiskEvent loss;
        LedgerEntry.RiskEvent drawdown;
        try (Ledger ledger = open()) {
            ledger.record(risk(RiskRule.DRAWDOWN, "800"));
            ledger.record(risk(RiskRule.HALTED, "0"));
            clock.advance(Duration.ofHours(1));
            drawdown = risk(RiskRule.DRAWDOWN, "790");
            loss = risk(RiskRule.DAILY_LOSS, "795");
            ledger.record(drawdown);
            ledger.record(loss);
        }
        try (Ledger restarted = open()) {
            assertThat(restarted.load().trips()).containsExactlyInAnyOrder(loss, drawdown);
        }
    }

    @Test
    void theEntriesOfTheLastMinuteAreRemembered() throws Exception {
        try (Ledger ledger = open()) {
            ledger.commitIntent(market(1, Side.BUY, "1"));
            clock.advance(Duration.ofSeconds(30));
            ledger.commitIntent(market(2, Side.BUY, "1"));
            ledger.commitIntent(new OrderRequest(id(3), BTC, Side.SELL, BigDecimal.ONE, new OrderRequest.Terms.Market(),
                    OrderRequest.Effect.REDUCE_ONLY, clock.instant()));
            assertThat(ledger.load().recentOrderTimes()).containsExactly(clock.instant().minusSeconds(30),
                    clock.instant());
            clock.advance(Duration.ofSeconds(45));
            assertThat(ledger.load().recentOrderTimes()).containsExactly(clock.instant().minusSeconds(45));
        }
    }
}
