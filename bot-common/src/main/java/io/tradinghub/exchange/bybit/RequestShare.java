package io.tradinghub.exchange.bybit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsReader;

/// A program's fixed share of the 600 requests that Bybit allows an IP address in any 5 s (v5 documentation, "Rate
/// Limit Rules"). Any thread may call.
///
/// It counts what left within the last 6 s, since one request may take a second longer to Bybit than the next. Counting
/// lets a whole share leave at once after a quiet time, which a bucket that is filled slowly would not, and exits come
/// in bursts.
public final class RequestShare {
    /// What Bybit allows an address, in requests per second.
    public static final double OF_THE_HOST = 120;
    /// What the recorder takes of it by default.
    public static final double OF_THE_RECORDER = 12;
    /// What one bot takes of it by default: 30 bots and the recorder take 108, a tenth is left to people.
    public static final double OF_A_BOT = 3.2;
    private static final long COUNTED_SECONDS = 5;
    private static final long WINDOW_NANOS = Duration.ofSeconds(COUNTED_SECONDS + 1).toNanos();
    private static final double ROUNDING = 1e-9;
    private final int size;
    private final boolean keepsForExits;
    private final Waiting waiting;
    // Guarded by this: when each request of the window left, the oldest first.
    private final Deque<Long> left = new ArrayDeque<>();
    private long sent;
    private long waitedNanos;

    RequestShare(double requestsPerSecond, boolean keepsForExits, Waiting waiting) {
        this.size = (int) Math.floor(requestsPerSecond * COUNTED_SECONDS + ROUNDING);
        if (size < 1) {
            throw new IllegalArgumentException("a share must hold a request, got %s a second".formatted(
                    requestsPerSecond));
        }
        this.keepsForExits = keepsForExits;
        this.waiting = waiting;
    }

    /// The share of a program that trades: three eighths of it are kept for exits.
    public static RequestShare ofTrading(double requestsPerSecond) {
        return new RequestShare(requestsPerSecond, true, Waiting.real());
    }

    /// The share of a program that only asks.
    public static RequestShare ofQuestions(double requestsPerSecond) {
        return new RequestShare(requestsPerSecond, false, Waiting.real());
    }

    /// Declares how large the share is, in requests per second.
    public static Setting<Double> declare(SettingsReader in, double usual) {
        return in.number("BYBIT_REQUESTS_PER_SECOND",
                "This program's share of the 120 that Bybit allows the address of the host; kept over any 5 seconds.",
                1, OF_THE_HOST).orElse(usual);
    }

    /// Waits for the caller's turn, the more important lanes first.
    ///
    /// @return false when it would not come within this time; nothing is taken then
    boolean take(Lane lane, Duration longest) throws InterruptedException {
        long start = waiting.nanoTime();
        for (long wait = tryTake(lane); wait > 0; wait = tryTake(lane)) {
            if (waiting.nanoTime() - start + wait > longest.toNanos()) {
                return false;
            }
            waiting.pause(Duration.ofNanos(wait));
            waited(wait);
        }
        return true;
    }

    /// Takes a turn, or answers in how many nanoseconds one may be free.
    private synchronized long tryTake(Lane lane) {
        long now = waiting.nanoTime();
        while (!left.isEmpty() && now - left.getFirst() >= WINDOW_NANOS) {
            left.removeFirst();
        }
        int tooMany = left.size() - (keepsForExits ? lane.mostOf(size) : size);
        if (tooMany < 0) {
            left.addLast(now);
            sent++;
            return 0;
        }
        long freedBy = left.stream().skip(tooMany).findFirst().orElseThrow();
        return freedBy + WINDOW_NANOS - now;
    }

    private synchronized void waited(long nanos) {
        waitedNanos += nanos;
    }

    /// Requests per 5 s.
    int size() {
        return size;
    }

    /// Requests that left since the start.
    synchronized long sent() {
        return sent;
    }

    /// How long requests waited for their turn since the start, all of them together.
    synchronized Duration waited() {
        return Duration.ofNanos(waitedNanos);
    }
}
