package io.tradinghub.sim;

import io.tradinghub.sim.exchange.Environment;
import io.tradinghub.sim.exchange.Exchange;

/// Settings of one simulator.
///
/// @param port 0 picks a free port
/// @param controlPort of the control API, which only this machine reaches; 0 picks a free port
/// @param pushMillis real time between two pushes to the streams
/// @param requestsPerFiveSeconds REST requests that one IP address may send in five seconds
/// @param exchange how orders are matched
public record SimSettings(String host, int port, int controlPort, int pushMillis, int requestsPerFiveSeconds,
        Exchange.Settings exchange) {
    private static final int MAX_PORT = 65_535;
    private static final int MAX_PUSH_MILLIS = 10_000;
    private static final int BYBIT_LIMIT = 600;

    public SimSettings {
        requirePort("port", port);
        requirePort("control port", controlPort);
        if (pushMillis < 1 || pushMillis > MAX_PUSH_MILLIS) {
            throw new IllegalArgumentException(
                    "push interval must be 1 to %d ms, got %d".formatted(MAX_PUSH_MILLIS, pushMillis));
        }
        if (requestsPerFiveSeconds < 1) {
            throw new IllegalArgumentException("request limit must be 1 or more, got " + requestsPerFiveSeconds);
        }
    }

    private static void requirePort(String name, int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("%s must be 0 to %d, got %d".formatted(name, MAX_PORT, port));
        }
    }

    /// Listens on the loopback address and free ports, pushes every 100 ms and enforces Bybit's request limit.
    public static SimSettings local() {
        return new SimSettings("127.0.0.1", 0, 0, 100, BYBIT_LIMIT, new Exchange.Settings(1, Environment.MAINNET, 0));
    }

    public SimSettings withAddress(String otherHost, int otherPort) {
        return new SimSettings(otherHost, otherPort, controlPort, pushMillis, requestsPerFiveSeconds, exchange);
    }

    public SimSettings withControlPort(int otherPort) {
        return new SimSettings(host, port, otherPort, pushMillis, requestsPerFiveSeconds, exchange);
    }

    public SimSettings withPushMillis(int otherPushMillis) {
        return new SimSettings(host, port, controlPort, otherPushMillis, requestsPerFiveSeconds, exchange);
    }

    public SimSettings withRequestsPerFiveSeconds(int otherLimit) {
        return new SimSettings(host, port, controlPort, pushMillis, otherLimit, exchange);
    }

    public SimSettings withExchange(Exchange.Settings otherExchange) {
        return new SimSettings(host, port, controlPort, pushMillis, requestsPerFiveSeconds, otherExchange);
    }
}
