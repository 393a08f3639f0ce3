package io.tradinghub.recorder.write;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

import io.tradinghub.market.CandleLines;
import io.tradinghub.market.CandleStore;
import io.tradinghub.market.CandleStore.WriteResult;
import io.tradinghub.operations.Telemetry;

/// Writes batches to the store. Halves a batch that the store rejects, in whole or in part, until each bad line is
/// isolated, and sets the bad lines aside.
final class BisectingWriter {
    private final CandleStore store;
    private final RejectedLines rejected;
    private final Telemetry.Counter writes;
    private final Telemetry.Counter linesStored;
    private final Telemetry.Counter linesRejected;

    BisectingWriter(CandleStore store, RejectedLines rejected, Telemetry telemetry) {
        this.store = store;
        this.rejected = rejected;
        this.writes = telemetry.counter("store_writes");
        this.linesStored = telemetry.counter("candles_stored");
        this.linesRejected = telemetry.counter("candles_refused");
    }

    /// The outcome of writing a batch.
    sealed interface Outcome {
        /// Every line is stored or set aside.
        record Completed() implements Outcome {}

        /// The store gave no usable answer; write the batch again later.
        record StoreUnavailable(String reason) implements Outcome {}
    }

    Outcome write(CandleLines batch) {
        Deque<CandleLines> pending = new ArrayDeque<>();
        pending.push(batch);
        while (!pending.isEmpty()) {
            CandleLines chunk = pending.pop();
            if (chunk.count() == 0) {
                continue;
            }
            writes.increment();
            switch (store.write(chunk)) {
                case WriteResult.Written() -> linesStored.add(chunk.count());
                case WriteResult.Refused(String reason) -> split(chunk, reason, pending);
                case WriteResult.PartlyRefused(String reason) -> split(chunk, reason, pending);
                case WriteResult.Unavailable(String reason) -> {
                    return new Outcome.StoreUnavailable(reason);
                }
            }
        }
        return new Outcome.Completed();
    }

    private void split(CandleLines chunk, String reason, Deque<CandleLines> pending) {
        if (chunk.count() == 1) {
            linesRejected.increment();
            rejected.add(chunk.text().stripTrailing(), reason);
            return;
        }
        int firstLines = chunk.count() / 2;
        int cut = endOfLine(chunk.bytes(), firstLines);
        pending.push(
                new CandleLines(Arrays.copyOfRange(chunk.bytes(), cut, chunk.bytes().length),
                        chunk.count() - firstLines));
        pending.push(new CandleLines(Arrays.copyOf(chunk.bytes(), cut), firstLines));
    }

    private static int endOfLine(byte[] bytes, int lines) {
        int at = 0;
        for (int found = 0; found < lines; at++) {
            if (bytes[at] == '\n') {
                found++;
            }
        }
        return at;
    }
}
