/// Instruments, candles and quotes, and the ports through which they are read and written. Start at [Candle].
@NullMarked
package io.tradinghub.market;

import org.jspecify.annotations.NullMarked;
