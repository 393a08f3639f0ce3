package io.tradinghub.indicator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.GZIPInputStream;

/// Candles to try indicators on: a seeded random walk with jumps and candles in which nothing traded, or a CSV file.
final class SampleCandles {
    private final String name;
    private final double[] high;
    private final double[] low;
    private final double[] close;

    private SampleCandles(String name, double[] high, double[] low, double[] close) {
        this.name = name;
        this.high = high;
        this.low = low;
        this.close = close;
    }

    static SampleCandles random(long seed, int count) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        double[] high = new double[count];
        double[] low = new double[count];
        double[] close = new double[count];
        double price = 20 + random.nextDouble() * 60_000;
        for (int i = 0; i < count; i++) {
            double open = price;
            if (random.nextInt(20) > 0) {
                double scale = random.nextInt(200) == 0 ? 0.05 : 0.002;
                price *= Math.exp(scale * random.nextGaussian());
            }
            double reach = price == open ? 0 : 0.001 * random.nextExponential();
            high[i] = Math.max(open, price) * (1 + reach);
            low[i] = Math.min(open, price) * (1 - reach / 2);
            close[i] = price;
        }
        return new SampleCandles("seed " + seed, high, low, close);
    }

    static SampleCandles read(Path file, int limit) {
        try (InputStream bytes = new GZIPInputStream(Files.newInputStream(file));
                BufferedReader reader = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
            List<String[]> rows = reader.lines().skip(1).limit(limit).map(line -> line.split(",")).toList();
            return new SampleCandles(file.getFileName().toString(), column(rows, 2), column(rows, 3), column(rows, 4));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    int size() {
        return close.length;
    }

    double high(int row) {
        return high[row];
    }

    double low(int row) {
        return low[row];
    }

    double close(int row) {
        return close[row];
    }

    @Override
    public String toString() {
        return name;
    }

    private static double[] column(List<String[]> rows, int index) {
        return rows.stream().mapToDouble(row -> Double.parseDouble(row[index])).toArray();
    }
}
