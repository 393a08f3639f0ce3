package io.tradinghub.runner;

import java.util.stream.Collectors;

import io.tradinghub.bot.BotId;
import io.tradinghub.bot.Subscription;
import io.tradinghub.ledger.LedgerSnapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells people at the start what the ledger knows of a bot.
final class StartReport {
    private static final Logger LOG = LoggerFactory.getLogger(StartReport.class);

    private final BotId bot;

    StartReport(BotId bot) {
        this.bot = bot;
    }

    void greet(LedgerSnapshot snapshot) {
        String found = snapshot.positions().stream().filter(position -> !position.isFlat())
                .map(position -> "%s %s at %s".formatted(position.instrument(),
                        position.quantity().stripTrailingZeros().toPlainString(),
                        position.entryPrice().stripTrailingZeros().toPlainString()))
                .collect(Collectors.joining(", "));
        if (!found.isEmpty()) {
            LOG.info("{} restarting, found existing position: {}", bot, found);
        } else if (snapshot.lastSeen().isPresent() || !snapshot.positions().isEmpty()) {
            LOG.info("{} restarting, no open position", bot);
        } else {
            LOG.info("{} starting for the first time", bot);
        }
    }

    void nameStrays(LedgerSnapshot snapshot, Subscription subscription) {
        snapshot.positions().stream()
                .filter(position -> !position.isFlat() && !subscription.instruments().contains(position.instrument()))
                .forEach(stray -> LOG.atError().addKeyValue("bot", bot).addKeyValue("instrument", stray.instrument())
                        .addKeyValue("quantity", stray.quantity().toPlainString())
                        .log("holds a position that it no longer trades: close it by hand or trade the instrument again"));
    }
}
