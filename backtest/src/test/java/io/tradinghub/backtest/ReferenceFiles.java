package io.tradinghub.backtest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// Trades, equity and statistics that other programs computed, in the folder that `BACKTEST_REFERENCE` names.
public final class ReferenceFiles {
    public static final String FOLDER = "BACKTEST_REFERENCE";

    private ReferenceFiles() {}

    private static Path file(String name) {
        return Path.of(System.getenv(FOLDER)).resolve(name);
    }

    public static JsonNode json(String name) {
        try {
            return new ObjectMapper().readTree(file(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The rows of a CSV file, by column.
    public static List<Map<String, String>> rows(String name) {
        List<Map<String, String>> rows = new ArrayList<>();
        try (InputStream bytes = Files.newInputStream(file(name));
                BufferedReader text = new BufferedReader(new InputStreamReader(
                        name.endsWith(".gz") ? new GZIPInputStream(bytes) : bytes, StandardCharsets.UTF_8))) {
            String[] header = text.readLine().split(",", -1);
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                String[] cells = line.split(",", -1);
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 0; i < header.length; i++) {
                    row.put(header[i], cells[i]);
                }
                rows.add(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    /// One column of numbers.
    public static double[] column(String name, String column) {
        return rows(name).stream().mapToDouble(row -> Double.parseDouble(row.get(column))).toArray();
    }

    /// All columns but the first, a row for each line.
    public static double[][] matrix(String name) {
        return rows(name).stream().map(row -> row.values().stream().skip(1).mapToDouble(Double::parseDouble).toArray())
                .toArray(double[][]::new);
    }

    /// Daily returns of a curve.
    public static double[] returns(double start, double[] closes) {
        double[] returns = new double[closes.length];
        Arrays.setAll(returns, day -> closes[day] / (day == 0 ? start : closes[day - 1]) - 1);
        return returns;
    }
}
