package io.tradinghub.exchange.bybit.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.bot.BotId;
import io.tradinghub.exchange.AccountState;
import io.tradinghub.exchange.Exchange;
import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.AccountSeen;
import io.tradinghub.exchange.ExchangeEvent.Executed;
import io.tradinghub.exchange.ExchangeEvent.ProtectionSeen;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.exchange.ExchangeVenue;
import io.tradinghub.exchange.Protection;
import io.tradinghub.exchange.bybit.HostRequests;
import io.tradinghub.exchange.bybit.Lane;
import io.tradinghub.exchange.bybit.RequestShare;
import io.tradinghub.exchange.bybit.stream.StreamTimes;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.Quote;
import io.tradinghub.order.Fill;
import io.tradinghub.order.Side;
import io.tradinghub.settings.Secret;
import io.tradinghub.sim.BybitSim;
import io.tradinghub.sim.SimSettings;
import io.tradinghub.sim.exchange.QuotedVenue;
import io.tradinghub.sim.fault.SimFaults;
import io.tradinghub.sim.key.SimAccount;
import io.tradinghub.sim.market.SyntheticMarket;
import io.tradinghub.testing.ManualClock;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/// A [BybitExchange] connected to the simulator over real sockets, on a clock that only the test moves.
///
/// What has happened at the simulator has been told once a later change of the same account has: a person holds a
/// position in another perpetual and moves its stop, and what is told of that perpetual is kept from the contract.
class SimulatedBybit implements ExchangeVenue {
    private static final InstrumentId MARKER = InstrumentId.linear("ETHUSDT");
    private static final ApiKey KEY = new ApiKey(Secret.of("contractKey1"), Secret.of("contract-secret-0123456789"));
    private static final long POLL_NANOS = Duration.ofMillis(1).toNanos();
    private static final long DEADLINE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int LOWEST_STOP = 1_000;
    private static final int MOST_ATTEMPTS = 100;
    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-02T12:00:00Z"));
    private final QuotedVenue venue = new QuotedVenue();
    private final BlockingQueue<BigDecimal> markers = new LinkedBlockingQueue<>();
    private final BlockingQueue<ExchangeEvent> heard = new LinkedBlockingQueue<>();
    private @Nullable BybitSim simulator;
    private @Nullable BybitExchange exchange;
    private @Nullable SignedCalls person;
    private int settled;

    /// Opens an account with a million USDT and waits until it is connected.
    @Override
    public Exchange open(ExchangeListener listener) {
        SimAccount trading = SimAccount.trading(KEY.key().reveal(), KEY.secret().reveal(), 7, clock.instant());
        SimAccount account = new SimAccount(trading.key(), Map.of("USDT", new BigDecimal("1000000")));
        BybitSim sim = BybitSim.start(
                SimSettings.local().withPushMillis(1).withRequestsPerFiveSeconds(Integer.MAX_VALUE),
                SyntheticMarket.of(1, List.of("BTCUSDT"), clock.instant()),
                new BybitSim.Surroundings(venue, clock, clock, () -> TimeUnit.MILLISECONDS.toNanos(clock.millis())),
                List.of(account));
        simulator = sim;
        URI stream = URI.create("ws://" + sim.restUrl().getAuthority());
        BybitAccountSettings settings = new BybitAccountSettings(sim.restUrl(), stream, Duration.ofSeconds(5),
                Duration.ofSeconds(30), 10_000, Duration.ofMillis(1), StreamTimes.quiet(), Duration.ofDays(1),
                Duration.ofDays(7),
                Duration.ofDays(1));
        ExchangeClock corrected = new ExchangeClock(clock);
        person = new SignedCalls(new OkHttpClient(), settings, KEY, corrected,
                HostRequests.alone(RequestShare.ofTrading(10_000), clock));
        BybitExchange opened = BybitExchange.open(settings, KEY, new BotId("contract"), event -> hear(event, listener),
                corrected, HostRequests.alone(RequestShare.ofTrading(10_000), clock));
        exchange = opened;
        await(heard);
        holdTheMarker();
        return opened;
    }

    /// Injects faults from now on.
    final SimFaults faults() {
        return Objects.requireNonNull(simulator).faults();
    }

    @Override
    public final void close() {
        if (simulator != null) {
            simulator.close();
        }
    }

