package io.tradinghub.sim.signed;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

import io.tradinghub.sim.fault.Fault;
import io.tradinghub.sim.fault.SimFaults;
import io.tradinghub.sim.key.ApiKey;
import io.tradinghub.sim.key.ApiKeys;
import io.tradinghub.sim.key.Signature;
import io.tradinghub.sim.wire.ApiException;

/// Checks who calls: key, time, signature, address. Thread-safe.
///
/// The wall clock counts here, since clients stamp with theirs, whatever the speed of the market.
public final class Authenticator {
    private static final String DEFAULT_WINDOW = "5000";
    private static final long MAX_WINDOW = 60_000;
    private static final long ALLOWED_AHEAD_MILLIS = 1_000;
    private static final String STREAM_TEXT = "GET/realtime";
    private final ApiKeys keys;
    private final SimFaults faults;
    private final InstantSource wallClock;

    /// A request as it was signed.
    ///
    /// @param window as sent; empty means 5,000 ms
    /// @param payload the query, or the body, with one character for each byte
    public record SignedRequest(String key, String timestamp, Optional<String> window, String signature,
            String payload, String address) {

        private String signedText(String signedWindow) {
            return timestamp + key + signedWindow + payload;
        }

        /// Whether the owner of the secret has signed this; clients that name no window may sign none.
        boolean isSignedWith(String secret) {
            return isSigned(window.orElse(DEFAULT_WINDOW), secret) || (window.isEmpty() && isSigned("", secret));
        }

        private boolean isSigned(String signedWindow, String secret) {
            byte[] signed = signedText(signedWindow).getBytes(StandardCharsets.ISO_8859_1);
            return Signature.matches(signature, signed, secret);
        }
    }

    public Authenticator(ApiKeys keys, SimFaults faults, InstantSource wallClock) {
        this.keys = keys;
        this.faults = faults;
        this.wallClock = wallClock;
    }

    /// The server's time: the wall clock, with the jump that is armed.
    public long serverMillis() {
        return wallClock.millis() + faults.clockOffset().toMillis();
    }

    /// The key of a request that may be answered.
    public ApiKey check(SignedRequest request) throws ApiException {
        ApiKey key = known(request.key);
        checkTime(request.timestamp, request.window.orElse(DEFAULT_WINDOW));
        if (!request.isSignedWith(key.secret())) {
            throw new ApiException(10_004,
                    "error sign! origin_string[%s]"
                            .formatted(request.signedText(request.window.orElse(DEFAULT_WINDOW))));
        }
        checkAddress(key, request.address);
        return key;
    }

    /// The key that a stream's `auth` names; `expires` must lie in the future.
    public ApiKey checkStream(String name, String expires, String signature, String address) throws ApiException {
        long server = serverMillis();
        if (!expires.matches("[0-9]{1,16}") || Long.parseLong(expires) <= server) {
            throw ApiException.parameter("Params Error");
        }
        ApiKey key = known(name);
        if (!Signature.matches(signature, (STREAM_TEXT + expires).getBytes(StandardCharsets.UTF_8), key.secret())) {
            throw new ApiException(10_004, "Error sign, please check your signature generation algorithm.");
        }
        checkAddress(key, address);
        return key;
    }

    private ApiKey known(String name) throws ApiException {
        ApiKey key = keys.find(name).orElseThrow(() -> new ApiException(10_003, "API key is invalid."));
        if (key.hasExpired(Instant.ofEpochMilli(serverMillis()))) {
            throw new ApiException(33_004, "Your api key has expired.");
        }
        return key;
    }

    /// Accepts `server - window <= timestamp < server + 1000`.
    public void checkTime(String timestamp, String window) throws ApiException {
        if (!timestamp.matches("[0-9]{1,16}") || !window.matches("[0-9]{1,9}")) {
            throw ApiException.parameter("params error: timestamp or recv_window invalid");
        }
        long sent = Long.parseLong(timestamp);
        long server = serverMillis();
        long allowed = Math.min(MAX_WINDOW, Long.parseLong(window));
        if (faults.take(Fault.WRONG_TIME) || sent < server - allowed || sent >= server + ALLOWED_AHEAD_MILLIS) {
            throw new ApiException(10_002, ("invalid request, please check your server timestamp or recv_window param."
                    + " req_timestamp[%d],server_timestamp[%d],recv_window[%s]").formatted(sent, server, window));
        }
    }

    private static void checkAddress(ApiKey key, String address) throws ApiException {
        if (!key.allows(address)) {
            throw new ApiException(10_010, "Unmatched IP, please check your API key's bound IP addresses.");
        }
    }
}
