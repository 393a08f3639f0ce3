package io.tradinghub.exchange.paper;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import io.tradinghub.exchange.CancelOrderResult;
import io.tradinghub.exchange.Exchange;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.exchange.OrderLookup;
import io.tradinghub.exchange.PlaceOrderResult;
import io.tradinghub.market.Candle;
import io.tradinghub.market.Category;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.InstrumentTable;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.Quote;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.Fill.Liquidity;
import io.tradinghub.order.LedgerEntry.FundingPayment;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.TimeInForce;
import io.tradinghub.order.Side;

/// Fills orders against live quotes, with fees, slippage, lot and tick rules, and pays funding. Knows only the orders
/// of its own process: after a restart it has none, and says so when asked, nor does it pay funding that was due while
/// it was gone.
///
/// An order never fills at a price of long ago: where the last quote is old it waits for the next one.
///
/// One thread, the bot's: it feeds market events in and places orders. Reports and fills go to the listener during
/// those calls.
public final class PaperExchange implements Exchange {
    private static final BigDecimal BPS = new BigDecimal("0.0001");
    private static final Duration MAX_QUOTE_AGE = Duration.ofSeconds(15);
    /// Long enough for anyone to ask what became of an order.
    private static final Duration CLOSED_ORDERS_KEPT = Duration.ofHours(1);

    private final PaperSettings settings;
    private final PaperFaults faults;
    private final ExchangeListener listener;
    private final InstantSource clock;
    private final InstrumentTable<PaperMarket> markets = new InstrumentTable<>();
    private final Map<InstrumentId, BigDecimal> holdings = new HashMap<>();
    /// Sorted, so that payments due at one moment come in the same order in every process.
    private final SortedMap<InstrumentId, FundingRate> funding = new TreeMap<>();
    private final Map<InstrumentId, Instant> fundingSettled = new HashMap<>();
    private final Map<ClientOrderId, PaperOrder> orders = new HashMap<>();
    private final List<PaperOrder> open = new ArrayList<>();
    private final Deque<Ended> ended = new ArrayDeque<>();
    private long highestSequence;

    /// Opens with what the ledger says is held.
    public PaperExchange(PaperSettings settings, PaperFaults faults, Map<InstrumentId, BigDecimal> holdings,
            ExchangeListener listener,
            InstantSource clock) {
        this.settings = settings;
        this.faults = faults;
        this.holdings.putAll(holdings);
        this.listener = listener;
        this.clock = clock;
    }

    /// Resting orders may fill and funding may be paid. An instrument is tradable once its rules were published.
    @Override
    public void onMarket(MarketEvent event) {
        settleFunding();
        switch (event) {
            case MarketEvent.QuoteChanged(Quote quote) -> onQuote(quote);
            case MarketEvent.CandleClosed(Candle candle) -> fillFrom(candle);
            case MarketEvent.FundingAnnounced(FundingRate rate) -> announced(rate);
            case MarketEvent.RulesPublished(Instrument instrument) -> publish(instrument);
        }
    }

    private void publish(Instrument instrument) {
        PaperMarket market = markets.find(instrument.id());
        if (market == null) {
            markets.add(instrument.id(), new PaperMarket(settings, instrument));
        } else {
            market.publish(instrument);
        }
    }

    /// The same as [MarketEvent.CandleClosed] without making one, for back-tests, where candles come by the million.
    public void onCandle(Candle candle) {
        settleFunding();
        fillFrom(candle);
    }

    @Override
    public PlaceOrderResult place(OrderRequest request) {
        return switch (faults.fateOf(request)) {
            case REQUEST_LOST ->
                new PlaceOrderResult.OutcomeUnknown("the paper exchange was told to lose this request");
            case ANSWER_LOST -> {
                accept(request);
                yield new PlaceOrderResult.OutcomeUnknown("the paper exchange was told to lose this answer");
            }
            case REFUSED -> new PlaceOrderResult.Rejected("the paper exchange was told to refuse this order");
            case ANSWERED -> accept(request);
        };
    }

    private PlaceOrderResult accept(OrderRequest request) {
        forgetLongEnded();
        PaperMarket market = markets.find(request.instrument());
        Optional<String> fault = market == null
                ? Optional.of("unknown instrument " + request.instrument())
                : request.id().sequence() <= highestSequence
                        ? Optional.of("duplicate client order id")
                        : PaperRules.fault(request, market,
                                holdings.getOrDefault(request.instrument(), BigDecimal.ZERO));
        if (market == null || fault.isPresent()) {
            return new PlaceOrderResult.Rejected(fault.orElseThrow());
        }
        PaperOrder order = new PaperOrder(request, clock.millis());
        highestSequence = request.id().sequence();
        orders.put(request.id(), order);
        open.add(order);
        if (market.isQuotedSince(clock.instant().minus(MAX_QUOTE_AGE))) {
            match(order, market);
        }
        return new PlaceOrderResult.Accepted(order.exchangeOrderId());
    }

