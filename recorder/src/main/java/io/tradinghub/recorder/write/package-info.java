/// Writes candle lines to the store, and to disk while the store is unavailable. Start at
/// [io.tradinghub.recorder.write.CandleWriter].
@NullMarked
package io.tradinghub.recorder.write;

import org.jspecify.annotations.NullMarked;
