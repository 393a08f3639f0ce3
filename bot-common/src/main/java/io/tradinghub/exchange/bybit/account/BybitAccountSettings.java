package io.tradinghub.exchange.bybit.account;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import io.tradinghub.exchange.bybit.RequestShare;
import io.tradinghub.exchange.bybit.stream.StreamTimes;
import io.tradinghub.settings.HubMode;
import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsReader;

/// How to reach an account at Bybit. The two hosts are never derived from each other: regional sites have hosts of
/// their own.
///
/// @param rest scheme, host and port of the REST service
/// @param stream scheme, host and port of the streams; the path is the exchange's own
/// @param receiveWindow how long after its timestamp Bybit takes a request, 5 s by default
/// @param callTimeout how long a request may take; longer than the receive window helps no order
/// @param requestsPerSecond the program's share of the 120 that Bybit allows the address of the host
/// @param questionPause before a question that was not answered is asked again, doubled each time
/// @param streamCheck how often Bybit is asked whether the private stream kept an execution back
/// @param kept how long Bybit keeps executions and orders: two years, in demo seven days; none before are asked for
/// @param accountPause how long after a change the account is read, so that one reading serves many changes
public record BybitAccountSettings(URI rest, URI stream, Duration receiveWindow, Duration callTimeout,
        double requestsPerSecond, Duration questionPause, StreamTimes streamTimes, Duration streamCheck, Duration kept,
        Duration accountPause) {
    private static final Duration TWO_YEARS = Duration.ofDays(729);
    private static final Duration DEMO_WEEK = Duration.ofDays(7);
    private static final Duration RECEIVE_WINDOW = Duration.ofSeconds(5);
    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(1);
    private static final String REST_URL = "BYBIT_REST_URL";
    private static final String STREAM_URL = "BYBIT_PRIVATE_STREAM_URL";
    private static final String WINDOW = "BYBIT_RECEIVE_WINDOW";

    public BybitAccountSettings {
        if (!(receiveWindow.isPositive() && callTimeout.isPositive() && streamCheck.isPositive()
                && kept.isPositive() && accountPause.isPositive())) {
            throw new IllegalArgumentException("needs positive times, got %s, %s, %s, %s and %s"
                    .formatted(receiveWindow, callTimeout, streamCheck, kept, accountPause));
        }
    }

    public static BybitAccountSettings of(URI rest, URI stream) {
        return new BybitAccountSettings(rest, stream, RECEIVE_WINDOW, Duration.ofSeconds(8),
                RequestShare.OF_A_BOT, Duration.ofMillis(250), StreamTimes.quiet(), Duration.ofMinutes(1), TWO_YEARS,
                Duration.ofSeconds(2));
    }

    /// Declares `BYBIT_REST_URL`, `BYBIT_PRIVATE_STREAM_URL`, `BYBIT_RECEIVE_WINDOW` and `BYBIT_REQUESTS_PER_SECOND`;
    /// without addresses the hosts of the mode are used.
    ///
    /// @param mode one with an account
    public static Setting<BybitAccountSettings> declare(SettingsReader in, Setting<HubMode> mode) {
        Setting<Optional<URI>> rest = ofMode(in, mode, REST_URL, in
                .uri(REST_URL, "REST service that has the account, if it is a regional site's.", "https", "http")
                .optional());
        Setting<Optional<URI>> stream = ofMode(in, mode, STREAM_URL, in
                .uri(STREAM_URL, "Private stream of the account, if it is a regional site's.", "wss", "ws")
                .optional());
        Setting<Duration> window = in
                .duration(WINDOW, "How long after it is stamped Bybit still takes a request; a slow link needs more.",
                        Duration.ofSeconds(1), LONGEST_WINDOW)
                .orElse(RECEIVE_WINDOW);
        Setting<Double> requests = RequestShare.declare(in, RequestShare.OF_A_BOT);
        return in.combine(() -> of(rest.get().orElseGet(() -> BybitHosts.rest(mode.get())),
                stream.get().orElseGet(() -> BybitHosts.stream(mode.get())))
                .ofSite(window.get(), requests.get(), keptIn(mode.get())));
    }

    private static Setting<Optional<URI>> ofMode(SettingsReader in, Setting<HubMode> mode, String name,
            Setting<Optional<URI>> address) {
        return in.checked(address, name, given -> given.flatMap(uri -> BybitHosts.problem(mode.get(), uri)).orElse(""));
    }

    private static Duration keptIn(HubMode mode) {
        return mode == HubMode.DEMO ? DEMO_WEEK : TWO_YEARS;
    }

    private BybitAccountSettings ofSite(Duration window, double share, Duration keptTime) {
        return new BybitAccountSettings(rest, stream, window, callTimeout, share, questionPause,
                streamTimes, streamCheck, keptTime, accountPause);
    }
}
