package io.tradinghub.exchange.bybit;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/// The requests of a bot whose time stands still: what has to wait for its turn waits until it is interrupted.
public final class StoppedRequests {
    private StoppedRequests() {}

    public static HostRequests ofABot() {
        Waiting stopped = new Waiting() {
            @Override
            public long nanoTime() {
                return 0;
            }

            @Override
            public void pause(Duration time) throws InterruptedException {
                new CountDownLatch(1).await();
            }

            @Override
            public double jitter() {
                return 0;
            }
        };
        return HostRequests.alone(new RequestShare(RequestShare.OF_A_BOT, true, stopped), () -> Instant.EPOCH,
                stopped);
    }
}
