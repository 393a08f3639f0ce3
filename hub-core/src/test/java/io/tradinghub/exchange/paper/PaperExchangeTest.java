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

import io.tradinghub.exchange.CancelOrderResult;
import io.tradinghub.exchange.OrderLookup;
import io.tradinghub.exchange.PlaceOrderResult;
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
import io.tradinghub.order.Side;
import org.junit.jupiter.api.Test;

final class PaperExchangeTest {
    private static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    private static final InstrumentId SPOT = InstrumentId.spot("BTCUSDT");

    private final List<LedgerEntry> told = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T07:59:00Z");
    private final PaperExchange exchange = exchange(Map.of());
    private int sequence;

    private PaperExchange exchange(Map<InstrumentId, BigDecimal> held) {
        PaperExchange made = new PaperExchange(PaperSettings.DEFAULTS, PaperFaults.NONE, held, told::add, () -> now);
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
        return new OrderRequest(new ClientOrderId("bot_1-" + sequence), id, side, new BigDecimal(quantity), terms,
                effect, now);
    }

    private OrderRequest buy(InstrumentId id, String quantity, String limit, TimeInForce timeInForce) {
        return order(id, Side.BUY, quantity, new Terms.Limit(new BigDecimal(limit), timeInForce), Effect.ANY);
    }

    private void quote(InstrumentId id, double bid, double ask, double size) {
        exchange.onMarket(new MarketEvent.QuoteChanged(new Quote(id, bid, size, ask, size, now)));
    }

    private List<Fill> fills() {
        return told.stream().filter(Fill.class::isInstance).map(Fill.class::cast).toList();
    }

    private OrderReport lastReport() {
        return told.stream().filter(OrderReport.class::isInstance).map(OrderReport.class::cast).toList().getLast();
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
                .allSatisfy(
                        request -> assertThat(exchange.place(request)).isInstanceOf(PlaceOrderResult.Rejected.class));
        assertThat(told).isEmpty();
    }

    @Test
    void refusesAnIdItHasSeen() {
        quote(PERP, 50_000, 50_000.1, 1);
        OrderRequest request = buy(PERP, "0.01", "50001", TimeInForce.IOC);
        exchange.place(request);
        assertThat(exchange.place(request)).isEqualTo(new PlaceOrderResult.Rejected("duplicate client order id"));
        assertThat(fills()).hasSize(1);
    }

    @Test
    void neverTurnsAPositionWithAReducingOrder() {
        PaperExchange holding = exchange(Map.of(PERP, new BigDecimal("0.02")));
        holding.onMarket(new MarketEvent.QuoteChanged(new Quote(PERP, 50_000, 1, 50_000.1, 1, now)));
        holding.place(order(PERP, Side.SELL, "0.05", new Terms.Market(), Effect.REDUCE_ONLY));
        assertThat(fills()).singleElement().satisfies(fill -> assertThat(fill.quantity()).isEqualByComparingTo("0.02"));
    }

    @Test
    void paysFundingOnceAtTheSettlement() {
        PaperExchange holding = exchange(Map.of(PERP, new BigDecimal("-0.1")));
        holding.onMarket(new MarketEvent.QuoteChanged(new Quote(PERP, 50_000, 1, 50_000, 1, now)));
        FundingRate rate = new FundingRate(PERP, 0.0001, Instant.parse("2026-01-01T08:00:00Z"), Duration.ofHours(8));
        holding.onMarket(new MarketEvent.FundingAnnounced(rate));
        assertThat(told).isEmpty();
        now = now.plusSeconds(61);
        holding.onMarket(new MarketEvent.QuoteChanged(new Quote(PERP, 50_000, 1, 50_000, 1, now)));
        holding.onMarket(new MarketEvent.QuoteChanged(new Quote(PERP, 50_000, 1, 50_000, 1, now)));
        assertThat(told).singleElement().isInstanceOfSatisfying(LedgerEntry.FundingPayment.class,
                payment -> assertThat(payment.amount()).isEqualByComparingTo("0.5"));
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
        assertThat(exchange.find(PERP, request.id())).isInstanceOfSatisfying(OrderLookup.Found.class,
                found -> assertThat(found.report().status()).isEqualTo(OrderStatus.ACCEPTED));
        assertThat(exchange.cancel(PERP, request.id())).isInstanceOf(CancelOrderResult.Requested.class);
        assertThat(exchange.cancel(PERP, request.id())).isInstanceOf(CancelOrderResult.AlreadyGone.class);
        assertThat(exchange.find(PERP, new ClientOrderId("bot_1-99"))).isInstanceOf(OrderLookup.Absent.class);
    }

    @Test
    void paysFundingWhoseTimeHasPassedAtTheExchangeAlthoughOurClockIsBehind() {
        PaperExchange holding = exchange(Map.of(PERP, new BigDecimal("-0.1")));
        holding.onMarket(new MarketEvent.QuoteChanged(new Quote(PERP, 50_000, 1, 50_000, 1, now)));
        FundingRate first = new FundingRate(PERP, 0.0001, Instant.parse("2026-01-01T08:00:00Z"), Duration.ofHours(8));
        holding.onMarket(new MarketEvent.FundingAnnounced(first));
        holding.onMarket(new MarketEvent.FundingAnnounced(
                new FundingRate(PERP, 0.0002, Instant.parse("2026-01-01T16:00:00Z"), Duration.ofHours(8))));
        holding.onMarket(new MarketEvent.FundingAnnounced(first));
        now = Instant.parse("2026-01-01T16:00:01Z");
        holding.onMarket(new MarketEvent.QuoteChanged(new Quote(PERP, 50_000, 1, 50_000, 1, now)));
        assertThat(told)
                .extracting(entry -> ((LedgerEntry.FundingPayment) entry).amount().stripTrailingZeros().toPlainString())
                .containsExactly("0.5", "1");
    }

    @Test
    void forgetsOrdersThatEndedLongAgoButNotTheirIds() {
        quote(PERP, 50_000, 50_000.1, 1);
        OrderRequest early = buy(PERP, "0.01", "50001", TimeInForce.IOC);
        OrderRequest resting = buy(PERP, "0.01", "40000", TimeInForce.GTC);
        exchange.place(early);
        exchange.place(resting);
        now = now.plus(Duration.ofHours(2));
        quote(PERP, 50_000, 50_000.1, 1);
        exchange.place(buy(PERP, "0.01", "50001", TimeInForce.IOC));
        assertThat(exchange.find(PERP, early.id())).isInstanceOf(OrderLookup.Absent.class);
        assertThat(exchange.find(PERP, resting.id())).isInstanceOf(OrderLookup.Found.class);
        assertThat(exchange.place(early)).isInstanceOf(PlaceOrderResult.Rejected.class);
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
        PaperExchange holding = exchange(Map.of(PERP, new BigDecimal("0.02")));
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
