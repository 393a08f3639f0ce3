package io.tradinghub.exchange.paper;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import io.tradinghub.exchange.AbsenceProof;
import io.tradinghub.exchange.Exchange;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.Answer;
import io.tradinghub.exchange.ExchangeEvent.LinkState;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.exchange.Protection;
import io.tradinghub.exchange.RefusalKind;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.market.Candle;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.InstrumentTable;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.Quote;
import io.tradinghub.market.SettledFunding;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.Fill.Liquidity;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.TimeInForce;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;

/// Fills orders against live quotes, with fees, slippage, lot and tick rules, keeps stops, and pays funding. It is the
/// reference implementation of [Exchange].
///
/// It lives in the bot's process: it starts with what the ledger says is held and where stops rest, and the orders of
/// the process before ended with that process. An order never fills at a price of long ago: where the last quote is old
/// it waits for the next one.
///
/// One thread, the bot's: it feeds market events in and places orders. Events go to the listener during those calls.
public final class PaperExchange implements Exchange {
    private static final Duration MAX_QUOTE_AGE = Duration.ofSeconds(15);

    private final PaperSettings settings;
    private final PaperFaults faults;
    private final ExchangeListener listener;
    private final InstantSource clock;
    private final Instant openedAt;
    private final InstrumentTable<PaperMarket> markets = new InstrumentTable<>();
    private final PaperAccount account;
    private final PaperOrders orders = new PaperOrders();
    private final PaperBars bars;
    private final Map<ClientOrderId, LedgerSnapshot.OpenOrder> ordersOfBefore = new HashMap<>();
    /// What happened while the process was gone, in order, until the rules of its instrument are known.
    private final Map<InstrumentId, List<Consumer<PaperMarket>>> missed = new HashMap<>();

    /// Opens with what the ledger says is held; call [#connect] when the listener is ready.
    public PaperExchange(PaperSettings settings, PaperFaults faults, LedgerSnapshot found, ExchangeListener listener,
            InstantSource clock) {
        this.settings = settings;
        this.faults = faults;
        this.listener = listener;
        this.clock = clock;
        this.openedAt = clock.instant();
        this.account = new PaperAccount(settings, faults, found, markets, listener, clock);
        this.bars = new PaperBars(settings, orders, account, this::fill, this::tell, clock);
        found.openOrders().forEach(order -> ordersOfBefore.put(order.request().id(), order));
    }

    /// Says that the exchange can be heard.
    public void connect() {
        listener.onEvent(new ExchangeEvent.LinkChanged(LinkState.UP, clock.instant()));
    }

    /// Resting orders may fill, stops may trigger and funding may be paid. An instrument is tradable once its rules
    /// were published.
    @Override
    public void onMarket(MarketEvent event) {
        account.payDueFunding();
        switch (event) {
            case MarketEvent.QuoteChanged(Quote quote) -> onQuote(quote);
            case MarketEvent.CandleClosed(Candle candle) -> fillFrom(candle);
            case MarketEvent.FundingAnnounced(FundingRate rate) -> account.announced(rate);
            case MarketEvent.RulesPublished(Instrument instrument) -> publish(instrument);
        }
    }

    private void publish(Instrument instrument) {
        PaperMarket market = markets.find(instrument.id());
        if (market == null) {
            PaperMarket opened = new PaperMarket(settings, instrument);
            markets.add(instrument.id(), opened);
            missed.getOrDefault(instrument.id(), List.of()).forEach(step -> step.accept(opened));
            missed.remove(instrument.id());
        } else {
            market.publish(instrument);
        }
    }

    /// The same as [MarketEvent.CandleClosed] without making one, for back-tests, where candles come by the million.
    public void onCandle(Candle candle) {
        account.payDueFunding();
        fillFrom(candle);
    }

    /// For back-tests: a candle of which only the open is known yet. Orders that take fill at it, unless the instrument
    /// is quoted. It may be offered again while the clock stands at its open.
    public void onOpen(Candle candle) {
        PaperMarket market = markets.find(candle.instrument());
        if (market != null && !market.hasQuotes()) {
            bars.open(candle, market);
        }
    }

    /// For back-tests: what lies between the open and the close of a candle. Stops and resting orders trade, whether
    /// the instrument is quoted or not.
    public void onRange(Candle candle) {
        PaperMarket market = markets.find(candle.instrument());
        if (market != null) {
            bars.range(candle, market, clock.instant());
        }
    }

