package io.tradinghub.exchange.bybit;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// The passing of time as the rate budget and the retries see it; replaced in tests.
interface Waiting {

    long nanoTime();

    /// Returns after this time, at once when it is not positive.
    void pause(Duration time) throws InterruptedException;

    /// A number in `[0, 1)`.
    double jitter();

    static Waiting real() {
        return new Waiting() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void pause(Duration time) throws InterruptedException {
                if (time.isPositive()) {
                    Thread.sleep(time);
                }
            }

            @Override
            public double jitter() {
                return ThreadLocalRandom.current().nextDouble();
            }
        };
    }
}
