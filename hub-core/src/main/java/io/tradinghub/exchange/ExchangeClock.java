package io.tradinghub.exchange;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The exchange's clock: a local clock, corrected by the stamps that the exchange puts on what it sends. Until the
/// first stamp it is the local one.
///
/// A stamp is older than the moment at which it is heard, by the way it came, so the one that came quickest counts, and
/// the clock is behind the exchange's by that way but never ahead of it. Stamps older than a minute no longer count,
/// since the local clock may have been set meanwhile. That it was set forward looks like stamps that are long on their
/// way; only the stamp on an answer tells the two apart, and the clock is right again with the first one. Any thread
/// may call.
public final class ExchangeClock implements InstantSource {
    private static final long WINDOW_MILLIS = Duration.ofSeconds(30).toMillis();
    /// A clock that jumps so far ahead is believed when a second stamp says so too.
    private static final long LEAP_MILLIS = Duration.ofMinutes(1).toMillis();
    /// Half of what Bybit lets a request be ahead.
    private static final long MOST_AHEAD_MILLIS = 500;
    private final InstantSource local;
    // Guarded by this: leads of the exchange over the local clock, the largest of this window and of the one before.
    private long windowStart;
    private long lead;
    private long leadBefore;
    private boolean heard;
    private boolean leaping;

    /// @param local what passes between two stamps, the wall clock or a simulator's
    public ExchangeClock(InstantSource local) {
        this.local = local;
    }

    /// Takes a stamp of the exchange that has just come in.
    public synchronized void heard(long exchangeMillis) {
        long now = local.millis();
        long newest = exchangeMillis - now;
        if (!heard) {
            begin(now, newest);
            return;
        }
        boolean isLeap = newest > Math.max(lead, leadBefore) + LEAP_MILLIS;
        if (isLeap && !leaping) {
            leaping = true;
            return;
        }
        leaping = false;
        if (Math.abs(now - windowStart) >= WINDOW_MILLIS) {
            windowStart = now;
            leadBefore = lead;
            lead = newest;
        } else {
            lead = Math.max(lead, newest);
        }
    }

    /// The local time, to be kept with a question for [#answered].
    public long asked() {
        return local.millis();
    }

    /// Takes the stamp on an answer that has just come in. It was made after the question left, so a clock that was
    /// past the stamp already then is wrong, and begins anew with this stamp.
    ///
    /// @param askedMillis what [#asked] was when the question left
    public synchronized void answered(long askedMillis, long exchangeMillis) {
        long largestLead = exchangeMillis - askedMillis;
        if (heard && Math.max(lead, leadBefore) > largestLead + MOST_AHEAD_MILLIS) {
            restarted(exchangeMillis);
        } else {
            heard(exchangeMillis);
        }
    }

    /// Takes the stamp on the exchange's word that a request bore a wrong time: nothing that was heard before counts.
    public synchronized void restarted(long exchangeMillis) {
        long now = local.millis();
        begin(now, exchangeMillis - now);
    }

    private void begin(long now, long newest) {
        heard = true;
        leaping = false;
        windowStart = now;
        lead = newest;
        leadBefore = newest;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public long millis() {
        return local.millis() - localAheadMillis();
    }

    /// How far the local clock is ahead of the exchange's, negative when it is behind; 0 before the first stamp.
    public synchronized long localAheadMillis() {
        return -Math.max(lead, leadBefore);
    }
}
