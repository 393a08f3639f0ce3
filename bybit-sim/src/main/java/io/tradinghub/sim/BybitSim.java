package io.tradinghub.sim;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;

import io.javalin.Javalin;
import io.tradinghub.market.Category;
import io.tradinghub.sim.exchange.Environment;
import io.tradinghub.sim.exchange.Exchange;
import io.tradinghub.sim.exchange.FeeRates;
import io.tradinghub.sim.exchange.MarketVenue;
import io.tradinghub.sim.exchange.Venue;
import io.tradinghub.sim.fault.SimFaults;
import io.tradinghub.sim.key.ApiKeys;
import io.tradinghub.sim.key.SimAccount;
import io.tradinghub.sim.market.Market;
import io.tradinghub.sim.rest.AccountControl;
import io.tradinghub.sim.rest.ControlServer;
import io.tradinghub.sim.rest.FaultControl;
import io.tradinghub.sim.rest.HttpGate;
import io.tradinghub.sim.rest.RestApi;
import io.tradinghub.sim.rest.SignedRest;
import io.tradinghub.sim.signed.Authenticator;
import io.tradinghub.sim.signed.LiveExchange;
import io.tradinghub.sim.signed.PrivateApi;
import io.tradinghub.sim.signed.SignedHalf;
import io.tradinghub.sim.signed.UidLimits;
import io.tradinghub.sim.stream.StreamServer;
import io.tradinghub.sim.wire.Instruments;
import org.jspecify.annotations.Nullable;

/// A simulated Bybit v5 exchange: serves REST and the streams of one market, and its accounts, on one port, and on
/// another what throws faults and acts upon accounts.
///
/// The clock gives market time: every timestamp of candles, orders and positions comes from it, and clients see no data
/// from after it. It
/// may run at any speed; the streams still send every closed candle. The caller that starts the simulator closes it,
/// which ends all connections.
public final class BybitSim implements AutoCloseable {
    private static final String PRIVATE = "/v5/private";
    private static final String TRADE = "/v5/trade";
    private final String host;
    private final Javalin server;
    private final ControlServer control;
    private final StreamServer streams;
    private final SimFaults faults;
    private final ApiKeys keys;
    private final LiveExchange live;

    private BybitSim(String host, Javalin server, ControlServer control, StreamServer streams, SimFaults faults,
            ApiKeys keys, LiveExchange live) {
        this.host = host;
        this.server = server;
        this.control = control;
        this.streams = streams;
        this.faults = faults;
        this.keys = keys;
        this.live = live;
    }

    /// Starts serving the market, without accounts. Throws `JavalinBindException` if the port is in use.
    public static BybitSim start(SimSettings settings, Market market, InstantSource clock) {
        return start(settings, market, clock, clock, List.of());
    }

    /// Starts serving the market and these accounts; several keys may belong to one account.
    ///
    /// @param wallClock what signatures are checked against: the clients' own clocks, whatever the market's speed
    public static BybitSim start(SimSettings settings, Market market, InstantSource clock, InstantSource wallClock,
            List<SimAccount> accounts) {
        return start(settings, market,
                new Surroundings(new MarketVenue(new Instruments(market)), clock, wallClock, System::nanoTime),
                accounts);
    }

    /// What the simulator takes from outside.
    ///
    /// @param venue what orders are matched against; the public streams show the market, whatever this is
    /// @param clock market time
    /// @param wallClock what signatures are checked against
    /// @param nanoTime the steady clock by which requests of an account are counted
    public record Surroundings(Venue venue, InstantSource clock, InstantSource wallClock, LongSupplier nanoTime) {}

    /// Starts serving the market and these accounts, with everything in the caller's hands.
    public static BybitSim start(SimSettings settings, Market market, Surroundings outside, List<SimAccount> accounts) {
        InstantSource clock = outside.clock;
        Venue venue = outside.venue;
        SimFaults faults = new SimFaults(System::nanoTime);
        Instruments instruments = new Instruments(market);
        ApiKeys keys = new ApiKeys(accounts.stream().map(SimAccount::key).toList());
        Exchange exchange = new Exchange(venue, settings.exchange(), clock.millis());
        accounts.forEach(account -> open(exchange, account));
        SignedHalf signed = signedHalf(new LiveExchange(exchange, clock), outside,
                new Authenticator(keys, faults, outside.wallClock));
        HttpGate gate = new HttpGate(faults, settings.requestsPerFiveSeconds());
        StreamServer streams = StreamServer.open(instruments, faults, clock, settings.pushMillis(), signed);
        @Nullable
        ControlServer control = null;
        try {
            control = ControlServer.start(settings.controlPort(), new FaultControl(faults),
                    new AccountControl(signed.live(), keys, venue, faults));
            Javalin server = Javalin.create(config -> {
                ControlServer.disableStartupLog(config);
                new RestApi(instruments, faults, clock, gate).configure(config.routes);
                new SignedRest(signed.api(), signed.authenticator(), faults, gate).configure(config.routes);
                for (Category category : Category.values()) {
                    config.routes.ws(streamPath(category), socket -> streams.configure(socket, category));
                }
                config.routes.ws(PRIVATE, streams::configurePrivate);
                if (settings.exchange().environment() == Environment.MAINNET) {
                    config.routes.ws(TRADE, streams::configureTrade);
                }
            }).start(settings.host(), settings.port());
            return new BybitSim(settings.host(), server, control, streams, faults, keys, signed.live());
        } catch (RuntimeException e) {
            if (control != null) {
                control.close();
            }
            streams.close();
            throw e;
        }
    }

    private static void open(Exchange exchange, SimAccount account) {
        if (!exchange.accounts().contains(account.key().uid())) {
            exchange.openAccount(account.key().uid(), FeeRates.STANDARD, account.balances());
        }
    }

    /// Opens an account while the simulator runs, or adds its key to the account of that uid.
    public void open(SimAccount account) {
        live.run(exchange -> open(exchange, account));
        keys.add(account.key());
    }

    private static SignedHalf signedHalf(LiveExchange live, Surroundings outside, Authenticator authenticator) {
        PrivateApi api = new PrivateApi(live, outside.venue, authenticator, new UidLimits(outside.nanoTime));
        return new SignedHalf(live, authenticator, api);
    }

    /// The base URL of the REST API, without a path.
    public URI restUrl() {
        return URI.create("http://%s:%d".formatted(host, server.port()));
    }

    /// The URL of this category's public stream.
    public URI publicStreamUrl(Category category) {
        return URI.create("ws://%s:%d%s".formatted(host, server.port(), streamPath(category)));
    }

    /// The URL of the stream about a client's own account.
    public URI privateStreamUrl() {
        return URI.create("ws://%s:%d%s".formatted(host, server.port(), PRIVATE));
    }

    /// The URL of the stream that takes orders; demo trading has none.
    public URI tradeStreamUrl() {
        return URI.create("ws://%s:%d%s".formatted(host, server.port(), TRADE));
    }

    /// The base URL of the control API, without a path.
    public URI controlUrl() {
        return control.url();
    }

    /// The accounts themselves, without a request that may fail.
    public LiveExchange exchange() {
        return live;
    }

    /// Injects faults into this simulator.
    public SimFaults faults() {
        return faults;
    }

    @Override
    public void close() {
        control.close();
        streams.close();
        server.stop();
    }

    private static String streamPath(Category category) {
        return "/v5/public/" + category.wireName();
    }
}
