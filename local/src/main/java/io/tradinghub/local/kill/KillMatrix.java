package io.tradinghub.local.kill;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import io.tradinghub.local.stores.Folders;
import io.tradinghub.operations.OpenResources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Kills bots in processes of their own, `kill -9`, at every moment of an order's life, on real stores and sockets, and
/// judges each time what exchange, ledger and board say when the next process has had its time.
///
/// A seed gives the same plan each time. When things happen is up to the machine, so it repeats the plan and not the
/// instant.
public final class KillMatrix {
    private static final Logger LOG = LoggerFactory.getLogger(KillMatrix.class);
    private static final int SPARE_ACCOUNTS = 3;
    private static final int RUNS_PER_ACCOUNT = 20;
    private static final int PROGRESS = 50;
    private static final Duration TRAINING = Duration.ofSeconds(15);
    private final Options options;
    private final InstantSource clock;
    private final PrintStream out;
    private final MatrixTable table = new MatrixTable();
    private final AtomicLong next;

    /// What is asked for.
    ///
    /// @param accounts how many bots live side by side
    /// @param firstSeed of the first run; each run has the next one
    public record Options(int runs, int accounts, long firstSeed) {}

    public KillMatrix(Options options, InstantSource clock, PrintStream out) {
        this.options = options;
        this.clock = clock;
        this.out = out;
        this.next = new AtomicLong(options.firstSeed);
    }

    /// Runs all of it and prints the table; whether nothing was wrong and nearly every bot was killed when planned.
    public boolean run() throws InterruptedException {
        long start = System.nanoTime();
        Path folder = newFolder();
        try (OpenResources resources = new OpenResources(Duration.ofMinutes(1))) {
            resources.closeOnExit();
            resources.own("death watch", watchOver(folder));
            runLanes(folder, resources);
        }
        table.lines().forEach(out::println);
        out.println("%s, in %d s".formatted(table.summary(), Duration.ofNanos(System.nanoTime() - start).toSeconds()));
        if (table.violations() == 0) {
            delete(folder);
        } else {
            out.println("the bots' logs and the ledger are in " + folder);
        }
        if (table.hasMissedTooMany()) {
            out.println("%d of %d bots were not killed at the moment of their plan: too many, the table says little"
                    .formatted(table.missed(), table.size()));
        }
        return !table.hasMissedTooMany() && table.violations() == 0;
    }

    private void runLanes(Path folder, OpenResources resources) throws InterruptedException {
        int perLane = SPARE_ACCOUNTS + options.runs / options.accounts / RUNS_PER_ACCOUNT + 1;
        List<List<Account>> accounts = new ArrayList<>();
        for (int lane = 0; lane <= options.accounts; lane++) {
            List<Account> own = new ArrayList<>();
            for (int number = 0; number < perLane; number++) {
                own.add(Account.of(lane, number, folder));
            }
            accounts.add(own);
        }
        MatrixStores stores = new MatrixStores(folder, options.accounts, resources);
        List<String> jvm = train(BotJvm.prepare(folder), accounts.removeLast(), stores);
        List<Lane> lanes = new ArrayList<>();
        for (List<Account> own : accounts) {
            lanes.add(resources.own("lane", openLane(lanes.size(), own, stores, jvm)));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(lanes.size())) {
            List<Future<Integer>> running = lanes.stream().map(lane -> threads.submit(() -> live(lane))).toList();
            for (Future<Integer> lane : running) {
                lane.get();
            }
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof MatrixException stopped
                    ? stopped
                    : new MatrixException("a lane failed: " + failed.getCause(), failed);
        }
    }

    private Lane openLane(int number, List<Account> accounts, MatrixStores stores, List<String> jvm) {
        try {
            return new Lane(number, accounts, stores, clock, jvm);
        } catch (IOException e) {
            throw new MatrixException("cannot start a bot: " + e.getMessage(), e);
        }
    }

    /// Lets one bot trade for a while, so that the others start faster.
    private List<String> train(BotJvm jvm, List<Account> accounts, MatrixStores stores) throws InterruptedException {
        try (Lane lane = openLane(options.accounts, accounts, stores, jvm.training())) {
            lane.tradeAndStop(TRAINING);
        }
        return jvm.options();
    }

    /// Takes seeds until none is left or another lane has failed; answers how many it took.
    private int live(Lane lane) throws IOException, InterruptedException {
        int lived = 0;
        long last = options.firstSeed + options.runs - 1;
        try {
            for (long seed = next.getAndIncrement(); seed <= last; seed = next.getAndIncrement()) {
                tell(lane.run(Plan.of(seed)));
                lived++;
            }
            return lived;
        } finally {
            if (next.get() <= last) {
                next.set(last + 1);
            }
        }
    }

    private void tell(Outcome outcome) {
        table.add(outcome);
        LOG.atDebug().addKeyValue("plan", outcome.plan()).addKeyValue("reached", outcome.reached())
                .addKeyValue("settledMillis", outcome.settled().toMillis())
                .addKeyValue("bareMillis", outcome.bare().toMillis()).addKeyValue("orders", outcome.orders())
                .addKeyValue("executions", outcome.executions()).addKeyValue("ends", outcome.ends().size())
                .addKeyValue("wrong", outcome.violations()).log("run");
        if (!outcome.violations().isEmpty()) {
            out.println("killed %s, trouble %s: %s; again with: ./hub kill-matrix --runs 1 --accounts 1 --seed %d"
                    .formatted(outcome.plan().moment().title(), outcome.plan().trouble(),
                            outcome.text(), outcome.plan().seed()));
        }
        outcome.ends().forEach(end -> out.println("killed %s, trouble %s, seed %d: %s".formatted(
                outcome.plan().moment().title(), outcome.plan().trouble(), outcome.plan().seed(), end)));
        if (table.size() % PROGRESS == 0) {
            out.println(table.summary());
        }
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("kill-matrix");
        } catch (IOException e) {
            throw new MatrixException("cannot make a folder for the stores: " + e, e);
        }
    }

    private static DeathWatch watchOver(Path folder) {
        try {
            return DeathWatch.start(folder);
        } catch (IOException e) {
            throw new MatrixException("cannot start a shell: " + e.getMessage(), e);
        }
    }

    private static void delete(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            throw new MatrixException("cannot delete %s: %s".formatted(folder, e), e);
        }
    }
}
