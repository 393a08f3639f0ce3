package io.tradinghub.local.kill;

import java.util.Optional;
import java.util.SplittableRandom;

import io.tradinghub.sim.fault.SimFaults;

/// Makes the trouble of one run, until it is closed. One thread calls.
final class Troublemaker implements AutoCloseable {
    private static final double RATE = 0.03;
    private static final int SHORTEST_PEACE_MILLIS = 500;
    private static final int MORE_PEACE_MILLIS = 3_000;
    private final Trouble trouble;
    private final SimFaults faults;
    private final Lines lines;
    private final long seed;
    private final SplittableRandom random;
    private Optional<Thread> thread = Optional.empty();

    private Troublemaker(Plan plan, SimFaults faults, Lines lines) {
        this.trouble = plan.trouble();
        this.faults = faults;
        this.lines = lines;
        this.seed = plan.seed();
        this.random = plan.random();
    }

    static Troublemaker start(Plan plan, SimFaults faults, Lines lines) {
        Troublemaker maker = new Troublemaker(plan, faults, lines);
        maker.resume();
        return maker;
    }

    /// Goes on after [#pause]; nothing while it goes on.
    void resume() {
        if (thread.isEmpty()) {
            if (!trouble.faults().isEmpty()) {
                faults.throwAtRandom(seed, RATE, trouble.faults());
            }
            thread = Optional.of(Thread.ofVirtual().name("trouble").start(this::run));
        }
    }

    /// Ends the trouble for now: everything works again.
    void pause() {
        thread.ifPresent(Troublemaker::end);
        thread = Optional.empty();
        faults.clear();
        lines.mend();
    }

    private static void end(Thread thread) {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(SHORTEST_PEACE_MILLIS + random.nextInt(MORE_PEACE_MILLIS));
                lines.fail(trouble, random);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        pause();
    }
}
