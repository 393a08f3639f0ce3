package io.tradinghub.exchange.bybit.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import io.tradinghub.bot.BotId;
import io.tradinghub.exchange.Exchange;
import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.AccountSeen;
import io.tradinghub.exchange.ExchangeEvent.Executed;
import io.tradinghub.exchange.ExchangeEvent.LinkChanged;
import io.tradinghub.exchange.ExchangeEvent.LinkState;
import io.tradinghub.exchange.bybit.HostRequests;
import io.tradinghub.exchange.bybit.RequestShare;
import io.tradinghub.exchange.bybit.stream.StreamTimes;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.Side;
import io.tradinghub.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;

/// A [BybitExchange] connected to a [ScriptedBybit], on a host whose clock is an hour slow.
abstract class BybitUnderTest {
    static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    static final InstrumentId SPOT = InstrumentId.spot("BTCUSDT");
    static final Instant NOW = Instant.ofEpochMilli(ScriptedBybit.NOW);
    static final ClientOrderId ID = new ClientOrderId("bot-0abc12xyz-1");
    static final String REALTIME = "/v5/order/realtime";
    static final String HISTORY = "/v5/order/history";
    static final String EXECUTIONS = "/v5/execution/list";
    static final String POSITIONS = "/v5/position/list";
    static final String WALLET = "/v5/account/wallet-balance";
    static final int ATTEMPTS = 4;
    static final String CURSOR = "132766%3A2%2C132766%3A2";
    private static final long DEADLINE_NANOS = Duration.ofSeconds(60).toNanos();
    private static final long POLL_NANOS = Duration.ofMillis(2).toNanos();
    final ScriptedBybit bybit = new ScriptedBybit();
    final ManualClock host = new ManualClock(NOW.minus(Duration.ofHours(1)));
    /// Thrown at the next event, once.
    volatile Optional<Error> failure = Optional.empty();
    /// The steady clock by which orders wait for their turn.
    LongSupplier nanoTime = System::nanoTime;
    HostRequests requests = HostRequests.alone(RequestShare.ofTrading(10_000), () -> NOW);
    final List<ExchangeEvent> told = new CopyOnWriteArrayList<>();
    private Optional<BybitExchange> opened = Optional.empty();

    /// No check of the stream and no reading of the account unasked.
    static BybitAccountSettings settings(ScriptedBybit bybit) {
        return new BybitAccountSettings(bybit.rest(), bybit.stream(), Duration.ofSeconds(5), Duration.ofSeconds(20),
                10_000, Duration.ofMillis(1), quick(), Duration.ofDays(1), Duration.ofDays(729), Duration.ofDays(1));
    }

    /// Reconnects at once.
    private static StreamTimes quick() {
        StreamTimes usual = StreamTimes.quiet();
        return new StreamTimes(usual.pingInterval(), usual.frameTimeout(), usual.dataTimeout(), usual.replyTimeout(),
                usual.rejectedRetryDelay(), Duration.ofMillis(1), Duration.ofMillis(10), usual.stableAfter());
    }

    /// Opens the exchange and waits until it is connected.
    final Exchange connect(BybitAccountSettings settings) {
        Exchange exchange = open(settings);
        await(() -> !all(LinkChanged.class).isEmpty());
        return exchange;
    }

    final Exchange connect() {
        return connect(settings(bybit));
    }

    final Exchange open(BybitAccountSettings settings) {
        BybitExchange exchange = BybitExchange.open(settings, ScriptedBybit.KEY, new BotId("bot"), this::hear,
                new ExchangeClock(host), requests, nanoTime);
        exchange.onMarket(new MarketEvent.RulesPublished(rules(PERP)));
        exchange.onMarket(new MarketEvent.RulesPublished(rules(SPOT)));
        opened = Optional.of(exchange);
        return exchange;
    }

    private void hear(ExchangeEvent event) {
        Optional<Error> due = failure;
        failure = Optional.empty();
        if (due.isPresent()) {
            throw due.get();
        }
        told.add(event);
    }

