package io.tradinghub.backtest.command;

import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import io.tradinghub.backtest.BacktestException;
import io.tradinghub.backtest.BacktestSettings;
import io.tradinghub.runner.BotHost;
import io.tradinghub.runner.BotProgram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/// Reads the options of `./hub backtest`, which documents them, and runs the bot by its own `main`. Other commands that
/// test bots mix these options in.
@Command(name = "backtest")
public final class BacktestCommand implements Callable<Integer> {
    private final PrintStream out;

    @Parameters(index = "0", paramLabel = "BOT")
    private String bot = "";

    @Option(names = "--main", required = true)
    private String main = "";

    @Option(names = "--env-file")
    private List<Path> environmentFiles = List.of();

    @Option(names = "--set")
    private Map<String, String> set = Map.of();

    @Option(names = "--symbols")
    private @Nullable String symbols;

    @Option(names = "--capital")
    private @Nullable String capital;

    @Option(names = "--candles", arity = "1..*")
    private List<Path> candles = List.of();

    @Option(names = "--keep-in")
    private @Nullable Path kept;

    @Option(names = "--hub-stores")
    private boolean asksTheHub;

    @Option(names = "--from", converter = MomentConverter.class)
    private @Nullable Instant from;

    @Option(names = "--to", converter = MomentConverter.class)
    private @Nullable Instant to;

    @Option(names = "--slippage-bps")
    private @Nullable Integer slippage;

    @Option(names = "--spread-bps")
    private double spread = BacktestSettings.DEFAULT_SPREAD_BPS;

    @Option(names = "--allow-holes")
    private boolean allowsHoles;

    @Option(names = "--no-funding")
    private boolean isUnfunded;

    @Option(names = "--check")
    private boolean isCheck;

    @Option(names = "--out")
    private @Nullable Path folder;

    @Option(names = "--commit")
    private String commit = "";

    /// Prints the figures there.
    public BacktestCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws Exception {
        return run(new BacktestHost(options(), out, System.err,
                isCheck ? BacktestHost.Purpose.CHECK : BacktestHost.Purpose.TEST));
    }

    /// Lets the bot's `main` run in this host; it ends the process with the host's exit code.
    ///
    /// @throws BacktestException if that `main` runs no bot
    public int run(BotHost host) throws Exception {
        ScopedValue.where(BotProgram.HOST, host).call(this::runMain);
        throw new BacktestException("%s did not run a bot".formatted(main));
    }

    /// What was asked for.
    ///
    /// @throws BacktestException if that is not possible
    public BacktestOptions options() {
        Map<String, String> environment = new LinkedHashMap<>();
        environmentFiles.forEach(file -> environment.putAll(EnvironmentFile.read(file)));
        Map<String, String> wanted = new LinkedHashMap<>(set);
        Optional.ofNullable(symbols).ifPresent(list -> wanted.put("SYMBOLS", list));
        Optional.ofNullable(capital).ifPresent(amount -> wanted.put("CAPITAL", amount));
        return new BacktestOptions(bot, environment, wanted, market(),
                Optional.ofNullable(from), Optional.ofNullable(to), Optional.ofNullable(slippage), spread,
                allowsHoles ? BacktestOptions.Holes.ALLOWED : BacktestOptions.Holes.REFUSED,
                isUnfunded ? BacktestOptions.Funding.IGNORED : BacktestOptions.Funding.REQUIRED,
                Optional.ofNullable(folder), commit);
    }

    private BacktestOptions.Market market() {
        if (!candles.isEmpty()) {
            return new BacktestOptions.Market.Candles(candles, Optional.ofNullable(kept));
        }
        Path folder = Optional.ofNullable(kept)
                .orElseThrow(() -> new BacktestException("a back-test needs candles: --candles FILE..."));
        return asksTheHub
                ? new BacktestOptions.Market.Hub(System.getenv(), folder)
                : new BacktestOptions.Market.Kept(folder);
    }

    /// A bot's `main` ends the process with the exit code of its host.
    private Void runMain() throws Exception {
        try {
            Class.forName(main).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
            return null;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof BacktestException failed) {
                throw failed;
            }
            throw e;
        }
    }

    /// A day, which begins at 00:00 UTC, or a moment.
    private static final class MomentConverter implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return text.contains("T")
                        ? Instant.parse(text)
                        : LocalDate.parse(text).atStartOfDay()
                                .toInstant(ZoneOffset.UTC);
            } catch (DateTimeParseException _) {
                throw new TypeConversionException(
                        "'%s' is no day or moment in UTC; they look like 2025-01-31 and 2025-01-31T12:00:00Z"
                                .formatted(text));
            }
        }
    }
}
