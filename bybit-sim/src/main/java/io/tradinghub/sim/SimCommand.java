package io.tradinghub.sim;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import io.javalin.util.JavalinBindException;
import io.tradinghub.market.Category;
import io.tradinghub.market.csv.CsvFormatException;
import io.tradinghub.sim.exchange.Environment;
import io.tradinghub.sim.exchange.Exchange;
import io.tradinghub.sim.key.KeyFile;
import io.tradinghub.sim.key.SimAccount;
import io.tradinghub.sim.market.Market;
import io.tradinghub.sim.market.ReplayMarket;
import io.tradinghub.sim.market.SyntheticMarket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/// `bybit-sim`: runs the simulator until the process is terminated.
@Command(name = "bybit-sim", mixinStandardHelpOptions = true, description = "Simulates Bybit v5: REST, streams "
        + "and accounts.")
final class SimCommand implements Callable<Integer> {
    private static final String DEFAULT = " (${DEFAULT-VALUE})";
    private static final int MAX_ACCOUNTS = 100;
    private static final Duration KEYS_PERIOD = Duration.ofSeconds(1);
    private static final String SYMBOLS = "${env:SIM_SYMBOLS:-BTCUSDT,ETHUSDT,SOLUSDT}";

    private final InstantSource wallClock;

    @Option(names = "--host", defaultValue = "${env:SIM_HOST:-127.0.0.1}", description = "address to listen on"
            + DEFAULT)
    private String host = "";

    @Option(names = "--port", defaultValue = "${env:SIM_PORT:-8099}", description = "port to listen on" + DEFAULT)
    private int port;

    @Option(names = "--control-port", defaultValue = "${env:SIM_CONTROL_PORT:-8098}", description = "port of the "
            + "control API, on this machine's own address alone" + DEFAULT)
    private int controlPort;

    @Option(names = "--speed", defaultValue = "${env:SIM_SPEED:-1}", description = "seconds of market time "
            + "per second" + DEFAULT)
    private double speed;

    @Option(names = "--seed", defaultValue = "${env:SIM_SEED:-1}", description = "seed of the synthetic market"
            + DEFAULT)
    private long seed;

    @Option(names = "--symbols", split = ",", defaultValue = SYMBOLS, description = "symbols of the synthetic market, "
            + "each as spot pair and perpetual" + DEFAULT)
    private List<String> symbols = List.of();

    @Option(names = "--candles", arity = "1..*", description = "replay these CSV files, for example "
            + "linear-BTCUSDT-1m.csv.gz, "
            + "instead of the synthetic market")
    private List<Path> candles = List.of();

    @Option(names = "--start", defaultValue = "${env:SIM_START:-}", description = "market time to start at, "
            + "ISO-8601 (default: now; in a replay: after two days, or a quarter, "
            + "of the time that all files have in common)")
    private String start = "";

    @Option(names = "--keys", defaultValue = "${env:SIM_KEYS:-}", description = "file with the accounts and their API "
            + "keys, which may grow meanwhile; made if there is none")
    private String keys = "";

    @Option(names = "--accounts", defaultValue = "${env:SIM_ACCOUNTS:-1}", description = "accounts to make for "
            + "a new file of keys" + DEFAULT)
    private int accounts;

    @Option(names = "--environment", defaultValue = "${env:SIM_ENVIRONMENT:-mainnet}", description = "mainnet or demo: "
            + "no trade stream, no fee rates" + DEFAULT)
    private String environment = "";

    private SimCommand(InstantSource wallClock) {
        this.wallClock = wallClock;
    }

    /// Runs until the thread is interrupted. Bad arguments or input files print one line on `err` and return exit code
    /// 2.
    static int execute(PrintWriter err, InstantSource wallClock, String... args) {
        return new CommandLine(new SimCommand(wallClock)).setErr(err)
                .setExecutionExceptionHandler(SimCommand::report)
                .execute(args);
    }

