package io.tradinghub.sim.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.market.Category;
import io.tradinghub.order.Side;
import io.tradinghub.sim.market.InstrumentView;
import io.tradinghub.sim.market.SyntheticMarket;
import io.tradinghub.sim.market.Trade;
import io.tradinghub.sim.wire.Instruments;
import org.junit.jupiter.api.Test;

/// The exchange matches against the very market that the public half shows.
class MarketVenueTest {
    private static final Instant START = Instant.parse("2026-03-02T12:00:30Z");
    private final Instruments instruments = new Instruments(SyntheticMarket.of(7, List.of("BTCUSDT"), START));
    private final MarketVenue venue = new MarketVenue(instruments);
    private final InstrumentView linear = instruments.find(Category.LINEAR, "BTCUSDT").orElseThrow();

    @Test
    void givesEveryPublicTradeOnceHoweverTheTimeIsCut() {
        long from = START.toEpochMilli();
        long to = from + Duration.ofMinutes(5).toMillis();
        List<Trade> pieces = new ArrayList<>();
        for (long at = from; at < to; at += 700) {
            pieces.addAll(venue.trades(linear.listing(), at, Math.min(to, at + 700)));
        }

        assertThat(pieces).isNotEmpty().isEqualTo(linear.candles().trades(from, to))
                .isEqualTo(venue.trades(linear.listing(), from, to));
    }

    @Test
    void judgesByThePricesOfTheTicker() {
        long now = START.toEpochMilli();
        Map<String, String> ticker = instruments.ticker(linear).forStream(now);
        Venue.Prices prices = venue.prices(linear.listing(), now).orElseThrow();

        assertThat(prices.last()).isEqualByComparingTo(new BigDecimal(ticker.getOrDefault("lastPrice", "")));
        assertThat(prices.mark()).isEqualByComparingTo(new BigDecimal(ticker.getOrDefault("markPrice", "")));
        assertThat(prices.index()).isEqualByComparingTo(new BigDecimal(ticker.getOrDefault("indexPrice", "")));
    }

    @Test
    void takesFromTheBookThatIsShown() throws Exception {
        long now = START.toEpochMilli();
        Exchange exchange = new Exchange(venue, new Exchange.Settings(1, Environment.MAINNET, 0), now);
        exchange.openAccount(1, FeeRates.STANDARD, Map.of("USDT", new BigDecimal(100_000)));
        exchange.place(1, buy(OrderTerms.OrderType.MARKET, Optional.empty()));
        exchange.advance(now);

        assertThat(exchange.reads().executions(1).getFirst().price())
                .isEqualByComparingTo(BigDecimal.valueOf(linear.book().top(now).orElseThrow().askPrice()));
    }

    @Test
    void fillsARestingOrderOnceTheMarketTradesThroughIt() throws Exception {
        long now = START.toEpochMilli();
        Exchange exchange = new Exchange(venue, new Exchange.Settings(1, Environment.MAINNET, 0), now);
        exchange.openAccount(1, FeeRates.STANDARD, Map.of("USDT", new BigDecimal(100_000)));
        double low = linear.candles().trades(now, now + Duration.ofHours(1).toMillis()).stream()
                .mapToDouble(Trade::price).min().orElseThrow();
        BigDecimal price = BigDecimal.valueOf(low).add(linear.listing().tickSize());
        SimOrder order = exchange.place(1, buy(OrderTerms.OrderType.LIMIT, Optional.of(price)));
        exchange.advance(now + Duration.ofHours(1).toMillis());

        assertThat(exchange.reads().recentOrders(1)).extracting(SimOrder::id).containsExactly(order.id());
        assertThat(exchange.reads().executions(1).getFirst().price()).isEqualByComparingTo(price);
    }

    @Test
    void settlesTheRateOfTheFundingHistory() {
        long settled = Instant.parse("2026-03-02T08:00:00Z").toEpochMilli();

        assertThat(venue.fundingRate(linear.listing(), settled).doubleValue()).isEqualTo(
                instruments.market().fundingRate(linear.listing().id(), settled, settled).orElseThrow());
    }

    private OrderTerms buy(OrderTerms.OrderType type, Optional<BigDecimal> price) {
        return new OrderTerms(linear.listing(), Side.BUY, type, new BigDecimal("0.001"), price,
                OrderTerms.TimeInForce.GTC, "", 0, false, false, OrderTerms.MarketUnit.BASE,
                OrderTerms.OrderFilter.ORDER, Optional.empty(), Protection.NONE, OrderTerms.SelfMatch.NONE);
    }
}
