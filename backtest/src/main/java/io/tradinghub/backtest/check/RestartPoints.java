package io.tradinghub.backtest.check;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.tradinghub.backtest.Backtest;
import io.tradinghub.backtest.Restarts;
import io.tradinghub.order.Fill;

/// Kills the bot's process just before many closes, starts another of what its ledger knows, and compares what it
/// traded with a run without that.
///
/// Just before a close nothing but the process can be lost: an order that rests is withdrawn by a restart, as live, and
/// the close lets the bot place it again.
final class RestartPoints {
    private static final int EVENLY = 200;
    private static final int WHILE_HELD = 100;
    /// An order that rests is sized anew by the equity of the restart.
    private static final double MOST_SIZE = 0.05;
    /// A stop that moved too little to be sent again is sent again after a restart.
    private static final double MOST_PRICE = 0.0001;
    private static final double PERCENT = 100;
    private final Trial trial;

    RestartPoints(Trial trial) {
        this.trial = trial;
    }

    Verdict judge() {
        List<Fill> undisturbed = Backtest.run(trial.bots().apply(trial.history()), trial.settings(), trial.history(),
                trial.period()).fills();
        if (undisturbed.isEmpty()) {
            return Verdict.nothingSeen(Question.RESTART);
        }
        NavigableSet<Instant> points = points(undisturbed);
        Restarts restarts = new Restarts(() -> trial.bots().apply(trial.history()), points);
        List<Fill> seen = Backtest.run(restarts, trial.settings(), trial.history(), trial.period()).fills();
        int same = 0;
        double size = 0;
        while (same < undisturbed.size() && same < seen.size() && isSame(undisturbed.get(same), seen.get(same))) {
            size = Math.max(size, apart(undisturbed.get(same).quantity(), seen.get(same).quantity()));
            same++;
        }
        if (same == undisturbed.size() && same == seen.size()) {
            return Verdict.passed(Question.RESTART,
                    "killed and started again %d times, it made the same %d fills, sizes within %.2g %%"
                            .formatted(points.size(), same, PERCENT * size));
        }
        return Verdict.failed(Question.RESTART, difference(points, fillAt(undisturbed, same), fillAt(seen, same)));
    }

    private static Optional<Fill> fillAt(List<Fill> fills, int at) {
        return at < fills.size() ? Optional.of(fills.get(at)) : Optional.empty();
    }

    private static String difference(NavigableSet<Instant> points, Optional<Fill> expected, Optional<Fill> seen) {
        Instant first = Stream.of(expected, seen).flatMap(Optional::stream).map(Fill::executedAt)
                .min(Comparator.naturalOrder()).orElseThrow();
        return "%s instead of %s; it had been killed %d times until then, last before the close of %s".formatted(
                text(seen), text(expected), points.headSet(first, true).size(), points.floor(first));
    }

    private static String text(Optional<Fill> fill) {
        return fill.map(one -> "%s %s %s at %s (%s, %s)".formatted(one.side(), one.quantity().toPlainString(),
                one.instrument(), one.price().toPlainString(), one.origin(), one.executedAt())).orElse("nothing");
    }

    /// The names of orders tell which process placed them, and are not compared.
    private static boolean isSame(Fill one, Fill other) {
        return one.executedAt().equals(other.executedAt()) && one.instrument().equals(other.instrument())
                && one.side() == other.side() && one.origin() == other.origin()
                && apart(one.quantity(), other.quantity()) <= MOST_SIZE
                && apart(one.price(), other.price()) <= MOST_PRICE;
    }

    private static double apart(BigDecimal one, BigDecimal other) {
        return Math.abs(one.doubleValue() - other.doubleValue()) / Math.max(one.doubleValue(), other.doubleValue());
    }

    /// Closes all through the period, and those after fills, when there is most to remember.
    private NavigableSet<Instant> points(List<Fill> fills) {
        NavigableSet<Long> closes = trial.closes();
        Set<Long> points = new TreeSet<>(Trial.some(new ArrayList<>(closes), EVENLY));
        for (Fill fill : Trial.some(fills, WHILE_HELD)) {
            Long next = closes.higher(fill.executedAt().toEpochMilli());
            if (next != null) {
                points.add(next);
            }
        }
        return points.stream().map(Instant::ofEpochMilli).collect(Collectors.toCollection(TreeSet::new));
    }
}
