package io.tradinghub.bot;

import java.util.List;

/// A bot's answer: the exposures it wants from now on. What is not named keeps the target it had.
///
/// Wanting the same thing twice does nothing, so an answer may be given as often as one likes.
public record Targets(List<Target> targets, Linkage linkage) {
    private static final Targets UNCHANGED = new Targets(List.of(), Linkage.INDEPENDENT);

    public Targets {
        targets = List.copyOf(targets);
        if (linkage == Linkage.HEDGED && targets.size() != 2) {
            throw new IllegalArgumentException("a hedge has exactly two legs, got %d".formatted(targets.size()));
        }
    }

    /// Nothing new is wanted.
    public static Targets unchanged() {
        return UNCHANGED;
    }

    public static Targets of(Target... targets) {
        return new Targets(List.of(targets), Linkage.INDEPENDENT);
    }

    /// Two legs that are one unit: either both are held or none. A leg that stands alone for longer than the engine's limit is unwound.
    public static Targets hedge(Target one, Target other) {
        return new Targets(List.of(one, other), Linkage.HEDGED);
    }

    public boolean isUnchanged() {
        return targets.isEmpty();
    }

    /// Whether the targets mean anything one by one.
    public enum Linkage {
        INDEPENDENT, HEDGED
    }
}
