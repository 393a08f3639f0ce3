/// Keeps connections to Bybit's streams, public and private. Start at
/// [io.tradinghub.exchange.bybit.stream.StreamSession].
@NullMarked
package io.tradinghub.exchange.bybit.stream;

import org.jspecify.annotations.NullMarked;