    @AfterEach
    final void close() {
        opened.ifPresent(Exchange::close);
        bybit.close();
    }

    private static Instrument rules(InstrumentId id) {
        return new Instrument(id, "BTC", "USDT", new BigDecimal("0.1"), new BigDecimal("0.001"),
                new BigDecimal("0.001"), new BigDecimal("5"), new BigDecimal("100"), new BigDecimal("50"),
                id.equals(PERP) ? Optional.of(Duration.ofHours(8)) : Optional.empty());
    }

    static OrderRequest order(InstrumentId instrument, Side side, String quantity, Terms terms, Effect effect) {
        return new OrderRequest(ID, instrument, side, new BigDecimal(quantity), terms, effect, NOW);
    }

    static OrderRequest numbered(OrderRequest request, int number) {
        return new OrderRequest(new ClientOrderId("bot-0abc12xyz-" + number), request.instrument(), request.side(),
                request.quantity(), request.terms(), request.effect(), request.stopPrice(), request.createdAt());
    }

    // ---- waiting

    final <E extends ExchangeEvent> List<E> all(Class<E> kind) {
        return told.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// Waits for the first event of this kind.
    final <E extends ExchangeEvent> E await(Class<E> kind) {
        await(() -> !all(kind).isEmpty());
        return all(kind).getFirst();
    }

    final void awaitLink(LinkState... states) {
        await(() -> all(LinkChanged.class).stream().map(LinkChanged::state).toList().equals(List.of(states)));
    }

    final void awaitTold(Predicate<ExchangeEvent> wanted) {
        await(() -> told.stream().anyMatch(wanted));
    }

    /// Waits until all that was asked of the exchange is done.
    final void awaitIdle() {
        await(() -> opened.orElseThrow().isIdle());
    }

    final void await(BooleanSupplier condition) {
        long end = System.nanoTime() + DEADLINE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("nanoseconds after the deadline; told so far: %s", told)
                    .isNegative();
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    // ---- resyncs

    static String order(String linkId, String status, String filled) {
        return """
                {"orderId":"o-1","orderLinkId":"%s","symbol":"BTCUSDT","side":"Buy","orderStatus":"%s","qty":"0.050",
                "cumExecQty":"%s","rejectReason":"EC_NoError","cancelType":"CancelByUser","stopOrderType":"UNKNOWN",
                "updatedTime":"1737725800000"}""".formatted(linkId, status, filled);
    }

    static String execution(String id, Instant at, int sequence) {
        return """
                {"symbol":"BTCUSDT","execId":"%s","orderLinkId":"bot-0abc12xyz-1","execType":"Trade","side":"Buy",
                "execQty":"0.01","execPrice":"50000","execFee":"0.2","feeRate":"0.0004","execValue":"500",
                "isMaker":false,"seq":%d,"execTime":"%d"}""".formatted(id, sequence, at.toEpochMilli());
    }

    final List<String> executed() {
        return all(Executed.class).stream().map(event -> event.fill().executionId().value())
                .map(id -> id.substring(id.lastIndexOf(':') + 1)).toList();
    }

    final void resync(Instant since) {
        connect().resync(since);
        awaitTold(event -> event instanceof LinkChanged(LinkState state, Instant _) && state == LinkState.RESYNCED);
    }

    /// The first resync is not done, the second is.
    final void askedTwice() {
        Exchange exchange = connect();
        exchange.resync(NOW.minusSeconds(60));
        awaitIdle();
        exchange.resync(NOW.minusSeconds(30));
        awaitTold(event -> event instanceof LinkChanged(LinkState state, Instant _) && state == LinkState.RESYNCED);
        assertThat(bybit.asked(EXECUTIONS)).extracting(asked -> asked.query().get("startTime")).contains(
                String.valueOf(NOW.minusSeconds(60).toEpochMilli()),
                String.valueOf(NOW.minusSeconds(30).toEpochMilli()));
        assertThat(all(AccountSeen.class)).hasSize(1);
    }
}
