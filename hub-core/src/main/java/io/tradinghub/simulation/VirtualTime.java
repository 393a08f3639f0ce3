package io.tradinghub.simulation;

import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;

/// Time that passes only when nothing is left to do: what is scheduled runs in the order of its moments, and what is
/// scheduled for one moment in the order in which it was scheduled.
public final class VirtualTime implements InstantSource {
    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private long nowMillis;
    private long count;

    VirtualTime(Instant start) {
        this.nowMillis = start.toEpochMilli();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(nowMillis);
    }

    @Override
    public long millis() {
        return nowMillis;
    }

    /// Lets something happen this much later.
    public void after(long millis, Runnable work) {
        count++;
        tasks.add(new Task(nowMillis + millis, count, work));
    }

    /// Runs everything that is due before this moment, then stands at it.
    void runUntil(long endMillis) {
        Task task = tasks.peek();
        while (task != null && task.atMillis < endMillis) {
            tasks.poll();
            nowMillis = task.atMillis;
            task.work.run();
            task = tasks.peek();
        }
        nowMillis = endMillis;
    }

    private record Task(long atMillis, long number, Runnable work) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            int byTime = Long.compare(atMillis, other.atMillis);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }
}
