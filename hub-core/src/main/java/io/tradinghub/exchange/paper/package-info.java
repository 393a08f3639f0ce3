/// An exchange that exists only here: real prices, simulated fills. Start at [PaperExchange].
@NullMarked
package io.tradinghub.exchange.paper;

import org.jspecify.annotations.NullMarked;
