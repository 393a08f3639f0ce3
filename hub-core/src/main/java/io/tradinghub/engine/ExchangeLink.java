package io.tradinghub.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.tradinghub.exchange.ExchangeEvent.LinkChanged;
import io.tradinghub.exchange.UnreadRow;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.LedgerEntry.PassedOver;
import io.tradinghub.order.LedgerEntry.Watermark;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.risk.RiskGate;
import io.tradinghub.risk.RiskRule;

/// Whether what happens at the exchange is heard. While it is not, no entry leaves; after every gap the exchange is
/// asked for what was missed before entries go on, and every few minutes besides.
///
/// A new start trades only after its first resync, which it asks for when no request of an earlier start can arrive any
/// more.
final class ExchangeLink {
    private static final long RETRY_MILLIS = Duration.ofSeconds(10).toMillis();
    private static final Duration OVERLAP = Duration.ofMinutes(1);
    private static final Duration FIRST_LOOK_BACK = Duration.ofDays(7);
    /// What cannot be read now can be read in a while only if a person does something about it.
    private static final long UNREAD_MILLIS = Duration.ofMinutes(1).toMillis();
    private static final long NEVER = Long.MAX_VALUE;
    private final RiskGate gate;
    private final EngineTime time;
    private final CommandSink commands;
    private final Announcer announcer;
    private final Concluded concluded;
    private final long arrivalBoundMillis;
    private final long intervalMillis;
    private Optional<Instant> executionsUntil;
    private long resyncAtMillis = NEVER;
    private Instant upAt = Instant.MIN;
    private List<UnreadRow> unread = List.of();
    private Instant unreadUntil = Instant.MIN;
    /// By their ids: rows that were announced, and those that a person told the bot to pass over.
    private final Set<String> announced = new HashSet<>();
    private final Set<String> passedOver;
    private boolean up;
    private boolean trades;

    ExchangeLink(RiskGate gate, EngineTime time, CommandSink commands, Announcer announcer, Concluded concluded,
            EngineSettings.Timing timing, LedgerSnapshot snapshot) {
        this.gate = gate;
        this.time = time;
        this.commands = commands;
        this.announcer = announcer;
        this.concluded = concluded;
        this.arrivalBoundMillis = timing.arrivalBound().toMillis();
        this.intervalMillis = timing.resyncInterval().toMillis();
        this.executionsUntil = snapshot.executionsUntil();
        this.passedOver = new HashSet<>(snapshot.passedOver());
        gate.block(RiskRule.LINK_DOWN, "the exchange is not connected yet");
    }

    /// Whether the first resync of this start is done, as far as the exchange's rows can be read.
    boolean trades() {
        return trades;
    }

    /// Takes a change of the connection.
    void changed(LinkChanged change) {
        switch (change.state()) {
            case DOWN -> {
                up = false;
                resyncAtMillis = NEVER;
                gate.block(RiskRule.LINK_DOWN, "the connection to the exchange is down");
            }
            case UP -> {
                up = true;
                upAt = change.at();
                gate.block(RiskRule.LINK_DOWN, "what was missed while the connection was down has not been told yet");
                long afterStart = time.steadyMillis() - time.millisSinceStart() + arrivalBoundMillis;
                resyncAtMillis = trades ? time.steadyMillis() : Math.max(time.steadyMillis(), afterStart);
            }
            case RESYNCED -> {
                forgetWhatCanBeReadAgain(List.of());
                resynced(change.at());
            }
        }
    }

    private void resynced(Instant until) {
        boolean isOfEarlierGap = until.isBefore(upAt);
        if (!up || isOfEarlierGap) {
            return;
        }
        trades = true;
        resyncAtMillis = time.steadyMillis() + intervalMillis;
        executionsUntil = Optional.of(until);
        gate.unblock(RiskRule.LINK_DOWN);
        waitFor(List.of());
        commands.accept(new EngineCommand.Remember(new Watermark(until)));
    }

