package io.tradinghub.local;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import io.tradinghub.bot.BotId;
import io.tradinghub.local.statement.ExchangeStatement;
import io.tradinghub.local.statement.LedgerStatement;
import io.tradinghub.local.statement.Statement;

/// Compares what the simulated exchange says of each bot's account with what the ledger says, to the last digit.
final class DemoComparison {
    private static final Duration LOOK = Duration.ofMillis(100);
    /// A demo account forgets after seven days.
    private static final Duration COMPARED = Duration.ofDays(7).minusHours(1);
    private final ExchangeStatement exchange;
    private final LedgerStatement ledger;
    private final InstantSource marketClock;

    /// @param marketClock the exchange's
    DemoComparison(ExchangeStatement exchange, LedgerStatement ledger, InstantSource marketClock) {
        this.exchange = exchange;
        this.ledger = ledger;
        this.marketClock = marketClock;
    }

    /// What was compared.
    ///
    /// @param differences for people
    record Result(int executions, int fundingPayments, int orders, List<String> differences) {
        Result {
            differences = List.copyOf(differences);
        }

        private Result plus(Statement said, List<String> found) {
            List<String> all = new ArrayList<>(differences);
            all.addAll(found);
            return new Result(executions + said.executions().size(), fundingPayments + said.funding().size(),
                    orders + said.orders().size(), all);
        }
    }

    /// Compares one bot after the other while they trade. What differs at one moment may be on its way to the ledger: a
    /// bot is looked at again until both sides agree, or until this time is over for all of them.
    Result await(List<BotId> bots, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        Result result = new Result(0, 0, 0, List.of());
        for (BotId bot : bots) {
            result = await(bot, end, result);
        }
        return result;
    }

    private Result await(BotId bot, long endNanos, Result before) throws InterruptedException {
        while (true) {
            Instant since = marketClock.instant().minus(COMPARED);
            Statement said = exchange.read(DemoAccounts.uidOf(bot), since);
            List<String> found = said.differencesTo(ledger.read(bot, since));
            if (found.isEmpty() || System.nanoTime() - endNanos >= 0) {
                return before.plus(said, found.stream().map(text -> bot + ": " + text).toList());
            }
            Thread.sleep(LOOK);
        }
    }
}
