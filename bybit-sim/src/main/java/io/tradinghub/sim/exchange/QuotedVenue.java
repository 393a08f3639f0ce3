package io.tradinghub.sim.exchange;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Quote;
import io.tradinghub.sim.market.Book;
import io.tradinghub.sim.market.Listing;
import io.tradinghub.sim.market.Trade;

/// A market in its caller's hands: it offers the best prices that were last quoted, and no more. An instrument that
/// does not trade is not listed. Thread-safe.
public final class QuotedVenue implements Venue {
    private final Map<InstrumentId, Listing> listings = new ConcurrentSkipListMap<>(
            Comparator.comparing(InstrumentId::toString));
    private final Map<InstrumentId, Offer> offers = new ConcurrentHashMap<>();

    private final BigDecimal fundingRate;

    private record Offer(Book book, Prices prices) {}

    /// A market without funding.
    public QuotedVenue() {
        this(BigDecimal.ZERO);
    }

    /// @param fundingRate of every perpetual at every settlement, as a fraction
    public QuotedVenue(BigDecimal fundingRate) {
        this.fundingRate = fundingRate;
    }

    /// Lists the instrument, or takes it off the list when it does not trade.
    public void publish(Instrument rules) {
        if (rules.isTrading()) {
            listings.put(rules.id(), new Listing(rules.id(), rules.baseCoin(), rules.quoteCoin(), rules.tickSize(),
                    rules.quantityStep(), info(rules)));
        } else {
            listings.remove(rules.id());
        }
    }

    private static ObjectNode info(Instrument rules) {
        ObjectNode info = JsonNodeFactory.instance.objectNode().put("symbol", rules.id().symbol().name())
                .put("baseCoin", rules.baseCoin()).put("quoteCoin", rules.quoteCoin())
                .put("settleCoin", rules.settleCoin()).put("status", "Trading").put("fundingInterval", 480)
                .put("contractType", "LinearPerpetual");
        info.putObject("priceFilter").put("tickSize", rules.tickSize().toPlainString()).put("minPrice", "0.1")
                .put("maxPrice", "1999999");
        info.putObject("leverageFilter").put("minLeverage", "1").put("maxLeverage", "100").put("leverageStep", "0.01");
        String most = rules.maxLimitQuantity().toPlainString();
        String mostAtMarket = rules.maxMarketQuantity().toPlainString();
        String least = rules.minNotional().toPlainString();
        info.putObject("lotSizeFilter").put("qtyStep", rules.quantityStep().toPlainString())
                .put("basePrecision", rules.quantityStep().toPlainString()).put("quotePrecision", "0.0000001")
                .put("minOrderQty", rules.minQuantity().toPlainString()).put("maxOrderQty", most)
                .put("maxMktOrderQty", mostAtMarket).put("maxLimitOrderQty", most)
                .put("maxMarketOrderQty", mostAtMarket).put("postOnlyMaxOrderQty", most)
                .put("postOnlyMaxLimitOrderSize", most).put("minNotionalValue", least).put("minOrderAmt", least)
                .put("maxOrderAmt", "80000000");
        info.putObject("riskParameters").put("priceLimitRatioX", "0.2").put("priceLimitRatioY", "0.3");
        return info;
    }

    /// Quotes an instrument whose last trade, mark and index price are all at the bid.
    public void quote(Quote quote) {
        BigDecimal price = BigDecimal.valueOf(quote.bidPrice());
        quote(quote, price, price);
    }

    /// Quotes an instrument whose last trade was at the bid.
    public void quote(Quote quote, BigDecimal mark, BigDecimal index) {
        Book book = new Book(List.of(new Book.Level(quote.bidPrice(), quote.bidSize())),
                List.of(new Book.Level(quote.askPrice(), quote.askSize())));
        offers.compute(quote.instrument(), (_, before) -> new Offer(book,
                new Prices(BigDecimal.valueOf(quote.bidPrice()), mark, index,
                        before == null ? 1 : before.prices().version() + 1)));
    }

    @Override
    public Collection<Listing> listings() {
        return List.copyOf(listings.values());
    }

    @Override
    public Optional<Prices> prices(Listing listing, long nowMillis) {
        return Optional.ofNullable(offers.get(listing.id())).map(Offer::prices);
    }

    @Override
    public Optional<Book> book(Listing listing, long nowMillis, int depth) {
        return Optional.ofNullable(offers.get(listing.id())).map(Offer::book);
    }

    @Override
    public List<Trade> trades(Listing listing, long fromMillis, long toMillis) {
        return List.of();
    }

    @Override
    public long stillUntilMillis(long nowMillis) {
        return Long.MAX_VALUE;
    }

    @Override
    public BigDecimal fundingRate(Listing perpetual, long settlesAtMillis) {
        return fundingRate;
    }
}
