package io.tradinghub.sim;

/// How a simulator serves: `port` 0 takes any free one; `pushMillis` is the real time between two looks at the market;
/// `requestsPerFiveSeconds` is Bybit's limit per IP address.
public record SimSettings(String host, int port, int pushMillis, int requestsPerFiveSeconds) {
    private static final int BYBIT_LIMIT = 600;

    public SimSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, got " + port);
        }
        if (pushMillis < 1 || pushMillis > 10_000) {
            throw new IllegalArgumentException("push interval must be 1 to 10000 ms, got " + pushMillis);
        }
        if (requestsPerFiveSeconds < 1) {
            throw new IllegalArgumentException("request limit must be 1 or more, got " + requestsPerFiveSeconds);
        }
    }

    /// This machine only, any free port, a push every 100 ms, Bybit's request limit.
    public static SimSettings local() {
        return new SimSettings("127.0.0.1", 0, 100, BYBIT_LIMIT);
    }

    public SimSettings withAddress(String otherHost, int otherPort) {
        return new SimSettings(otherHost, otherPort, pushMillis, requestsPerFiveSeconds);
    }

    public SimSettings withPushMillis(int otherPushMillis) {
        return new SimSettings(host, port, otherPushMillis, requestsPerFiveSeconds);
    }

    public SimSettings withRequestsPerFiveSeconds(int otherLimit) {
        return new SimSettings(host, port, pushMillis, otherLimit);
    }
}
