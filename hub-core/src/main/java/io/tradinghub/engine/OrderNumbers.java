package io.tradinghub.engine;

import io.tradinghub.bot.BotId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.StartMark;

/// Hands out the ids of one start: of orders and of risk events.
final class OrderNumbers {
    private final BotId bot;
    private final StartMark start;
    private long orders;
    private long events;

    OrderNumbers(BotId bot, StartMark start) {
        this.bot = bot;
        this.start = start;
    }

    ClientOrderId next() {
        orders++;
        return ClientOrderId.of(bot, start, orders);
    }

    String nextEventKey() {
        events++;
        return start + "-" + Long.toString(events, 36);
    }

    /// Whether a later start of the same bot handed out the id.
    boolean isOfLaterStart(ClientOrderId id) {
        return id.isOf(bot) && id.start().filter(other -> other.isNewerThan(start)).isPresent();
    }

    /// Whether an earlier start of the same bot handed out the id.
    boolean isOfEarlierStart(ClientOrderId id) {
        return id.isOf(bot) && id.start().filter(start::equals).isEmpty() && !isOfLaterStart(id);
    }

    boolean isOwn(ClientOrderId id) {
        return id.isOf(bot);
    }
}
