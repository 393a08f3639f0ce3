package io.tradinghub.market;

/// Writes candles. Writing one twice is the same as writing it once. Called by one thread at a time.
public interface CandleStore extends AutoCloseable {

    /// Stores the batch, or says what became of it.
    WriteResult write(CandleLines batch);

    @Override
    void close();

    /// What became of a batch.
    sealed interface WriteResult {

        /// Every line is stored.
        record Written() implements WriteResult {}

        /// The batch was refused as a whole because of at least one bad line: no line of it is stored.
        record Refused(String reason) implements WriteResult {}

        /// The good lines are stored, the bad ones are not and never will be.
        record PartlyRefused(String reason) implements WriteResult {}

        /// The store gave no usable answer: any part of the batch may be stored; write it again later.
        record Unavailable(String reason) implements WriteResult {}
    }
}