    private void match(PaperOrder order, PaperMarket market) {
        if (order.accepts(market.touch(order.request().side()))) {
            cross(order, market);
        }
        if (order.isOpen() && !order.rests()) {
            order.cancel("EC_NoImmediateQtyToFill");
        }
        tell(order);
    }

    private void cross(PaperOrder order, PaperMarket market) {
        if (order.isTimeInForce(TimeInForce.POST_ONLY)) {
            order.cancel("EC_PostOnlyWillTakeLiquidity");
            return;
        }
        List<PaperMarket.Level> offers = market.offersTo(order);
        BigDecimal offered = offers.stream().map(PaperMarket.Level::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (order.isTimeInForce(TimeInForce.FOK) && offered.compareTo(order.remaining()) < 0) {
            return;
        }
        for (PaperMarket.Level offer : offers) {
            BigDecimal filled = fill(order, market, offer.quantity(), offer.price(), Liquidity.TAKER);
            market.take(order.request().side(), filled);
            if (!order.isOpen()) {
                return;
            }
        }
    }

    @Override
    public CancelOrderResult cancel(InstrumentId instrument, ClientOrderId id) {
        PaperOrder order = orders.get(id);
        if (order == null || !order.isOpen()) {
            return new CancelOrderResult.AlreadyGone();
        }
        order.cancel("cancelled by user");
        tell(order);
        return new CancelOrderResult.Requested();
    }

    @Override
    public OrderLookup find(InstrumentId instrument, ClientOrderId id) {
        PaperOrder order = orders.get(id);
        return order == null
                ? new OrderLookup.Absent()
                : new OrderLookup.Found(order.report(clock.instant()), order.fills());
    }

    @Override
    public void close() {
        open.clear();
    }

    private void onQuote(Quote quote) {
        PaperMarket market = markets.find(quote.instrument());
        if (market == null) {
            return;
        }
        market.quoted(quote);
        if (open.isEmpty()) {
            return;
        }
        for (PaperOrder order : openIn(quote.instrument())) {
            if (!order.rests()) {
                match(order, market);
            } else if (order.accepts(market.touch(order.request().side()))) {
                Side side = order.request().side();
                double size = side == Side.BUY ? quote.askSize() : quote.bidSize();
                fillResting(order, market, market.rules().roundQuantityDown(size));
            }
        }
    }

    /// Where no quotes come, an order fills from the candles that opened after it was placed.
    private void fillFrom(Candle candle) {
        PaperMarket market = markets.find(candle.instrument());
        if (market == null || market.hasQuotes()) {
            return;
        }
        market.closedAt(candle.close());
        if (open.isEmpty()) {
            return;
        }
        for (PaperOrder order : openIn(candle.instrument())) {
            if (candle.openTimeMillis() >= order.placedAtMillis()) {
                fillFrom(candle, order, market);
            }
        }
    }

    private void fillFrom(Candle candle, PaperOrder order, PaperMarket market) {
        if (!order.rests()) {
            fillAtOpen(order, market, candle);
        } else if (tradesThrough(order, candle)) {
            fillResting(order, market, market.rules().roundQuantityDown(candle.volume() * settings.candleShare()));
        }
    }

    private void fillAtOpen(PaperOrder order, PaperMarket market, Candle candle) {
        Side side = order.request().side();
        double slipped = candle.open() * (1 + side.sign() * settings.candleSlippageBps() * BPS.doubleValue());
        BigDecimal price = market.rules().roundToTick(slipped, side == Side.BUY ? RoundingMode.UP : RoundingMode.DOWN);
        if (order.accepts(price)) {
            fill(order, market, order.remaining(), price, Liquidity.TAKER);
        } else {
            order.cancel("EC_NoImmediateQtyToFill");
        }
        tell(order);
    }

    private static boolean tradesThrough(PaperOrder order, Candle candle) {
        double limit = order.limit().orElseThrow().doubleValue();
        return order.request().side() == Side.BUY ? candle.low() < limit : candle.high() > limit;
    }

    private void fillResting(PaperOrder order, PaperMarket market, BigDecimal available) {
        BigDecimal quantity = available.min(order.remaining());
        if (quantity.signum() > 0) {
            fill(order, market, quantity, order.limit().orElseThrow(), Liquidity.MAKER);
            tell(order);
        }
    }

    /// Fills what the order may have of this quantity, and answers how much that was.
    private BigDecimal fill(PaperOrder order, PaperMarket market, BigDecimal quantity, BigDecimal price,
            Liquidity liquidity) {
        OrderRequest request = order.request();
        BigDecimal held = holdings.getOrDefault(request.instrument(), BigDecimal.ZERO);
        BigDecimal most = request.effect() == Effect.ANY ? quantity : quantity.min(reducible(held, request.side()));
        if (most.signum() == 0) {
            order.cancel("EC_ReduceOnly");
            return most;
        }
        Fill fill = new Fill(new ExecutionId("paper-" + request.id() + '-' + (order.fills().size() + 1)), request.id(),
                request.instrument(), request.side(), most, price,
                fee(market.rules(), request.side(), most, price, liquidity),
                liquidity,
                clock.instant());
        order.fill(fill);
        holdings.put(request.instrument(), held.add(fill.positionChange()));
        faults.deliver(fill, listener);
        return most;
    }

    /// How much an order of this side makes the position smaller at most.
    private static BigDecimal reducible(BigDecimal held, Side side) {
        return held.signum() * side.sign() < 0 ? held.abs() : BigDecimal.ZERO;
    }

    /// Spot fees are paid in the coin received: base for a buy, quote for a sell. Perpetual fees are paid in quote.
    private Fee fee(Instrument rules, Side side, BigDecimal quantity, BigDecimal price, Liquidity liquidity) {
        BigDecimal rate = settings.feeRate(rules.id().category(), liquidity);
        return rules.id().category() == Category.SPOT && side == Side.BUY
                ? new Fee(quantity.multiply(rate), rules.baseCoin(), Fee.Asset.BASE)
                : new Fee(quantity.multiply(price).multiply(rate), rules.quoteCoin(), Fee.Asset.QUOTE);
    }

    private void tell(PaperOrder order) {
        if (!order.isOpen()) {
            open.remove(order);
            ended.addLast(new Ended(order.request().id(), clock.instant()));
        }
        faults.deliver(order.report(clock.instant()), listener);
    }

    private List<PaperOrder> openIn(InstrumentId instrument) {
        List<PaperOrder> found = new ArrayList<>(open);
        found.removeIf(order -> !order.request().instrument().equals(instrument));
        return found;
    }

    private void forgetLongEnded() {
        Instant oldest = clock.instant().minus(CLOSED_ORDERS_KEPT);
        while (!ended.isEmpty() && ended.getFirst().at().isBefore(oldest)) {
            orders.remove(ended.removeFirst().id());
        }
    }

    /// A later settlement proves that the one before has passed, whatever our clock says.
    private void announced(FundingRate rate) {
        InstrumentId instrument = rate.instrument();
        FundingRate due = funding.get(instrument);
        if (due != null && due.settlesAt().isBefore(rate.settlesAt())) {
            pay(due);
        }
        if (rate.settlesAt().isAfter(fundingSettled.getOrDefault(instrument, Instant.MIN))) {
            funding.put(instrument, rate);
        }
    }

    private void settleFunding() {
        if (funding.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        funding.values().removeIf(rate -> {
            if (now.isBefore(rate.settlesAt())) {
                return false;
            }
            pay(rate);
            return true;
        });
    }

    /// Longs pay shorts when the rate is positive: position x mark price x rate, taken from what is held at the
    /// settlement.
    private void pay(FundingRate rate) {
        fundingSettled.put(rate.instrument(), rate.settlesAt());
        BigDecimal held = holdings.getOrDefault(rate.instrument(), BigDecimal.ZERO);
        PaperMarket market = markets.find(rate.instrument());
        if (held.signum() == 0 || market == null) {
            return;
        }
        BigDecimal fraction = BigDecimal.valueOf(rate.rate());
        BigDecimal amount = held.multiply(market.lastPrice()).multiply(fraction).negate().setScale(8,
                RoundingMode.HALF_EVEN);
        faults.deliver(new FundingPayment(
                new ExecutionId("paper-funding-%s-%d".formatted(rate.instrument(), rate.settlesAt().toEpochMilli())),
                rate.instrument(), amount, fraction, held, rate.settlesAt()), listener);
    }

    private record Ended(ClientOrderId id, Instant at) {}
}
