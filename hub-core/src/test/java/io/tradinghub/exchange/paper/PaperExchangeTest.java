package io.tradinghub.exchange.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.exchange.AbsenceProof;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.Answer;
import io.tradinghub.exchange.Protection;
import io.tradinghub.exchange.RefusalKind;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.market.Candle;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.Quote;
import io.tradinghub.market.SeriesId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderRequest.TimeInForce;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.position.Position;
import org.junit.jupiter.api.Test;

final class PaperExchangeTest {
    private static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    private static final InstrumentId SPOT = InstrumentId.spot("BTCUSDT");

    private final List<ExchangeEvent> told = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T07:59:00Z");
    private final PaperExchange exchange = exchange(BigDecimal.ZERO);
    private int sequence;

    private PaperExchange exchange(BigDecimal held) {
        LedgerSnapshot empty = LedgerSnapshot.empty();
        Position position = new Position(PERP, held, held, new BigDecimal("50000"), BigDecimal.ZERO, BigDecimal.ZERO,
                now);
        PaperExchange made = new PaperExchange(PaperSettings.DEFAULTS, PaperFaults.NONE,
                new LedgerSnapshot(List.of(position), List.of(), List.of(), List.of(), List.of(), BigDecimal.ZERO,
                        empty.dayOpen(), empty.peak(), List.of(), Optional.empty(), Map.of(), Map.of(),
                        Optional.empty(), Optional.empty()),
                told::add, () -> now);
        for (InstrumentId id : List.of(PERP, SPOT)) {
            made.onMarket(new MarketEvent.RulesPublished(
                    new Instrument(id, "BTC", "USDT", new BigDecimal("0.1"), new BigDecimal("0.001"),
                            new BigDecimal("0.001"), new BigDecimal("5"), new BigDecimal("100"), new BigDecimal("50"),
                            Optional.empty())));
        }
        return made;
    }

    private OrderRequest order(InstrumentId id, Side side, String quantity, Terms terms, Effect effect) {
        sequence++;
        return new OrderRequest(new ClientOrderId("bot_1-0abc12xyz-" + sequence), id, side, new BigDecimal(quantity),
                terms,
                effect, now);
    }

    private OrderRequest buy(InstrumentId id, String quantity, String limit, TimeInForce timeInForce) {
        return order(id, Side.BUY, quantity, new Terms.Limit(new BigDecimal(limit), timeInForce), Effect.ANY);
    }

    private void quote(InstrumentId id, double bid, double ask, double size) {
        exchange.onMarket(new MarketEvent.QuoteChanged(new Quote(id, bid, size, ask, size, now)));
    }

    private List<Fill> fills() {
        return told.stream().filter(ExchangeEvent.Executed.class::isInstance).map(ExchangeEvent.Executed.class::cast)
                .map(ExchangeEvent.Executed::fill).toList();
    }

    private OrderReport lastReport() {
        return told.stream().filter(ExchangeEvent.OrderSeen.class::isInstance).map(ExchangeEvent.OrderSeen.class::cast)
                .map(ExchangeEvent.OrderSeen::report).toList().getLast();
    }

    private Answer answerTo(OrderRequest request) {
        exchange.place(request);
        return told.stream().filter(ExchangeEvent.Answered.class::isInstance).map(ExchangeEvent.Answered.class::cast)
                .toList().getLast().answer();
    }

    private List<LedgerEntry.FundingPayment> payments() {
        return told.stream().filter(ExchangeEvent.FundingPaid.class::isInstance)
                .map(ExchangeEvent.FundingPaid.class::cast).map(ExchangeEvent.FundingPaid::payment).toList();
    }

    @Test
    void walksTheBookLevelByLevelAndCancelsWhatTheLimitLeaves() {
        quote(PERP, 50_000, 50_000.1, 0.01);
        exchange.place(buy(PERP, "0.05", "50010", TimeInForce.IOC));
        assertThat(fills()).extracting(fill -> fill.quantity().toPlainString(), fill -> fill.price().toPlainString())
                .containsExactly(tuple("0.010", "50000.1"), tuple("0.010", "50005.2"));
        assertThat(lastReport()).extracting(OrderReport::status, report -> report.cumulativeQuantity().toPlainString())
                .containsExactly(OrderStatus.CANCELLED, "0.020");
    }

    @Test
    void takesAQuoteOnlyOnce() {
        quote(PERP, 50_000, 50_000.1, 0.01);
        exchange.place(buy(PERP, "0.01", "50000.1", TimeInForce.IOC));
        exchange.place(buy(PERP, "0.01", "50000.1", TimeInForce.IOC));
        assertThat(fills()).hasSize(1);
    }

