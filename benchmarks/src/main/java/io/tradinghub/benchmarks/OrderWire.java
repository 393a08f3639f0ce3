package io.tradinghub.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.tradinghub.bot.BotId;
import io.tradinghub.exchange.Exchange;
import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.Protection;
import io.tradinghub.exchange.bybit.HostRequests;
import io.tradinghub.exchange.bybit.RequestShare;
import io.tradinghub.exchange.bybit.account.ApiKey;
import io.tradinghub.exchange.bybit.account.BybitAccountSettings;
import io.tradinghub.exchange.bybit.account.BybitExchange;
import io.tradinghub.local.wire.Moment;
import io.tradinghub.local.wire.TcpProxy;
import io.tradinghub.local.wire.Witness;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.SettledFunding;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.settings.Secret;
import io.tradinghub.sim.BybitSim;
import io.tradinghub.sim.SimSettings;
import io.tradinghub.sim.key.SimAccount;
import io.tradinghub.sim.market.SyntheticMarket;

/// Sends orders to a simulated account by REST, signed and over real sockets, and notes when the whole of each has
/// arrived at the other end.
final class OrderWire implements Witness, AutoCloseable {
    private static final String KEY = "latencyKey01";
    private static final String SECRET = "latency-secret-0123456789";
    private static final long PATIENCE_SECONDS = 20;
    private final LinkedBlockingQueue<Long> arrived = new LinkedBlockingQueue<>();
    private final BybitSim sim;
    private final TcpProxy line;
    private final Exchange account;

    private OrderWire(BotId bot) throws IOException {
        Instant now = Instant.now();
        this.sim = BybitSim.start(SimSettings.local(), SyntheticMarket.of(1, List.of("BTCUSDT"), now),
                InstantSource.system(), InstantSource.system(), List.of(SimAccount.trading(KEY, SECRET, 1_001, now)));
        this.line = TcpProxy.open(TcpProxy.Kind.REST, sim.restUrl().getPort(), this);
        BybitAccountSettings site = BybitAccountSettings.of(URI.create("http://127.0.0.1:" + line.port()),
                URI.create("ws://" + sim.restUrl().getAuthority()));
        this.account = BybitExchange.open(site, new ApiKey(Secret.of(KEY), Secret.of(SECRET)), bot, _ -> {
        }, new ExchangeClock(InstantSource.system()),
                HostRequests.alone(RequestShare.ofTrading(RequestShare.OF_THE_HOST), InstantSource.system()));
    }

    static OrderWire open(BotId bot) throws IOException {
        return new OrderWire(bot);
    }

    @Override
    public boolean sees(Moment moment) {
        if (moment == Moment.BEFORE_REQUEST) {
            arrived.add(System.nanoTime());
        }
        return false;
    }

    @Override
    public void ordered(String orderLinkId) {}

    /// When the next order arrived, by [System#nanoTime].
    long next() throws InterruptedException {
        Long at = arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (at == null) {
            throw new IllegalStateException("no order on the wire within %d s".formatted(PATIENCE_SECONDS));
        }
        return at;
    }

    /// Trades on paper, so that prices and fills are the benchmark's, and sends each order over the wire before.
    Exchange over(Exchange paper) {
        return new Tee(paper);
    }

    @Override
    public void close() throws IOException {
        account.close();
        line.close();
        sim.close();
    }

    private final class Tee implements Exchange {
        private final Exchange paper;

        private Tee(Exchange paper) {
            this.paper = paper;
        }

        @Override
        public void place(OrderRequest request) {
            account.place(request);
            paper.place(request);
        }

        @Override
        public void cancel(InstrumentId instrument, ClientOrderId id) {
            paper.cancel(instrument, id);
        }

        @Override
        public void protect(InstrumentId instrument, Protection protection) {
            paper.protect(instrument, protection);
        }

        @Override
        public void lookUp(InstrumentId instrument, ClientOrderId id, long attempt) {
            paper.lookUp(instrument, id, attempt);
        }

        @Override
        public void resync(Instant since) {
            paper.resync(since);
        }

        @Override
        public void onMarket(MarketEvent event) {
            paper.onMarket(event);
        }

        @Override
        public void onMissed(Candle candle) {
            paper.onMissed(candle);
        }

        @Override
        public void onMissed(SettledFunding settled) {
            paper.onMissed(settled);
        }

        @Override
        public void close() {
            paper.close();
        }
    }
}