    private void holdTheMarker() {
        happens(new MarketEvent.RulesPublished(new Instrument(MARKER, "ETH", "USDT", new BigDecimal("0.1"),
                new BigDecimal("0.01"), new BigDecimal("0.01"), new BigDecimal("5"), new BigDecimal("100"),
                new BigDecimal("50"), Optional.of(Duration.ofHours(8)))));
        happens(new MarketEvent.QuoteChanged(new Quote(MARKER, 3_000, 10, 3_000.1, 10, clock.instant())));
        clock.advance(Duration.ofSeconds(1));
        tradeByHand(MARKER, Side.BUY, BigDecimal.ONE);
    }

    // ---- what the contract hears

    private void hear(ExchangeEvent event, ExchangeListener listener) {
        if (event instanceof ProtectionSeen(InstrumentId instrument, Protection protection, Optional<String> _)
                && instrument.equals(MARKER)) {
            protection.stopPrice().ifPresent(markers::add);
        } else if (event instanceof AccountSeen(AccountState account)) {
            listener.onEvent(new AccountSeen(withoutMarker(account)));
        } else if (!(event instanceof Executed(Fill fill) && fill.instrument().equals(MARKER))) {
            listener.onEvent(event);
            heard.add(event);
        }
    }

    private static AccountState withoutMarker(AccountState account) {
        Map<InstrumentId, BigDecimal> positions = new HashMap<>(account.positions());
        Map<InstrumentId, BigDecimal> stops = new HashMap<>(account.stops());
        positions.remove(MARKER);
        stops.remove(MARKER);
        return new AccountState(positions, stops,
                account.openOrders().stream().filter(order -> !order.instrument().equals(MARKER)).toList(),
                account.freeCoins(), account.asOf());
    }

    // ---- what happens

    @Override
    public final void happens(MarketEvent event) {
        Objects.requireNonNull(exchange).onMarket(event);
        if (event instanceof MarketEvent.RulesPublished(Instrument rules)) {
            venue.publish(rules);
        } else if (event instanceof MarketEvent.QuoteChanged(Quote quote)) {
            venue.quote(quote);
        }
    }

    @Override
    public final void tradeByHand(InstrumentId instrument, Side side, BigDecimal quantity) {
        ask("/v5/order/create", about(instrument).put("side", side == Side.BUY ? "Buy" : "Sell")
                .put("orderType", "Market").put("qty", quantity.toPlainString()).put("marketUnit", "baseCoin"));
    }

    private static ObjectNode about(InstrumentId instrument) {
        return JsonNodeFactory.instance.objectNode().put("category", instrument.category().wireName()).put("symbol",
                instrument.symbol().name());
    }

    /// Asks again until Bybit has done it, or says that it had.
    private void ask(String path, ObjectNode body) {
        RestReply reply = new RestReply.NotSent("not yet");
        for (int attempt = 0; attempt < MOST_ATTEMPTS && !isDone(reply); attempt++) {
            reply = Objects.requireNonNull(person).post(path, body, Turn.of(Lane.EXIT));
        }
        assertThat(isDone(reply)).as("%s is done: %s", path, reply).isTrue();
    }

    private static boolean isDone(RestReply reply) {
        return reply instanceof RestReply.Success || (reply instanceof RestReply.Refusal(int code, String _)
                && ReturnCodes.meaning(code) == ReturnCodes.Meaning.HOLDS);
    }

    /// Returns when everything that was asked for has been answered, and everything that it caused has been told.
    @Override
    public final void settle() {
        awaitIdle();
        clock.advance(Duration.ofSeconds(1));
        settled++;
        BigDecimal marker = BigDecimal.valueOf(LOWEST_STOP + settled);
        ask("/v5/position/trading-stop", about(MARKER).put("positionIdx", 0).put("tpslMode", "Full")
                .put("stopLoss", marker.toPlainString()).put("slTriggerBy", "MarkPrice"));
        BigDecimal seen = BigDecimal.ZERO;
        while (seen.compareTo(marker) != 0) {
            seen = await(markers);
        }
    }

    private void awaitIdle() {
        long end = System.nanoTime() + DEADLINE_NANOS;
        while (!Objects.requireNonNull(exchange).isIdle()) {
            assertThat(System.nanoTime() - end).as("nanoseconds after the deadline").isNegative();
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static <T> T await(BlockingQueue<T> queue) {
        try {
            return Objects.requireNonNull(queue.poll(1, TimeUnit.MINUTES), "told within a minute");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public final Instant now() {
        return clock.instant();
    }
}