    @Test
    void chargesTheTakerFeeInQuoteOnAPerpetualAndInBaseOnASpotBuy() {
        quote(PERP, 50_000, 50_000, 1);
        quote(SPOT, 50_000, 50_000, 1);
        exchange.place(buy(PERP, "0.1", "50000", TimeInForce.IOC));
        exchange.place(buy(SPOT, "0.1", "50000", TimeInForce.IOC));
        assertThat(fills())
                .extracting(fill -> fill.fee().asset(),
                        fill -> fill.fee().amount().stripTrailingZeros().toPlainString())
                .containsExactly(tuple(Fee.Asset.QUOTE, "2.75"), tuple(Fee.Asset.BASE, "0.0001"));
    }

    @Test
    void fillsARestingOrderInPartsAsAMakerWhenTheMarketComesToIt() {
        quote(PERP, 50_000, 50_000.1, 1);
        exchange.place(buy(PERP, "0.05", "49900", TimeInForce.GTC));
        assertThat(fills()).isEmpty();
        quote(PERP, 49_899, 49_900, 0.02);
        quote(PERP, 49_950, 49_950.1, 1);
        quote(PERP, 49_890, 49_890.1, 1);
        assertThat(fills())
                .extracting(fill -> fill.quantity().toPlainString(), fill -> fill.price().toPlainString(),
                        Fill::liquidity)
                .containsExactly(tuple("0.020", "49900", Fill.Liquidity.MAKER),
                        tuple("0.030", "49900", Fill.Liquidity.MAKER));
        assertThat(lastReport().status()).isEqualTo(OrderStatus.FILLED);
    }

    @Test
    void cancelsAPostOnlyOrderThatWouldTake() {
        quote(PERP, 50_000, 50_000.1, 1);
        exchange.place(buy(PERP, "0.05", "50001", TimeInForce.POST_ONLY));
        assertThat(fills()).isEmpty();
        assertThat(lastReport().reason()).contains("EC_PostOnlyWillTakeLiquidity");
    }

    @Test
    void refusesWhatBreaksTheRulesOfTheInstrument() {
        quote(PERP, 50_000, 50_000.1, 1);
        assertThat(
                List.of(buy(PERP, "0.0005", "50000", TimeInForce.GTC), buy(PERP, "0.001", "50000.05", TimeInForce.GTC),
                        buy(PERP, "0.001", "100", TimeInForce.GTC), buy(PERP, "101", "50000", TimeInForce.GTC),
                        order(SPOT, Side.SELL, "0.01", new Terms.Limit(new BigDecimal("50000"), TimeInForce.IOC),
                                Effect.ANY),
                        order(PERP, Side.SELL, "0.01", new Terms.Market(), Effect.REDUCE_ONLY)))
                .allSatisfy(request -> assertThat(answerTo(request)).isInstanceOf(Answer.Refused.class));
        assertThat(told).hasOnlyElementsOfType(ExchangeEvent.Answered.class);
    }

    @Test
    void refusesAnIdItHasSeen() {
        quote(PERP, 50_000, 50_000.1, 1);
        OrderRequest request = buy(PERP, "0.01", "50001", TimeInForce.IOC);
        exchange.place(request);
        assertThat(answerTo(request))
                .isEqualTo(new Answer.Refused(RefusalKind.DUPLICATE, "duplicate client order id"));
        assertThat(fills()).hasSize(1);
    }

    @Test
    void neverTurnsAPositionWithAReducingOrder() {
        PaperExchange holding = exchange(new BigDecimal("0.02"));
        holding.onMarket(new MarketEvent.QuoteChanged(new Quote(PERP, 50_000, 1, 50_000.1, 1, now)));
        holding.place(order(PERP, Side.SELL, "0.05", new Terms.Market(), Effect.REDUCE_ONLY));
        assertThat(fills()).singleElement().satisfies(fill -> assertThat(fill.quantity()).isEqualByComparingTo("0.02"));
    }

