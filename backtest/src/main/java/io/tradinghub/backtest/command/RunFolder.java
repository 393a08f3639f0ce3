package io.tradinghub.backtest.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tradinghub.backtest.BacktestException;
import io.tradinghub.backtest.EquityCurve;
import io.tradinghub.backtest.Trade;
import io.tradinghub.order.Fill;
import io.tradinghub.order.Origin;

/// The files of a run: `report.html`, `run.json`, `trades.csv`, `fills.csv`, `equity.csv`. The same run gives the
/// same bytes.
///
/// Each CSV file begins with comment lines (`#`) that say what the run was made of.
final class RunFolder {
    private static final String TRADE_COLUMNS = "instrument,side,entered,left,quantity,entry_price,exit_price,gross,"
            + "fees,funding,net,left_by";
    private static final String FILL_COLUMNS = "time,instrument,side,quantity,price,fee,fee_coin,liquidity,origin,"
            + "order_id";
    private static final String EQUITY_COLUMNS = "time_ms,equity";
    private final Optional<Path> folder;

    private RunFolder(Optional<Path> folder) {
        this.folder = folder;
    }

    /// Looks before the run whether the folder can be written to.
    ///
    /// @throws BacktestException if it cannot
    static RunFolder in(Optional<Path> folder) {
        folder.ifPresent(path -> {
            Path known = nearest(path.toAbsolutePath());
            if (!Files.isDirectory(known) || !Files.isWritable(known)) {
                throw new BacktestException("%s: files cannot be written there; choose another --out".formatted(path));
            }
        });
        return new RunFolder(folder);
    }

    /// The path itself, or the first folder above it that is there.
    private static Path nearest(Path path) {
        Path parent = path.getParent();
        return Files.exists(path) || parent == null ? path : nearest(parent);
    }

    private static BacktestException unwritable(Path path, IOException e) {
        return new BacktestException("%s: cannot be written to (%s); choose another --out".formatted(path, e), e);
    }

    /// Writes all files, or none that is half done.
    void write(RunReport report) {
        if (folder.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(folder.get());
            Map<String, Object> run = new LinkedHashMap<>(report.header());
            run.put("figures", report.figures());
            run.put("warnings", report.warnings());
            write("run.json", json(run, SerializationFeature.INDENT_OUTPUT) + "\n");
            List<String> header = new ArrayList<>();
            for (Map.Entry<String, Object> entry : report.header().entrySet()) {
                header.add("# %s %s".formatted(entry.getKey(), json(entry.getValue())));
            }
            write("trades.csv", lines(header, TRADE_COLUMNS, Stream.concat(report.trades().closed().stream(),
                    report.trades().open().stream()).map(RunFolder::row)));
            write("fills.csv", lines(header, FILL_COLUMNS, report.result().fills().stream().map(RunFolder::row)));
            write("report.html", HtmlReport.of(report));
            write("equity.csv", lines(header, EQUITY_COLUMNS, equity(report.result().equity())));
        } catch (IOException e) {
            throw unwritable(folder.get(), e);
        }
    }

    private void write(String name, String text) throws IOException {
        Path target = folder.orElseThrow().resolve(name);
        Path half = folder.orElseThrow().resolve(name + ".new");
        Files.writeString(half, text);
        Files.move(half, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String json(Object value, SerializationFeature... features) throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        for (SerializationFeature feature : features) {
            mapper.enable(feature);
        }
        return mapper.writeValueAsString(value);
    }

    private static String lines(List<String> header, String columns, Stream<String> rows) {
        return Stream.of(header.stream(), Stream.of(columns), rows).flatMap(part -> part)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String row(Trade trade) {
        return String.join(",", trade.instrument().toString(), trade.isLong() ? "long" : "short",
                trade.enteredAt().toString(), trade.exitAt().map(Instant::toString).orElse(""),
                trade.quantity().toPlainString(), trade.entryPrice().toPlainString(),
                trade.exitPrice().toPlainString(), trade.gross().toPlainString(), trade.fees().toPlainString(),
                trade.funding().toPlainString(), trade.net().toPlainString(),
                trade.exit().map(Origin::name).orElse("OPEN"));
    }

    private static String row(Fill fill) {
        return String.join(",", fill.executedAt().toString(), fill.instrument().toString(), fill.side().name(),
                fill.quantity().toPlainString(), fill.price().toPlainString(),
                fill.fee().amount().toPlainString(), fill.fee().coin(), fill.liquidity().name(),
                fill.origin().name(), fill.orderId().map(Object::toString).orElse(""));
    }

    private static Stream<String> equity(EquityCurve curve) {
        return IntStream.range(0, curve.size())
                .mapToObj(at -> "%d,%s".formatted(curve.closeMillis(at), curve.value(at)));
    }
}
