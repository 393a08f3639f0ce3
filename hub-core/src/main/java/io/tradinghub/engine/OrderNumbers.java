package io.tradinghub.engine;

import io.tradinghub.bot.BotId;
import io.tradinghub.order.ClientOrderId;

/// Hands out client order ids, going on where the ledger stands.
final class OrderNumbers {
    private final BotId bot;
    private long next;

    OrderNumbers(BotId bot, long next) {
        this.bot = bot;
        this.next = next;
    }

    ClientOrderId next() {
        return ClientOrderId.of(bot, next++);
    }
}
