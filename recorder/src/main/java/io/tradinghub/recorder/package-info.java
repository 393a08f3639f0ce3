/// Records public market data of Bybit: reads streams and REST, writes candles to the store and live data to the bots.
/// Start at [RecorderMain].
@NullMarked
package io.tradinghub.recorder;

import org.jspecify.annotations.NullMarked;