    /// Everything up to this moment is told but these rows. Exits leave, since what is held is known as well as it will
    /// be; entries wait for a person.
    void unread(List<UnreadRow> rows, Instant until) {
        if (!up || until.isBefore(upAt)) {
            return;
        }
        forgetWhatCanBeReadAgain(rows);
        List<UnreadRow> left = rows.stream().filter(row -> !passedOver.contains(row.id())).toList();
        if (left.isEmpty()) {
            resynced(until);
            return;
        }
        trades = true;
        unreadUntil = until;
        resyncAtMillis = time.steadyMillis() + UNREAD_MILLIS;
        waitFor(left);
        gate.unblock(RiskRule.LINK_DOWN);
        left.stream().filter(row -> announced.add(row.id()))
                .forEach(row -> announcer.announce(RiskRule.UNREADABLE_ROW, row.toString()));
    }

    /// A person went by the ledger until the position or the coin could be read; the next time is for a person again.
    private void forgetWhatCanBeReadAgain(List<UnreadRow> rows) {
        passedOver.removeIf(
                id -> UnreadRow.isHolding(id) && rows.stream().noneMatch(row -> row.id().equals(id)));
    }

    private void waitFor(List<UnreadRow> rows) {
        unread = rows;
        if (rows.isEmpty()) {
            gate.unblock(RiskRule.UNREADABLE_ROW);
        } else {
            gate.block(RiskRule.UNREADABLE_ROW,
                    "%d rows of the account cannot be read, the first: %s".formatted(rows.size(), rows.getFirst()));
        }
    }

    /// The rows that end entries.
    List<UnreadRow> unread() {
        return unread;
    }

    /// Those that a person may tell the bot to pass over: in this instrument, or all if none is named.
    List<UnreadRow> readableByNobody(Optional<InstrumentId> only) {
        return unread.stream().filter(row -> only.isEmpty() || row.instrument().equals(only)).toList();
    }

    /// Whether a person told the bot to pass over what the exchange has of its order, which cannot be read.
    boolean isPassedOver(ClientOrderId order) {
        return passedOver.contains(UnreadRow.idOf(order));
    }

    /// Passes over them from now on, after a restart too, and says which those are. The watermark moves on, so that the
    /// exchange is not asked for them any more.
    List<UnreadRow> passOver(Optional<InstrumentId> only) {
        List<UnreadRow> over = readableByNobody(only);
        if (!over.isEmpty()) {
            over.stream().filter(row -> passedOver.add(row.id())).forEach(row -> commands.accept(
                    new EngineCommand.Remember(new PassedOver(row.id(), row.text(), time.wall()))));
            waitFor(unread.stream().filter(row -> !passedOver.contains(row.id())).toList());
            if (unread.isEmpty()) {
                resynced(unreadUntil);
            }
        }
        return over;
    }

    /// Something is in doubt that the account and the executions settle: the exchange is asked soon.
    void resyncSoon() {
        resyncAtMillis = Math.min(resyncAtMillis, time.steadyMillis() + RETRY_MILLIS);
    }

    /// Asks the exchange again when it is due.
    void watch() {
        if (up && time.steadyMillis() >= resyncAtMillis) {
            resyncAtMillis = time.steadyMillis() + RETRY_MILLIS;
            resync();
        }
    }

    /// Asks the exchange for the account, for every execution since it last told of all, and now and then for what
    /// became of orders that were concluded without its word.
    void resync() {
        Instant since = executionsUntil.map(until -> until.minus(OVERLAP))
                .orElse(time.wall().minus(FIRST_LOOK_BACK));
        for (OrderRequest request : concluded.takeDue(time.steadyMillis())) {
            commands.accept(new EngineCommand.LookUp(request.instrument(), request.id(), time.steadyMillis()));
        }
        commands.accept(new EngineCommand.Resync(since));
    }
}
