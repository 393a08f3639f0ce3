/// Proxies between a bot and what it talks to, which read along and can cut a line at a given moment of an order's
/// life. Start at [io.tradinghub.local.wire.TcpProxy].
@NullMarked
package io.tradinghub.local.wire;

import org.jspecify.annotations.NullMarked;
