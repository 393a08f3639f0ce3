package io.tradinghub.exchange.paper;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.Answer;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.market.Candle;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.Quote;
import io.tradinghub.market.SeriesId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry.FundingPayment;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderRequest.TimeInForce;
import io.tradinghub.order.Side;
import io.tradinghub.position.Position;
import io.tradinghub.testing.FoundLedger;
import io.tradinghub.testing.ManualClock;

/// A paper exchange with a market and a clock by hand, and what it has told.
final class PaperBench {
    static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    static final InstrumentId SPOT = InstrumentId.spot("BTCUSDT");

    final List<ExchangeEvent> told = new ArrayList<>();
    final ManualClock clock = ManualClock.at("2026-01-01T08:00:00Z");
    final PaperExchange exchange;
    private int orders;

    PaperBench(PaperSettings settings, PaperFaults faults, LedgerSnapshot found) {
        this.exchange = new PaperExchange(settings, faults, found, told::add, clock);
        for (InstrumentId id : List.of(PERP, SPOT)) {
            publish(rules(id, "0.001", "0.001"));
        }
    }

    static PaperBench flat() {
        return misbehaving(PaperFaults.NONE);
    }

    static PaperBench misbehaving(PaperFaults faults) {
        return new PaperBench(PaperSettings.DEFAULTS, faults, LedgerSnapshot.empty());
    }

    static PaperBench priced(PaperSettings settings) {
        return new PaperBench(settings, PaperFaults.NONE, LedgerSnapshot.empty());
    }

    /// An exchange that opens while the ledger holds this much of the perpetual.
    static PaperBench holding(String quantity) {
        return new PaperBench(PaperSettings.DEFAULTS, PaperFaults.NONE, found(quantity, List.of(), Map.of()));
    }

    static LedgerSnapshot found(String quantity, List<LedgerSnapshot.OpenOrder> open,
            Map<InstrumentId, BigDecimal> stops) {
        BigDecimal held = new BigDecimal(quantity);
        Position position = new Position(PERP, held, held, new BigDecimal("50000"), BigDecimal.ZERO, BigDecimal.ZERO,
                Instant.EPOCH);
        return new FoundLedger().positions(position).openOrders(open).stops(stops).snapshot();
    }

    static Instrument rules(InstrumentId id, String step, String minQuantity) {
        return new Instrument(id, "BTC", "USDT", new BigDecimal("0.1"), new BigDecimal(step),
                new BigDecimal(minQuantity), new BigDecimal("5"), new BigDecimal("100"), new BigDecimal("50"),
                Optional.empty());
    }

    void publish(Instrument rules) {
        exchange.onMarket(new MarketEvent.RulesPublished(rules));
    }

    void quote(InstrumentId id, double bid, double ask, double size) {
        quote(new Quote(id, bid, size, ask, size, clock.instant()));
    }

    void quote(Quote quote) {
        exchange.onMarket(new MarketEvent.QuoteChanged(quote));
    }

    /// The minute that begins now passes, and its candle of the perpetual closes.
    void minute(double open, double high, double low, double close, double volume) {
        Candle candle = candle(open, high, low, close, volume);
        pass(Duration.ofMinutes(1));
        exchange.onMarket(new MarketEvent.CandleClosed(candle));
    }

    /// The perpetual's candle of the minute that begins now.
    Candle candle(double open, double high, double low, double close, double volume) {
        return new Candle(new SeriesId(PERP, Interval.M1), clock.millis(), open, high, low, close, volume,
                volume * open);
    }

    void pass(Duration time) {
        clock.advance(time);
    }

    OrderRequest order(InstrumentId id, Side side, String quantity, Terms terms, Effect effect) {
        orders++;
        return new OrderRequest(new ClientOrderId("bot_1-0abc12xyz-" + orders), id, side, new BigDecimal(quantity),
                terms, effect, clock.instant());
    }

    OrderRequest place(OrderRequest request) {
        exchange.place(request);
        return request;
    }

    OrderRequest limit(Side side, String quantity, String price, TimeInForce timeInForce) {
        return place(order(PERP, side, quantity, new Terms.Limit(new BigDecimal(price), timeInForce), Effect.ANY));
    }

    OrderRequest market(Side side, String quantity) {
        return place(order(PERP, side, quantity, new Terms.Market(), Effect.ANY));
    }

    OrderRequest exit(Side side, String quantity) {
        return place(order(PERP, side, quantity, new Terms.Market(), Effect.REDUCE_ONLY));
    }

    <E extends ExchangeEvent> List<E> all(Class<E> kind) {
        return told.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    List<Fill> fills() {
        return all(ExchangeEvent.Executed.class).stream().map(ExchangeEvent.Executed::fill).toList();
    }

    /// Each execution as `QUANTITY at PRICE`.
    List<String> trades() {
        return fills().stream().map(fill -> "%s at %s".formatted(plain(fill.quantity()), plain(fill.price())))
                .toList();
    }

    List<FundingPayment> payments() {
        return all(ExchangeEvent.FundingPaid.class).stream().map(ExchangeEvent.FundingPaid::payment).toList();
    }

    OrderReport lastReport() {
        return all(ExchangeEvent.OrderSeen.class).getLast().report();
    }

    Answer lastAnswer() {
        return all(ExchangeEvent.Answered.class).getLast().answer();
    }

    static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
