package io.tradinghub.engine;

import java.time.Duration;

import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.risk.RiskRule;
import org.jspecify.annotations.Nullable;

/// When the next order of one instrument may leave, and how hard an exit is tried. Moments are by the steady clock.
final class Pacing {
    /// An exit that has failed as often is announced.
    static final int ANNOUNCED_EXIT_FAILURES = 3;
    private static final int SECOND_SLIPPAGE_BPS = 100;
    private static final int MOST_DOUBLINGS = 6;
    private long notBeforeMillis = Long.MIN_VALUE;
    private long entryNotBeforeMillis = Long.MIN_VALUE;
    private int entryFailures;
    private int exitFailures;
    private @Nullable RiskRule lastRefusal;

    boolean mayExit(long nowMillis) {
        return nowMillis >= notBeforeMillis;
    }

    boolean mayEnter(long nowMillis) {
        return nowMillis >= notBeforeMillis && nowMillis >= entryNotBeforeMillis;
    }

    void pauseUntil(long millis) {
        notBeforeMillis = millis;
    }

    void pauseEntriesUntil(long millis) {
        entryNotBeforeMillis = millis;
    }

    /// An entry came to nothing, or an exit to less than was asked. An entry waits longer after every one in a row; an
    /// exit is tried again soon, and harder.
    ///
    /// @return whether people should hear now that exits fail
    boolean failed(OrderRequest request, long nowMillis, Duration retryDelay) {
        notBeforeMillis = nowMillis + retryDelay.toMillis();
        if (request.effect() == Effect.ANY) {
            entryNotBeforeMillis = nowMillis + retryDelay.toMillis() * (1L << Math.min(entryFailures, MOST_DOUBLINGS));
            entryFailures++;
            return false;
        }
        exitFailures++;
        return exitFailures == ANNOUNCED_EXIT_FAILURES;
    }

    /// How far from the touch the next exit may fill: the bound of the settings, then wider; negative for a market
    /// order.
    int exitSlippageBps(int firstBps) {
        return switch (exitFailures) {
            case 0 -> firstBps;
            case 1 -> Math.max(firstBps, SECOND_SLIPPAGE_BPS);
            default -> -1;
        };
    }

    /// Something traded. An exit of which only a part traded is no less urgent for that.
    void traded() {
        entryFailures = 0;
        lastRefusal = null;
    }

    /// An exit traded whole, or nothing is held any more: the next one starts gently.
    void exited() {
        exitFailures = 0;
    }

    /// An order that the exchange had accepted was cancelled on our word: nothing failed.
    void cancelled() {
        entryFailures = 0;
    }

    /// Whether this reason was not told yet.
    boolean isNews(RiskRule rule) {
        boolean news = rule != lastRefusal;
        lastRefusal = rule;
        return news;
    }
}
