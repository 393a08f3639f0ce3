package io.tradinghub.local.kill;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.tradinghub.local.statement.Booking;
import io.tradinghub.local.statement.ExchangeStatement;
import io.tradinghub.local.statement.LedgerStatement;
import io.tradinghub.local.statement.Statement;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.position.PositionBoard;

/// Compares what the exchange, the ledger and the board say of one account.
final class Judge {
    /// An entry may be as old as its decision may be, and its request half as old again.
    private static final long DECISION_MILLIS = 20_000;
    private static final double GRID = 1e-3;
    private final Account account;
    private final ExchangeStatement exchange;
    private final LedgerStatement ledger;
    private final PositionBoard board;
    private final SteppedMarket market;
    private final Map<InstrumentId, BigDecimal> running = new HashMap<>();
    private int judged;

    Judge(Account account, ExchangeStatement exchange, LedgerStatement ledger, PositionBoard board,
            SteppedMarket market) {
        this.account = account;
        this.exchange = exchange;
        this.ledger = ledger;
        this.board = board;
        this.market = market;
    }

    int orders() {
        return exchange.read(account.uid()).orders().size();
    }

    int executions() {
        return exchange.read(account.uid()).executions().size();
    }

    /// Whether a process that was started then has read its account.
    boolean isResynced(Instant started) {
        return ledger.watermark(account.bot()).filter(until -> until.isAfter(started)).isPresent();
    }

    /// What does not agree now, for people. While the bot is at work something may differ for a moment; what still
    /// differs when it has had its time is wrong.
    ///
    /// @param started when the process that lives was started
    List<String> differences(Instant started) {
        Statement said = exchange.read(account.uid());
        Statement booked = ledger.read(account.bot());
        List<String> found = new ArrayList<>(ledger.wrongSums(account.bot()));
        if (!isResynced(started)) {
            found.add("no resync since the start at " + started);
        }
        found.addAll(said.differencesTo(booked));
        compareBoard(booked.positions(), found);
        exchange.perpetuals(account.uid()).stream().filter(held -> held.stopLoss().signum() == 0)
                .forEach(held -> found.add("%s %s has no stop".formatted(held.size().toPlainString(),
                        held.listing().id())));
        compareWithWanted(said.positions(), found);
        return found;
    }

    private void compareBoard(Map<InstrumentId, BigDecimal> booked, List<String> found) {
        try {
            Map<InstrumentId, BigDecimal> shown = Statement.held(board.read());
            if (!shown.equals(booked)) {
                found.add("the board shows %s, the ledger has %s".formatted(shown, booked));
            }
        } catch (StoreUnavailableException away) {
            found.add("the board cannot be read: " + away.getMessage());
        }
    }

    /// Where the bot takes what is offered, it must not hold more than it wants; it may hold less, after its stop.
    private void compareWithWanted(Map<InstrumentId, BigDecimal> positions, List<String> found) {
        for (Coin coin : Coin.values()) {
            int level = market.level(coin);
            if (LevelBot.rests(coin, level)) {
                continue;
            }
            for (InstrumentId instrument : coin.instruments()) {
                double wanted = LevelBot.wanted(instrument, level);
                double held = positions.getOrDefault(instrument, BigDecimal.ZERO).doubleValue();
                double most = Math.abs(wanted) + coin.largest() * GRID;
                boolean isOtherSide = wanted * held < 0 && Math.abs(held) > coin.largest() * GRID;
                if (Math.abs(held) > most || isOtherSide) {
                    found.add("%s %s is held, %s is wanted".formatted(held, instrument, wanted));
                }
            }
        }
    }

    /// What can never be right again: executions since the last call that took a position past what was wanted when
    /// their order was made.
    List<String> excesses() {
        Statement said = exchange.read(account.uid());
        List<String> found = new ArrayList<>();
        List<Booking> executions = List.copyOf(said.executions().values());
        for (Booking booking : executions.subList(judged, executions.size())) {
            BigDecimal before = running.getOrDefault(booking.instrument(), BigDecimal.ZERO);
            BigDecimal after = before.add(booking.change());
            running.put(booking.instrument(), after);
            Statement.Order order = said.orders().get(booking.order());
            if (order != null && after.abs().compareTo(before.abs()) > 0) {
                double most = market.mostWanted(booking.instrument(), after.signum(),
                        order.createdMillis() - DECISION_MILLIS, Long.MAX_VALUE);
                if (after.abs().doubleValue() > most + Coin.of(booking.instrument()).largest() * GRID) {
                    found.add("order %s took %s to %s, at most %s was wanted".formatted(booking.order(),
                            booking.instrument(), after.toPlainString(), most));
                }
            }
        }
        judged = executions.size();
        return found;
    }
}
