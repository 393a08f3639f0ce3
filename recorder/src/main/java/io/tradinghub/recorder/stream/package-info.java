/// Keeps the connections to the public streams. Start at [io.tradinghub.recorder.stream.StreamSession].
@NullMarked
package io.tradinghub.recorder.stream;

import org.jspecify.annotations.NullMarked;
