package io.tradinghub.backtest.check;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Runs the bot with one, two and four times its warm-up before the same period. Where the decisions differ, looks for
/// the shortest warm-up that would do.
final class WarmUpLength {
    private static final double PERCENT = 100;
    private final Trial trial;
    private final int own;

    WarmUpLength(Trial trial) {
        this.trial = trial;
        this.own = trial.subscription().warmUpCandles();
    }

    Verdict judge() {
        List<Decision> decisions = decisions(own);
        double deviation = 0;
        for (int longer : List.of(2 * longerThanNone(), 4 * longerThanNone())) {
            List<Decision> others = decisions(longer);
            Agreement agreement = Agreement.of(decisions, others);
            if (!agreement.isGiven()) {
                return Verdict.failed(Question.WARM_UP,
                        "%d candles are too few: with %d it decides %s; %s".formatted(own, longer,
                                agreement.difference().orElseThrow(), advice()));
            }
            if (others.isEmpty()) {
                return Verdict.nothingSeen(Question.WARM_UP);
            }
            deviation = Math.max(deviation, agreement.deviation());
        }
        return Verdict.passed(Question.WARM_UP,
                "with %d, %d and %d candles before the period all %d decisions were the same, sizes and prices within %.2g %%"
                        .formatted(own, 2 * longerThanNone(), 4 * longerThanNone(), decisions.size(),
                                PERCENT * deviation));
    }

    private int longerThanNone() {
        return Math.max(1, own);
    }

    private List<Decision> decisions(int candles) {
        return trial.run(trial.history(), trial.period(), OptionalInt.of(candles)).decisions();
    }

    private String advice() {
        int longest = trial.decided().stream()
                .mapToInt(columns -> columns.firstFrom(trial.period().from().toEpochMilli())).min().orElse(0);
        return shortest(longest).map("%d would do"::formatted).orElseGet(
                () -> "half of the %d candles before the period would not do either".formatted(longest));
    }

    /// The shortest warm-up with which it decides as with the longest there is, if one of half that length does.
    private Optional<Integer> shortest(int longest) {
        List<Decision> expected = decisions(longest);
        int tooShort = own;
        int enough = longest / 2;
        if (!Agreement.of(decisions(enough), expected).isGiven()) {
            return Optional.empty();
        }
        while (enough - tooShort > 1) {
            int middle = (tooShort + enough) >>> 1;
            if (Agreement.of(decisions(middle), expected).isGiven()) {
                enough = middle;
            } else {
                tooShort = middle;
            }
        }
        return Optional.of(enough);
    }
}
