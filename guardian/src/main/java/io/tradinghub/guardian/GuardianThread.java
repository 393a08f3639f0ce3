package io.tradinghub.guardian;

import java.nio.file.Path;
import java.time.InstantSource;

/// A guardian on a thread of its own, for a process that runs other programs of the hub, too. Whoever starts it closes
/// it, which waits for its round.
public final class GuardianThread implements AutoCloseable {
    private final Guardian guardian;
    private final Thread thread;

    private GuardianThread(Guardian guardian, Thread thread) {
        this.guardian = guardian;
        this.thread = thread;
    }

    /// Starts to watch.
    ///
    /// @param onDisk a file or folder on the disk that the stores are on
    /// @param hubClock the clock that the bots date their rows with
    public static GuardianThread start(GuardianSettings settings, Path onDisk, InstantSource wallClock,
            InstantSource hubClock) {
        Guardian guardian = new Guardian(settings, Guardian.Disk.of(onDisk), hubClock, Guardian.PINGS);
        Thread thread = Thread.ofPlatform().daemon().name("guardian").start(() -> {
            try {
                guardian.run(wallClock, () -> {
                });
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        return new GuardianThread(guardian, thread);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        guardian.close();
    }
}
