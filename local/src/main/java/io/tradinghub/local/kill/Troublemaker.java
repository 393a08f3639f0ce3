package io.tradinghub.local.kill;

import java.util.SplittableRandom;

import io.tradinghub.sim.fault.SimFaults;

/// Makes the trouble of one run, until it is closed.
final class Troublemaker implements AutoCloseable {
    private static final double RATE = 0.03;
    private static final int SHORTEST_PEACE_MILLIS = 500;
    private static final int MORE_PEACE_MILLIS = 3_000;
    private final Trouble trouble;
    private final SimFaults faults;
    private final Lines lines;
    private final SplittableRandom random;
    private final Thread thread;

    private Troublemaker(Plan plan, SimFaults faults, Lines lines) {
        this.trouble = plan.trouble();
        this.faults = faults;
        this.lines = lines;
        this.random = plan.random();
        this.thread = Thread.ofVirtual().name("trouble").unstarted(this::run);
    }

    static Troublemaker start(Plan plan, SimFaults faults, Lines lines) {
        Troublemaker maker = new Troublemaker(plan, faults, lines);
        if (!plan.trouble().faults().isEmpty()) {
            faults.throwAtRandom(plan.seed(), RATE, plan.trouble().faults());
        }
        maker.thread.start();
        return maker;
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

    /// Ends the trouble: everything works again.
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        faults.clear();
        lines.mend();
    }
}
