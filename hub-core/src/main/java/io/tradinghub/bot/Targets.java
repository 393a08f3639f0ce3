package io.tradinghub.bot;

import java.util.List;

/// A bot's answer: the exposures it wants from now on. What is not named keeps the target it had.
///
/// Wanting the same thing twice only renews its age, so an answer may be given as often as one likes. What enlarges a
/// position is sent only while it is young (`RISK_MAX_DATA_AGE`): what could not be traded by then, or traded only in
/// part, has to be said again. Targets of the two legs of a [Hedge] are given together, in one answer.
public record Targets(List<Target> targets) {
    private static final Targets UNCHANGED = new Targets(List.of());

    public Targets {
        targets = List.copyOf(targets);
    }

    /// Nothing new is wanted.
    public static Targets unchanged() {
        return UNCHANGED;
    }

    public static Targets of(Target... targets) {
        return new Targets(List.of(targets));
    }

    public boolean isUnchanged() {
        return targets.isEmpty();
    }
}
