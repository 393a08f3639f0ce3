/// Decodes the frames of the public streams into candles, quotes and funding rates. Start at [FrameDecoder].
@NullMarked
package io.tradinghub.recorder.frame;

import org.jspecify.annotations.NullMarked;
