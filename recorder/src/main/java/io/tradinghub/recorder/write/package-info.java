/// Brings candle lines into the store, over the disk when the store is away. Start at
/// [io.tradinghub.recorder.write.CandleWriter].
@NullMarked
package io.tradinghub.recorder.write;

import org.jspecify.annotations.NullMarked;
