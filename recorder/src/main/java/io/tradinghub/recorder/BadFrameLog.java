package io.tradinghub.recorder;

import java.util.EnumSet;
import java.util.Set;

import io.tradinghub.operations.Telemetry;
import io.tradinghub.recorder.frame.FrameFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts bad frames and logs the first one of each kind with its text. Single-threaded.
final class BadFrameLog {
    private static final Logger LOG = LoggerFactory.getLogger(BadFrameLog.class);
    private static final int MAX_LOGGED_CHARACTERS = 2_000;
    private final Set<FrameFault> loggedFaults = EnumSet.noneOf(FrameFault.class);
    private final Telemetry.Counter badFrames;

    BadFrameLog(Telemetry telemetry) {
        badFrames = telemetry.counter("bad_frames");
    }

    void add(FrameFault fault, String detail, String frame) {
        badFrames.increment();
        if (loggedFaults.add(fault)) {
            LOG.atWarn().addKeyValue("kind", fault).addKeyValue("detail", detail)
                    .addKeyValue("frame", frame.substring(0, Math.min(frame.length(), MAX_LOGGED_CHARACTERS)))
                    .log("bad frame received; further frames of this kind are counted, not logged");
        }
    }
}
