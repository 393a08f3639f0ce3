package io.tradinghub.recorder;

import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.operations.Telemetry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs once when this host's clock is off and once when it is right again. The recorder itself uses the exchange's
/// clock; bots and people use the host's. Single-threaded.
final class ClockDriftMonitor {
    private static final Logger LOG = LoggerFactory.getLogger(ClockDriftMonitor.class);
    private static final long TOLERATED_MILLIS = 1_000;
    private final ExchangeClock clock;
    private boolean isOff;

    ClockDriftMonitor(ExchangeClock clock, Telemetry telemetry) {
        this.clock = clock;
        telemetry.gauge("clock_offset_millis", clock::localAheadMillis);
    }

    void check() {
        long ahead = clock.localAheadMillis();
        boolean isOffNow = Math.abs(ahead) > TOLERATED_MILLIS;
        if (isOffNow && !isOff) {
            LOG.atWarn().addKeyValue("aheadMillis", ahead)
                    .log("this host's clock differs from the exchange's clock, synchronize it by NTP");
        } else if (!isOffNow && isOff) {
            LOG.atInfo().addKeyValue("aheadMillis", ahead).log("this host's clock is right again");
        }
        isOff = isOffNow;
    }
}
