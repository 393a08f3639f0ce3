package io.tradinghub.sim.signed;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

import io.tradinghub.sim.exchange.AccountUpdate;
import io.tradinghub.sim.exchange.Exchange;
import io.tradinghub.sim.wire.ApiException;

/// Runs an [Exchange] by the market clock: lets one caller in at a time and brings it up to now before each call.
/// Thread-safe.
public final class LiveExchange {
    private final Exchange exchange;
    private final InstantSource clock;
    private final Object lock = new Object();

    /// One use of the exchange.
    @FunctionalInterface
    public interface Call<T> {
        T on(Exchange exchange) throws ApiException;
    }

    public LiveExchange(Exchange exchange, InstantSource clock) {
        this.exchange = exchange;
        this.clock = clock;
    }

    public <T> T call(Call<T> call) throws ApiException {
        synchronized (lock) {
            exchange.advance(clock.millis());
            return call.on(exchange);
        }
    }

    /// Changes the exchange in a way that it cannot refuse.
    public void run(Consumer<Exchange> change) {
        synchronized (lock) {
            exchange.advance(clock.millis());
            change.accept(exchange);
        }
    }

    /// Lets the exchange live up to now and returns what has changed since the last call, in order.
    public List<AccountUpdate> advance() {
        synchronized (lock) {
            exchange.advance(clock.millis());
            return exchange.takeUpdates();
        }
    }
}
