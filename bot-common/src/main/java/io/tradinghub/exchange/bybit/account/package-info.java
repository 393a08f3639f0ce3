/// Trades in an account at Bybit v5: signed REST calls and the private stream behind the port
/// [io.tradinghub.exchange.Exchange]. Start at [io.tradinghub.exchange.bybit.account.BybitExchange].
@NullMarked
package io.tradinghub.exchange.bybit.account;

import org.jspecify.annotations.NullMarked;
