package io.tradinghub.exchange.bybit.account;

import java.util.Optional;

import io.tradinghub.bot.BotId;
import io.tradinghub.order.ClientOrderId;

/// Tells the bot's orders from those of others in the same account by their `orderLinkId`. Bybit fills the field in by
/// itself for a person's spot orders.
record OwnOrders(BotId bot) {

    /// Whether the row is of the bot's, or does not say whose it is.
    boolean mayBe(Row row) {
        return !row.json().path("orderLinkId").isTextual() || idIn(row.text("orderLinkId")).isPresent();
    }

    Optional<ClientOrderId> idIn(String orderLinkId) {
        if (orderLinkId.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ClientOrderId(orderLinkId)).filter(id -> id.isOf(bot));
        } catch (IllegalArgumentException _) {
            // No bot makes such an id.
            return Optional.empty();
        }
    }
}
