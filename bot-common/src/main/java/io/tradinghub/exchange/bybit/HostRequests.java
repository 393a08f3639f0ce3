package io.tradinghub.exchange.bybit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.tradinghub.exchange.HostLimits;
import io.tradinghub.exchange.RequestUse;
import io.tradinghub.operations.Telemetry;

/// What one program may send to Bybit's REST service from this host: as much as its share, and nothing while Bybit bans
/// the address. Made once in a program and passed to all that send. Any thread may call.
public final class HostRequests implements HostLimits, AutoCloseable {
    private static final String SENT = "exchange_requests";
    private static final String WAITED = "exchange_request_wait_millis";
    private static final String BANS = "exchange_bans";
    private static final String BANNED = "exchange_ban_seconds_left";
    private static final String SHARE = "exchange_requests_allowed_in_5s";
    private final RequestShare share;
    private final RequestBan ban;
    private final Optional<BanWatch> watch;

    private HostRequests(RequestShare share, RequestBan ban, Optional<BanWatch> watch) {
        this.share = share;
        this.ban = ban;
        this.watch = watch;
    }

    /// Shares bans with the other programs of the host. The caller closes it.
    ///
    /// @param clock this machine's, by which programs tell each other when a ban ends
    public static HostRequests open(RequestShare share, BanBoard board, InstantSource clock) {
        RequestBan ban = new RequestBan(clock, Waiting.real());
        return new HostRequests(share, ban, Optional.of(BanWatch.open(ban, board)));
    }

    /// For a program that is alone on its host, or that has nobody to tell. Nothing has to be closed.
    public static HostRequests alone(RequestShare share, InstantSource clock) {
        return alone(share, clock, Waiting.real());
    }

    static HostRequests alone(RequestShare share, InstantSource clock, Waiting waiting) {
        return new HostRequests(share, new RequestBan(clock, waiting), Optional.empty());
    }

    /// Waits for the request's turn; the request has to leave at once then.
    ///
    /// @param longest how long it may wait
    /// @return why it may not leave; empty when it may
    public Optional<String> await(Lane lane, Duration longest) throws InterruptedException {
        Optional<String> banned = banned();
        if (banned.isPresent()) {
            return banned;
        }
        // Another request may be banned while this one waits.
        return share.take(lane, longest)
                ? banned()
                : Optional.of("this program has used up its share of the host's requests");
    }

    private Optional<String> banned() {
        return ban.left().map(left -> "Bybit answered 403 to this host, staying away for another %d s"
                .formatted(left.toSeconds()));
    }

    /// Bybit answered 403: nothing leaves this host for ten minutes.
    public void refused() {
        ban.start();
    }

    @Override
    public Optional<Instant> bannedUntil() {
        return ban.until();
    }

    @Override
    public Optional<RequestUse> use() {
        return Optional.of(used());
    }

    private RequestUse used() {
        return new RequestUse(share.sent(), share.waited(), ban.count(), share.size());
    }

    /// Registers the numbers of [#use] and how long a ban lasts.
    public void show(Telemetry telemetry) {
        telemetry.gauges(Set.of(SENT, WAITED, BANS, BANNED, SHARE), () -> {
            RequestUse use = used();
            return Map.of(SENT, use.sent(), WAITED, use.waited().toMillis(), BANS, use.bans(), SHARE,
                    (long) use.allowedInFiveSeconds(), BANNED,
                    ban.left().map(Duration::toSeconds).orElse(0L));
        });
    }

    @Override
    public void close() {
        watch.ifPresent(BanWatch::close);
    }
}
