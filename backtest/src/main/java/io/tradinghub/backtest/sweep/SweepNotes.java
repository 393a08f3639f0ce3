package io.tradinghub.backtest.sweep;

import java.util.ArrayList;
import java.util.List;

/// What a reader must know before he believes a sweep.
final class SweepNotes {

    private SweepNotes() {}

    /// In words.
    static List<String> of(SweepResult result) {
        List<String> notes = new ArrayList<>();
        if (!result.plan().refused().isEmpty()) {
            notes.add("%d sets were not tried, because the bot does not accept them".formatted(
                    result.plan().refused().size()));
        }
        result.options().sobol().filter(sobol -> sobol.sets() > result.rows().size()).ifPresent(
                sobol -> notes.add("%d sets were wanted, and no more were found that the bot accepts"
                        .formatted(sobol.sets())));
        result.rows().stream().filter(row -> row.failure().isPresent()).findFirst().ifPresent(
                row -> notes.add("%d sets could not run; the first, %s: %s".formatted(result.failed(),
                        row.trial().set(), row.failure().orElseThrow())));
        if (result.tripped() > 0) {
            notes.add("a limit of equity ended entries in %d of %d sets".formatted(result.tripped(),
                    result.ranked().size()));
        }
        if (result.walkForward().isEmpty()) {
            notes.add("all of this is in-sample: the sets were chosen on the days that judge them; "
                    + "--walk-forward 90d/30d is the better way");
        }
        return notes;
    }

    /// How likely the best is luck, in words.
    static List<String> verdict(SweepResult result) {
        return result.evidence().map(Evidence::words)
                .orElse(List.of(
                        "Too few sets or days, or too little traded, to say how much of the best is luck; or the sets do not have the "
                                + "same days."));
    }
}
