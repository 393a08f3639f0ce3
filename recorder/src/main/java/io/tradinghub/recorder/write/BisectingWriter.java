package io.tradinghub.recorder.write;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

import io.tradinghub.market.CandleLines;
import io.tradinghub.market.CandleStore;
import io.tradinghub.market.CandleStore.WriteResult;
import io.tradinghub.operations.Telemetry;

/// Writes batches, and halves a batch that the store refuses, in whole or in part, until the bad lines stand alone and
/// are set aside.
final class BisectingWriter {
    private final CandleStore store;
    private final RejectedLines refused;
    private final Telemetry.Counter writes;
    private final Telemetry.Counter linesStored;
    private final Telemetry.Counter linesRefused;

    BisectingWriter(CandleStore store, RejectedLines refused, Telemetry telemetry) {
        this.store = store;
        this.refused = refused;
        this.writes = telemetry.counter("store_writes");
        this.linesStored = telemetry.counter("candles_stored");
        this.linesRefused = telemetry.counter("candles_refused");
    }

    /// What became of a batch.
    sealed interface Outcome {
        /// Every line is stored or set aside.
        record Done() implements Outcome {}

        /// The store gave no usable answer; the batch is to be written again.
        record StoreAway(String reason) implements Outcome {}
    }

    Outcome write(CandleLines batch) {
        Deque<CandleLines> left = new ArrayDeque<>();
        left.push(batch);
        while (!left.isEmpty()) {
            CandleLines part = left.pop();
            if (part.count() == 0) {
                continue;
            }
            writes.increment();
            switch (store.write(part)) {
                case WriteResult.Written() -> linesStored.add(part.count());
                case WriteResult.Refused(String reason) -> split(part, reason, left);
                case WriteResult.PartlyRefused(String reason) -> split(part, reason, left);
                case WriteResult.Unavailable(String reason) -> {
                    return new Outcome.StoreAway(reason);
                }
            }
        }
        return new Outcome.Done();
    }

    private void split(CandleLines part, String reason, Deque<CandleLines> left) {
        if (part.count() == 1) {
            linesRefused.increment();
            refused.add(part.text().stripTrailing(), reason);
            return;
        }
        int firstLines = part.count() / 2;
        int cut = endOfLine(part.bytes(), firstLines);
        left.push(
                new CandleLines(Arrays.copyOfRange(part.bytes(), cut, part.bytes().length), part.count() - firstLines));
        left.push(new CandleLines(Arrays.copyOf(part.bytes(), cut), firstLines));
    }

    private static int endOfLine(byte[] bytes, int lines) {
        int at = 0;
        for (int seen = 0; seen < lines; at++) {
            if (bytes[at] == '\n') {
                seen++;
            }
        }
        return at;
    }
}
