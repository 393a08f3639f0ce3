package io.tradinghub.simulation;

import org.junit.jupiter.api.Test;

final class SweepTest {
    @Test
    void sweep() {
        int from = Integer.parseInt(System.getenv().getOrDefault("FROM", "1"));
        int to = Integer.parseInt(System.getenv().getOrDefault("TO", "300"));
        long start = System.nanoTime();
        long executions = 0;
        int failed = 0;
        for (int seed = from; seed <= to; seed++) {
            try {
                executions += BotSimulation.run(seed, 7, Faults.HOSTILE).executions();
            } catch (Violation violation) {
                failed++;
                if (failed <= 40)
                    System.out.println(violation.getMessage());
            } catch (RuntimeException e) {
                failed++;
                if (failed <= 40) {
                    System.out.println("seed " + seed + " " + e);
                    StackTraceElement[] t = e.getStackTrace();
                    for (int i = 0; i < Math.min(6, t.length); i++)
                        System.out.println("    " + t[i]);
                }
            }
        }
        System.out.println(failed + " failed, " + executions + " executions, "
                + (System.nanoTime() - start) / 1_000_000 / (to - from + 1) + " ms a seed");
    }
}