    private static int report(Exception e, CommandLine commandLine, ParseResult parsed) throws Exception {
        if (e instanceof IllegalArgumentException || e instanceof CsvFormatException
                || e instanceof DateTimeParseException
                || e instanceof JavalinBindException) {
            commandLine.getErr().println("bybit-sim: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        throw e;
    }

    @Override
    public Integer call() throws InterruptedException {
        Market market = market();
        boolean isNow = start.isEmpty() && candles.isEmpty();
        ScaledClock clock = clock(market, isNow ? Optional.of(wallClock.instant()) : Optional.empty(), speed);
        List<SimAccount> opened = new ArrayList<>(openedAccounts());
        SimSettings settings = SimSettings.local().withAddress(host, port).withControlPort(controlPort)
                .withExchange(new Exchange.Settings(seed, environment(), 0));
        try (BybitSim sim = BybitSim.start(settings, market, clock, wallClock, opened)) {
            Logger log = LoggerFactory.getLogger(BybitSim.class);
            log.atInfo().addKeyValue("rest", sim.restUrl()).addKeyValue("control", sim.controlUrl())
                    .addKeyValue("linear", sim.publicStreamUrl(Category.LINEAR))
                    .addKeyValue("spot", sim.publicStreamUrl(Category.SPOT)).addKeyValue("marketTime", market.start())
                    .addKeyValue("speed", speed)
                    .addKeyValue("accounts", opened.size()).log("simulator listening");
            while (true) {
                Thread.sleep(KEYS_PERIOD);
                openAdded(sim, opened, log);
            }
        }
    }

    /// The clock of a market that starts at this time, or at its own. A market of now must not start when it was made:
    /// clients compare `/v5/market/time` with their clock.
    static ScaledClock clock(Market market, Optional<Instant> now, double speed) {
        return new ScaledClock(System::nanoTime, now.orElseGet(market::start), speed);
    }

    /// Opens the accounts of lines that were added to the file of keys since the start; the others stay as they are.
    private void openAdded(BybitSim sim, List<SimAccount> opened, Logger log) {
        if (keys.isEmpty()) {
            return;
        }
        Path file = Path.of(keys);
        try {
            for (SimAccount account : KeyFile.added(file, opened, wallClock.instant())) {
                sim.open(account);
                opened.add(account);
                log.atInfo().addKeyValue("uid", account.key().uid()).log("opened an account");
            }
        } catch (IllegalArgumentException e) {
            log.atWarn().addKeyValue("reason", e.getMessage()).log("file of keys cannot be read again");
        }
    }

    /// Reads the file of keys, or makes it; without a file nobody could know the keys, so there are no accounts.
    private List<SimAccount> openedAccounts() {
        if (keys.isEmpty()) {
            return List.of();
        }
        Path file = Path.of(keys);
        if (!Files.exists(file)) {
            if (accounts < 1 || accounts > MAX_ACCOUNTS) {
                throw new IllegalArgumentException(
                        "accounts must be 1 to %d, got %d".formatted(MAX_ACCOUNTS, accounts));
            }
            KeyFile.write(file, KeyFile.make(accounts, wallClock.instant()));
        }
        return KeyFile.read(file, wallClock.instant());
    }

    private Environment environment() {
        return switch (environment) {
            case "mainnet" -> Environment.MAINNET;
            case "demo" -> Environment.DEMO;
            default -> throw new IllegalArgumentException(
                    "environment must be mainnet or demo, got '%s'".formatted(environment));
        };
    }

    private Market market() {
        Optional<Instant> startTime = start.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(start));
        return candles.isEmpty()
                ? SyntheticMarket.of(seed, symbols.stream().map(SimCommand::withoutCategory).toList(),
                        startTime.orElseGet(wallClock::instant))
                : ReplayMarket.read(candles, startTime);
    }

    /// Accepts the hub's instrument names too: `linear:BTCUSDT` becomes `BTCUSDT`.
    private static String withoutCategory(String symbol) {
        return symbol.strip().substring(symbol.strip().indexOf(':') + 1);
    }
}
