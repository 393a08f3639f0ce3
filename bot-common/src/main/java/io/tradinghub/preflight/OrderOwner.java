package io.tradinghub.preflight;

import java.util.Optional;
import java.util.regex.Pattern;

import io.tradinghub.bot.BotId;
import io.tradinghub.order.ClientOrderId;

/// Which bot of any hub gave an order its `orderLinkId`. Two bots whose names agree in their first 14 characters look
/// the same.
record OrderOwner(String orderLinkId) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{2,13}");

    boolean isOf(BotId bot) {
        return id().filter(id -> id.isOf(bot)).isPresent();
    }

    /// The beginning of the name of a bot other than this one.
    Optional<String> other(BotId bot) {
        return id().filter(id -> !id.isOf(bot) && hasStart(id))
                .map(id -> id.value().substring(0, id.value().indexOf('-')))
                .filter(name -> NAME.matcher(name).matches());
    }

    private Optional<ClientOrderId> id() {
        try {
            return orderLinkId.isEmpty() ? Optional.empty() : Optional.of(new ClientOrderId(orderLinkId));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // no bot makes such an id
        }
    }

    private static boolean hasStart(ClientOrderId id) {
        try {
            return id.start().isPresent();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
