package io.tradinghub.local;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.tradinghub.local.stores.LocalPostgres;
import io.tradinghub.local.stores.LocalRedis;
import io.tradinghub.operations.OpenResources;
import io.tradinghub.operations.Program;

/// One run of the demo, from taking its folder to the last server stopped. Used by one thread; a signal to end may come on any.
final class Demo {
    private static final Duration CLOSING = Duration.ofSeconds(25);
    private final DemoOptions options;
    private final PrintStream out;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    Demo(DemoOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /// Runs until its time is up or the JVM is asked to end, and leaves nothing running.
    int run() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::endAndWait, "demo-end"));
        try (OpenResources resources = new OpenResources(CLOSING)) {
            DemoFolder folder = resources.own("folder", DemoFolder.open(options.data()));
            openStores(folder, resources);
            waitForTheEnd();
            return Program.OK;
        } finally {
            ended.countDown();
        }
    }

    private void openStores(DemoFolder folder, OpenResources resources) {
        if (options.start() == DemoOptions.Start.FRESH) {
            LocalPostgres.stopLeftover(folder.postgres());
            LocalRedis.stopLeftover(folder.redis());
            folder.clear();
        }
        LocalPostgres postgres = resources.own("postgres",
                LocalPostgres.open(folder.programs(), folder.postgres(), folder.secret("postgres_password")));
        LocalRedis redis = resources.own("redis",
                LocalRedis.open(folder.programs(), folder.redis(), folder.secret("redis_password")));
        out.printf("PostgreSQL is at %s, Redis at %s:%d%n", postgres.jdbcUrl(), redis.host(), redis.port());
    }

    private void waitForTheEnd() {
        try {
            if (options.length().isPresent()) {
                boolean early = asked.await(options.length().get().toMillis(), TimeUnit.MILLISECONDS);
                out.println(early ? "Ending." : "Time is up.");
            } else {
                asked.await();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void endAndWait() {
        asked.countDown();
        try {
            ended.await(CLOSING.toMillis() + 5_000, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
