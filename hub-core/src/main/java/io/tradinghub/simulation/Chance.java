package io.tradinghub.simulation;

import java.util.List;
import java.util.SplittableRandom;

/// Draws of one seed. Each part of a simulation has a generator of its own, so that another draw in one changes nothing
/// in the others.
final class Chance {
    private final SplittableRandom random;
    private boolean calm;

    Chance(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /// A generator for another part, which is as calm as this one is now.
    Chance split() {
        Chance part = new Chance(random.nextLong());
        part.calm = calm;
        return part;
    }

    /// From now on nothing goes wrong, here and in what is split off later.
    void calmDown() {
        calm = true;
    }

    /// Whether something that goes wrong this often, 0 to 1, goes wrong now.
    boolean strikes(double rate) {
        return random.nextDouble() < rate && !calm;
    }

    boolean flip() {
        return random.nextBoolean();
    }

    /// A delay: as a rule below `usual`, seldom up to `longest`, in milliseconds.
    long delay(long usual, long longest) {
        return strikes(0.03) ? random.nextLong(usual, longest + 1) : random.nextLong(1, usual + 1);
    }

    long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    double gaussian() {
        return random.nextGaussian();
    }

    double fraction() {
        return random.nextDouble();
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
