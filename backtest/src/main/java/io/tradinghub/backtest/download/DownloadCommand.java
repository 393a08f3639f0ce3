package io.tradinghub.backtest.download;

import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;

import io.tradinghub.backtest.command.Progress;
import io.tradinghub.backtest.store.Download;
import io.tradinghub.backtest.store.KeptMarket;
import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.ExchangeRefusalException;
import io.tradinghub.exchange.ExchangeUnavailableException;
import io.tradinghub.exchange.PublicMarketData;
import io.tradinghub.exchange.bybit.BybitMarketData;
import io.tradinghub.exchange.bybit.BybitRestSettings;
import io.tradinghub.exchange.bybit.HostRequests;
import io.tradinghub.exchange.bybit.RequestShare;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Reads the options of `./hub download`, which documents them, and fetches.
@Command(name = "download")
final class DownloadCommand implements Callable<Integer> {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private final InstantSource clock;
    private final PrintStream out;
    private final PrintStream errors;

    @Option(names = "--symbols", required = true, split = ",")
    private List<String> symbols = List.of();

    @Option(names = "--intervals", split = ",")
    private List<String> intervals = List.of("1");

    @Option(names = "--from", required = true)
    private String from = "";

    @Option(names = "--to")
    private @Nullable String to;

    @Option(names = "--requests-per-second")
    private double requestsPerSecond = RequestShare.OF_THE_RECORDER;

    @Option(names = "--rest-url")
    private URI address = BybitRestSettings.MAINNET;

    @Option(names = "--keep-in", required = true)
    private Path folder = Path.of("");

    DownloadCommand(InstantSource clock, PrintStream out, PrintStream errors) {
        this.clock = clock;
        this.out = out;
        this.errors = errors;
    }

    @Override
    public Integer call() {
        try {
            Set<InstrumentId> instruments = parsed("--symbols", symbols, text -> text.indexOf(':') < 0
                    ? InstrumentId.linear(text)
                    : InstrumentId.parse(text));
            Set<Interval> lengths = parsed("--intervals", intervals, Interval::fromWire);
            Instant today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate().atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
            Instant first = day("--from", from);
            Instant end = Optional.ofNullable(to).map(text -> day("--to", text)).orElse(today);
            if (end.isAfter(today)) {
                throw new IllegalArgumentException(
                        "--to %s: whole days are fetched, and today is not over; say %s at most".formatted(to, today));
            }
            if (!first.isBefore(end)) {
                throw new IllegalArgumentException(
                        "nothing to fetch: the days must end after they begin, got %s to %s".formatted(first, end));
            }
            if (!(requestsPerSecond >= 1 && requestsPerSecond <= RequestShare.OF_THE_HOST)) {
                throw new IllegalArgumentException("--requests-per-second must be from 1 to %.0f, got %s"
                        .formatted(RequestShare.OF_THE_HOST, requestsPerSecond));
            }
            return fetch(instruments, lengths, first, end);
        } catch (IllegalArgumentException e) {
            errors.println("hub: " + e.getMessage());
            return USAGE;
        } catch (ExchangeRefusalException e) {
            errors.println("hub: Bybit refused: %s; correct --symbols".formatted(e.getMessage()));
            return USAGE;
        } catch (ExchangeUnavailableException e) {
            errors.println("hub: Bybit did not answer: %s; what came is kept, so run it again".formatted(
                    e.getMessage()));
            return FAILED;
        }
    }

    private int fetch(Set<InstrumentId> instruments, Set<Interval> lengths, Instant first, Instant end) {
        ExchangeClock exchangeClock = new ExchangeClock(clock);
        try (HostRequests requests = HostRequests.alone(RequestShare.ofQuestions(requestsPerSecond), clock);
                PublicMarketData market = BybitMarketData.open(BybitRestSettings.of(address), requests, exchangeClock);
                Progress progress = Progress.of("answers", Download.answers(instruments, lengths, first, end), 0)) {
            instruments.forEach(market::instrument);
            Download download = new Download(market, new KeptMarket(folder, errors::println), first, end,
                    progress::step);
            instruments.forEach(instrument -> {
                download.fetch(instrument);
                download.fetch(instrument, lengths);
            });
        }
        out.printf("%s from %s to %s is in %s; back-tests read it%n", instruments, first, end, folder);
        return OK;
    }

    private static <T> Set<T> parsed(String option, List<String> texts, Function<String, T> parser) {
        Set<T> parsed = new TreeSet<>();
        for (String text : texts) {
            try {
                parsed.add(parser.apply(text.strip()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("%s: %s".formatted(option, e.getMessage()), e);
            }
        }
        return parsed;
    }

    private static Instant day(String option, String text) {
        try {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("%s: '%s' is no day; days look like 2025-01-31".formatted(option, text),
                    e);
        }
    }
}
