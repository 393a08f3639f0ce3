package io.tradinghub.recorder;

import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.operations.Telemetry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says once when the clock of this host is wrong and once when it is right again. The recorder itself goes by the
/// exchange's clock; bots and people go by this one. Single-threaded.
final class ClockDriftMonitor {
    private static final Logger LOG = LoggerFactory.getLogger(ClockDriftMonitor.class);
    private static final long TOLERATED_MILLIS = 1_000;
    private final ExchangeClock clock;
    private boolean wrong;

    ClockDriftMonitor(ExchangeClock clock, Telemetry telemetry) {
        this.clock = clock;
        telemetry.gauge("clock_offset_millis", clock::localAheadMillis);
    }

    void look() {
        long ahead = clock.localAheadMillis();
        boolean isWrong = Math.abs(ahead) > TOLERATED_MILLIS;
        if (isWrong && !wrong) {
            LOG.atWarn().addKeyValue("aheadMillis", ahead)
                    .log("the clock of this host is not that of the exchange, set it by NTP");
        } else if (!isWrong && wrong) {
            LOG.atInfo().addKeyValue("aheadMillis", ahead).log("the clock of this host is right again");
        }
        wrong = isWrong;
    }
}