    /// For back-tests: pays this settlement now.
    ///
    /// @param markPrice of the settlement, in quote coin
    public void settle(SettledFunding settled, BigDecimal markPrice) {
        account.pay(settled, markPrice);
    }

    /// In how many candles both a stop and a resting order that closes the position were reached. The order of prices
    /// within a candle is not known; the stop counted.
    public int ambiguousCandles() {
        return bars.ambiguous();
    }

    /// Takes a candle that closed while the process was gone: a stop that it reached has closed the position, at the
    /// worse of stop and open.
    @Override
    public void onMissed(Candle candle) {
        onceTradable(candle.instrument(), market -> {
            bars.range(candle, market, candle.closeTime());
            account.missed(candle);
        });
    }

    @Override
    public void onMissed(SettledFunding settled) {
        onceTradable(settled.instrument(), market -> account.missed(settled, market));
    }

    /// What was missed is read from the stores, which may answer before the rules are published.
    private void onceTradable(InstrumentId instrument, Consumer<PaperMarket> step) {
        PaperMarket market = markets.find(instrument);
        if (market == null) {
            missed.computeIfAbsent(instrument, _ -> new ArrayList<>()).add(step);
        } else {
            step.accept(market);
        }
    }

    @Override
    public void place(OrderRequest request) {
        switch (faults.fateOf(request)) {
            case REQUEST_LOST -> answer(request, lost("the paper exchange was told to lose this request"));
            case ANSWER_LOST -> {
                answer(request, lost("the paper exchange was told to lose this answer"));
                accept(request);
            }
            case REFUSED -> answer(request,
                    new Answer.Refused(RefusalKind.FIXABLE, "the paper exchange was told to refuse this order"));
            case ANSWERED -> {
                Optional<Answer.Refused> refused = fault(request);
                if (refused.isPresent()) {
                    answer(request, refused.get());
                } else {
                    answer(request, new Answer.Received(PaperOrder.exchangeOrderId(request.id()), clock.instant()));
                    accept(request);
                }
            }
        }
    }

    private Answer lost(String reason) {
        return new Answer.Unknown(reason, clock.instant());
    }

    private void answer(OrderRequest request, Answer answer) {
        listener.onEvent(new ExchangeEvent.Answered(request.id(), answer));
    }

    private Optional<Answer.Refused> fault(OrderRequest request) {
        PaperMarket market = markets.find(request.instrument());
        if (market == null) {
            return Optional.of(
                    new Answer.Refused(RefusalKind.FIXABLE, "unknown instrument " + request.instrument()));
        }
        if (orders.find(request.id()) != null || ordersOfBefore.containsKey(request.id())) {
            return Optional.of(new Answer.Refused(RefusalKind.DUPLICATE, "duplicate client order id"));
        }
        return PaperRules.fault(request, market, account.held(request.instrument()),
                account.free(request.instrument(), orders.open()));
    }

    private void accept(OrderRequest request) {
        orders.forgetLongEnded(clock.instant());
        PaperMarket market = markets.find(request.instrument());
        if (market == null || fault(request).isPresent()) {
            return;
        }
        PaperOrder order = new PaperOrder(request, clock.instant());
        orders.add(order);
        if (market.isQuotedSince(clock.instant().minus(MAX_QUOTE_AGE))) {
            match(order, market);
        }
    }

    private void match(PaperOrder order, PaperMarket market) {
        if (order.accepts(market.touch(order.request().side()))) {
            cross(order, market);
        }
        order.meetsTheBook();
        if (order.isOpen() && !order.isResting()) {
            order.cancel("EC_NoImmediateQtyToFill", clock.instant());
        }
        tell(order);
    }

