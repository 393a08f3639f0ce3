/// Records public market data of Bybit: streams and REST in, candles to the store and live data to the bots out.
@NullMarked
package io.tradinghub.recorder;

import org.jspecify.annotations.NullMarked;