    @Test
    void paysFundingOnceAtTheSettlement() {
        PaperExchange holding = exchange(new BigDecimal("-0.1"));
        holding.onMarket(new MarketEvent.QuoteChanged(new Quote(PERP, 50_000, 1, 50_000, 1, now)));
        FundingRate rate = new FundingRate(PERP, 0.0001, Instant.parse("2026-01-01T08:00:00Z"), Duration.ofHours(8));
        holding.onMarket(new MarketEvent.FundingAnnounced(rate));
        assertThat(payments()).isEmpty();
        now = now.plusSeconds(61);
        holding.onMarket(new MarketEvent.QuoteChanged(new Quote(PERP, 50_000, 1, 50_000, 1, now)));
        holding.onMarket(new MarketEvent.QuoteChanged(new Quote(PERP, 50_000, 1, 50_000, 1, now)));
        assertThat(payments()).singleElement()
                .satisfies(payment -> assertThat(payment.amount()).isEqualByComparingTo("0.5"));
    }

    @Test
    void fillsAtTheNextOpenWhereOnlyCandlesAreKnown() {
        now = Instant.parse("2026-01-01T08:00:00Z");
        exchange.onMarket(new MarketEvent.CandleClosed(candle("2026-01-01T07:59:00Z", 50_000, 50_010, 49_990, 50_000)));
        exchange.place(buy(PERP, "0.1", "51000", TimeInForce.IOC));
        exchange.place(buy(PERP, "0.1", "49950", TimeInForce.GTC));
        assertThat(fills()).isEmpty();
        now = Instant.parse("2026-01-01T08:01:00Z");
        exchange.onMarket(new MarketEvent.CandleClosed(candle("2026-01-01T08:00:00Z", 50_100, 50_200, 49_900, 50_000)));
        assertThat(fills()).extracting(fill -> fill.price().toPlainString(), Fill::liquidity)
                .containsExactly(tuple("50110.1", Fill.Liquidity.TAKER), tuple("49950", Fill.Liquidity.MAKER));
    }

    private static Candle candle(String open, double first, double high, double low, double last) {
        return new Candle(new SeriesId(PERP, Interval.M1), Instant.parse(open).toEpochMilli(), first, high, low, last,
                10,
                500_000);
    }

    @Test
    void knowsItsOwnOrdersAndNoOthers() {
        quote(PERP, 50_000, 50_000.1, 1);
        OrderRequest request = buy(PERP, "0.01", "49000", TimeInForce.GTC);
        exchange.place(request);
        exchange.lookUp(PERP, request.id(), 1);
        assertThat(lastReport().status()).isEqualTo(OrderStatus.ACCEPTED);
        exchange.cancel(PERP, request.id());
        exchange.cancel(PERP, request.id());
        assertThat(lastReport().status()).isEqualTo(OrderStatus.CANCELLED);
        ClientOrderId other = new ClientOrderId("bot_1-0abc12xyz-99");
        exchange.lookUp(PERP, other, 7);
        assertThat(told).endsWith(new ExchangeEvent.NoSuchOrder(other, AbsenceProof.full(7)));
    }

    @Test
    void stopsAPositionAtTheWorseOfStopAndWhatTheBookOffers() {
        quote(PERP, 50_000, 50_000.1, 1);
        exchange.place(buy(PERP, "0.05", "50010", TimeInForce.IOC));
        exchange.protect(PERP, Protection.stopAt(new BigDecimal("49500")));
        quote(PERP, 49_600, 49_600.1, 1);
        assertThat(fills()).hasSize(1);
        quote(PERP, 49_400, 49_400.1, 1);
        assertThat(fills().getLast()).satisfies(fill -> {
            assertThat(fill.origin()).isEqualTo(Origin.STOP);
            assertThat(fill.orderId()).isEmpty();
            assertThat(fill.quantity()).isEqualByComparingTo("0.05");
            assertThat(fill.price()).isEqualByComparingTo("49400");
        });
        assertThat(told).contains(new ExchangeEvent.ProtectionSeen(PERP, Protection.none(), Optional.empty()));
    }

    @Test
    void booksAStopThatWasHitWhileTheProcessWasGoneAtTheWorseOfStopAndOpen() {
        PaperExchange holding = exchange(new BigDecimal("0.02"));
        holding.protect(PERP, Protection.stopAt(new BigDecimal("49500")));
        holding.onMissed(candle("2026-01-01T07:00:00Z", 49_900, 49_950, 49_600, 49_700));
        assertThat(fills()).isEmpty();
        holding.onMissed(candle("2026-01-01T07:01:00Z", 49_300, 49_950, 49_000, 49_700));
        assertThat(fills()).singleElement().satisfies(fill -> {
            assertThat(fill.price()).isEqualByComparingTo("49300");
            assertThat(fill.executedAt()).isEqualTo(Instant.parse("2026-01-01T07:02:00Z"));
        });
    }

