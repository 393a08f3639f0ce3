package io.tradinghub.recorder;

import java.time.Duration;

import io.tradinghub.operations.Telemetry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs all counters and gauges every minute, on a thread of its own: what a gauge asks may hang.
final class StatusLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusLog.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private final Telemetry telemetry;
    private final Thread thread;

    private StatusLog(Telemetry telemetry) {
        this.telemetry = telemetry;
        this.thread = Thread.ofVirtual().name("status").unstarted(this::run);
    }

    static StatusLog open(Telemetry telemetry) {
        StatusLog status = new StatusLog(telemetry);
        status.thread.start();
        return status;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(INTERVAL);
                LOG.atInfo().addKeyValue("counters", telemetry.snapshot()).log("recorder status");
            }
        } catch (InterruptedException e) {
            LOG.atDebug().log("status log ended");
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