    private void cross(PaperOrder order, PaperMarket market) {
        if (order.isTimeInForce(TimeInForce.POST_ONLY)) {
            order.cancel("EC_PostOnlyWillTakeLiquidity", clock.instant());
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
    public void cancel(InstrumentId instrument, ClientOrderId id) {
        PaperOrder order = orders.find(id);
        if (order != null && order.isOpen()) {
            order.cancel("cancelled by user", clock.instant());
            tell(order);
        } else if (order == null) {
            tellOfBefore(id);
        }
    }

    @Override
    public void protect(InstrumentId instrument, Protection protection) {
        account.protect(instrument, protection);
    }

    /// Executions come before the order's state: they are the truth, and an ended order with all its executions booked
    /// leaves nothing to wait for.
    @Override
    public void lookUp(InstrumentId instrument, ClientOrderId id, long attempt) {
        PaperOrder order = orders.find(id);
        if (order != null) {
            order.fills().forEach(fill -> listener.onEvent(new ExchangeEvent.Executed(fill)));
            listener.onEvent(order.seen());
        } else if (!tellOfBefore(id)) {
            listener.onEvent(new ExchangeEvent.NoSuchOrder(id, AbsenceProof.full(attempt)));
        }
    }

    /// The orders of the process before ended with it. Whether this is one of them.
    private boolean tellOfBefore(ClientOrderId id) {
        LedgerSnapshot.OpenOrder before = ordersOfBefore.get(id);
        if (before == null) {
            return false;
        }
        OrderRequest request = before.request();
        OrderReport report = new OrderReport(id, OrderStatus.CANCELLED, Optional.of(PaperOrder.exchangeOrderId(id)),
                before.filledQuantity(), Optional.of("the paper exchange ended with its process"), openedAt);
        listener.onEvent(new ExchangeEvent.OrderSeen(report, request.instrument(), request.side(),
                request.quantity()));
        return true;
    }

    @Override
    public void resync(Instant since) {
        for (PaperOrder order : orders.touchedSince(since)) {
            order.fills().stream().filter(fill -> !fill.executedAt().isBefore(since))
                    .forEach(fill -> listener.onEvent(new ExchangeEvent.Executed(fill)));
        }
        account.foreignSince(since).forEach(fill -> listener.onEvent(new ExchangeEvent.Executed(fill)));
        listener.onEvent(new ExchangeEvent.AccountSeen(account.state(orders.open())));
        listener.onEvent(new ExchangeEvent.LinkChanged(LinkState.RESYNCED, clock.instant()));
    }

    /// Something other than an order of the bot trades at the last price: a person, a liquidation. For simulations.
    public void tradeOtherwise(Origin origin, InstrumentId instrument, Side side, BigDecimal quantity) {
        PaperMarket market = markets.find(instrument);
        if (market != null) {
            account.trade(origin, market, side, quantity, market.lastPrice(), clock.instant());
        }
    }

    @Override
    public void close() {
        orders.open().clear();
    }

    private void onQuote(Quote quote) {
        PaperMarket market = markets.find(quote.instrument());
        if (market == null) {
            return;
        }
        market.quoted(quote);
        account.stopFrom(quote, market);
        if (orders.open().isEmpty()) {
            return;
        }
        for (PaperOrder order : orders.openIn(quote.instrument())) {
            if (!order.isResting()) {
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
        if (market != null && !market.hasQuotes()) {
            bars.open(candle, market);
            bars.range(candle, market, clock.instant());
        }
    }

    private void fillResting(PaperOrder order, PaperMarket market, BigDecimal available) {
        BigDecimal quantity = available.min(order.remaining());
        if (quantity.signum() > 0) {
            fill(order, market, quantity, order.limit().orElseThrow(), Liquidity.MAKER);
            tell(order);
        }
    }

    // ---- executions

    /// Fills what the order may have of this quantity, and answers how much that was.
    private BigDecimal fill(PaperOrder order, PaperMarket market, BigDecimal quantity, BigDecimal price,
            Liquidity liquidity) {
        OrderRequest request = order.request();
        BigDecimal most = request.isEntry()
                ? quantity
                : quantity.min(reducible(account.held(request.instrument()), request.side()));
        if (most.signum() == 0) {
            order.cancel("EC_ReduceOnly", clock.instant());
            return most;
        }
        Fill fill = Fill.ofOrder(new ExecutionId("paper-" + request.id() + '-' + (order.fills().size() + 1)), request,
                most, price, account.fee(market.rules(), request.side(), most, price, liquidity), liquidity,
                clock.instant());
        order.fill(fill);
        account.book(fill);
        faults.deliver(new ExchangeEvent.Executed(fill), listener);
        boolean isOpened = account.held(request.instrument()).signum() == request.side().sign();
        if (request.stopPrice().isPresent() && isOpened) {
            account.protect(request.instrument(), new Protection(request.stopPrice()));
        }
        return most;
    }

    /// How much an order of this side makes the position smaller at most.
    private static BigDecimal reducible(BigDecimal held, Side side) {
        return held.signum() == -side.sign() ? held.abs() : BigDecimal.ZERO;
    }

    private void tell(PaperOrder order) {
        if (!order.isOpen()) {
            orders.ended(order, clock.instant());
        }
        faults.deliver(order.seen(), listener);
    }
}