    @Test
    void closesAWholePositionWhateverTheStep() {
        PaperExchange holding = exchange(new BigDecimal("0.0155"));
        holding.onMarket(new MarketEvent.QuoteChanged(new Quote(PERP, 50_000, 1, 50_000.1, 1, now)));
        holding.place(order(PERP, Side.SELL, "0.0155", new Terms.Market(), Effect.REDUCE_ONLY));
        assertThat(fills()).singleElement()
                .satisfies(fill -> assertThat(fill.quantity()).isEqualByComparingTo("0.0155"));
    }

    @Test
    void paysFundingWhoseTimeHasPassedAtTheExchangeAlthoughOurClockIsBehind() {
        PaperExchange holding = exchange(new BigDecimal("-0.1"));
        holding.onMarket(new MarketEvent.QuoteChanged(new Quote(PERP, 50_000, 1, 50_000, 1, now)));
        FundingRate first = new FundingRate(PERP, 0.0001, Instant.parse("2026-01-01T08:00:00Z"), Duration.ofHours(8));
        holding.onMarket(new MarketEvent.FundingAnnounced(first));
        holding.onMarket(new MarketEvent.FundingAnnounced(
                new FundingRate(PERP, 0.0002, Instant.parse("2026-01-01T16:00:00Z"), Duration.ofHours(8))));
        holding.onMarket(new MarketEvent.FundingAnnounced(first));
        now = Instant.parse("2026-01-01T16:00:01Z");
        holding.onMarket(new MarketEvent.QuoteChanged(new Quote(PERP, 50_000, 1, 50_000, 1, now)));
        assertThat(payments()).extracting(payment -> payment.amount().stripTrailingZeros().toPlainString())
                .containsExactly("0.5", "1");
    }

    @Test
    void forgetsOrdersThatEndedLongAgo() {
        quote(PERP, 50_000, 50_000.1, 1);
        OrderRequest early = buy(PERP, "0.01", "50001", TimeInForce.IOC);
        OrderRequest resting = buy(PERP, "0.01", "40000", TimeInForce.GTC);
        exchange.place(early);
        exchange.place(resting);
        now = now.plus(Duration.ofDays(8));
        quote(PERP, 50_000, 50_000.1, 1);
        exchange.place(buy(PERP, "0.01", "50001", TimeInForce.IOC));
        exchange.lookUp(PERP, early.id(), 1);
        assertThat(told).endsWith(new ExchangeEvent.NoSuchOrder(early.id(), AbsenceProof.full(1)));
        exchange.lookUp(PERP, resting.id(), 2);
        assertThat(lastReport().id()).isEqualTo(resting.id());
    }

    @Test
    void fillsAFillOrKillOrderAsAWholeOrNotAtAll() {
        quote(PERP, 50_000, 50_000.1, 0.01);
        exchange.place(buy(PERP, "0.05", "50010", TimeInForce.FOK));
        assertThat(fills()).isEmpty();
        assertThat(lastReport().status()).isEqualTo(OrderStatus.CANCELLED);
        exchange.place(buy(PERP, "0.02", "50010", TimeInForce.FOK));
        assertThat(lastReport().status()).isEqualTo(OrderStatus.FILLED);
    }

    @Test
    void aRestingExitDoesNotEnlargeAPositionThatHasTurnedMeanwhile() {
        PaperExchange holding = exchange(new BigDecimal("0.02"));
        holding.onMarket(new MarketEvent.QuoteChanged(new Quote(PERP, 50_000, 1, 50_000.1, 1, now)));
        holding.place(order(PERP, Side.SELL, "0.02", new Terms.Limit(new BigDecimal("51000"), TimeInForce.GTC),
                Effect.REDUCE_ONLY));
        holding.place(order(PERP, Side.SELL, "0.05", new Terms.Market(), Effect.ANY));
        holding.onMarket(new MarketEvent.QuoteChanged(new Quote(PERP, 51_000, 1, 51_000.1, 1, now)));
        assertThat(fills()).extracting(fill -> fill.quantity().toPlainString()).containsExactly("0.05");
    }

    @Test
    void waitsForAQuoteWhereTheLastOneIsOld() {
        quote(PERP, 50_000, 50_000.1, 1);
        now = now.plusSeconds(20);
        exchange.place(order(PERP, Side.BUY, "0.01", new Terms.Market(), Effect.ANY));
        assertThat(fills()).isEmpty();
        quote(PERP, 49_000, 49_000.1, 1);
        assertThat(fills()).extracting(fill -> fill.price().toPlainString()).containsExactly("49000.1");
    }
}
