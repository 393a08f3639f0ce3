package io.tradinghub.backtest.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

import io.tradinghub.backtest.TestPeriod;
import io.tradinghub.order.Fill;

/// Changes everything after a moment and runs the bot up to it, for many moments: what it decided and traded, and what
/// it was worth, must be bit-identical to the run in which the future was another.
final class LookAhead {
    private static final int MOMENTS = 50;
    private final Trial trial;
    private final Trial.Run known;

    LookAhead(Trial trial) {
        this.trial = trial;
        this.known = trial.run(trial.history(), trial.period(), OptionalInt.empty());
    }

    Verdict judge() {
        if (known.decisions().isEmpty()) {
            return Verdict.nothingSeen(Question.LOOK_AHEAD);
        }
        List<Long> moments = moments();
        Optional<String> difference = moments.parallelStream().map(this::difference).flatMap(Optional::stream)
                .findFirst();
        return difference.map(seen -> Verdict.failed(Question.LOOK_AHEAD, seen))
                .orElseGet(() -> Verdict.passed(Question.LOOK_AHEAD,
                        "with another future after each of %d moments, all %d decisions up to there were the same"
                                .formatted(moments.size(), known.decisions().size())));
    }

    /// Closes all through the period, and those at which the bot's orders left: a bot that looks ahead does so there.
    private List<Long> moments() {
        NavigableSet<Long> closes = trial.closes();
        List<Long> traded = new ArrayList<>(new TreeSet<>(known.result().fills().stream()
                .map(fill -> fill.executedAt().toEpochMilli()).filter(closes::contains).toList()));
        TreeSet<Long> moments = new TreeSet<>(Trial.some(traded, MOMENTS));
        moments.addAll(Trial.some(new ArrayList<>(closes), MOMENTS));
        return List.copyOf(moments);
    }

    private Optional<String> difference(long moment) {
        Instant at = Instant.ofEpochMilli(moment);
        Trial.Run changed = trial.run(new ChangedFuture(moment).of(trial.history()),
                new TestPeriod(trial.period().from(), at), OptionalInt.empty());
        List<Decision> before = known.decisions().stream().filter(decision -> decision.isMadeBy(moment)).toList();
        if (!before.equals(changed.decisions())) {
            return Optional.of("with other candles after %s it decides otherwise before: %s".formatted(at,
                    firstDifference(before, changed.decisions())));
        }
        List<Fill> fills = known.result().fills().stream().filter(fill -> fill.executedAt().isBefore(at)).toList();
        if (!fills.equals(changed.result().fills())) {
            return Optional.of("with other candles after %s it trades otherwise before: %s".formatted(at,
                    firstDifference(fills, changed.result().fills())));
        }
        for (int row = 0; row < changed.result().equity().size(); row++) {
            if (changed.result().equity().value(row) != known.result().equity().value(row)) {
                return Optional.of("with other candles after %s it is worth something else at %s".formatted(at,
                        Instant.ofEpochMilli(known.result().equity().closeMillis(row))));
            }
        }
        return Optional.empty();
    }

    /// Where two lists part.
    private static String firstDifference(List<?> one, List<?> other) {
        int at = 0;
        while (at < one.size() && at < other.size() && one.get(at).equals(other.get(at))) {
            at++;
        }
        return "%s instead of %s".formatted(at < other.size() ? other.get(at) : "nothing",
                at < one.size() ? one.get(at) : "nothing");
    }
}
