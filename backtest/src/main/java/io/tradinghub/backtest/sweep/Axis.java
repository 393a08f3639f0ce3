package io.tradinghub.backtest.sweep;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import io.tradinghub.backtest.BacktestException;

/// A setting that is varied, and its values in their order.
record Axis(String name, List<String> values) {
    private static final int MOST_VALUES = 10_000;

    Axis {
        values = List.copyOf(values);
    }

    /// Of a text like `MOMENTUM_FAST=8..64:8`, `MOMENTUM_FAST=8..64` in steps of 1, or `MOMENTUM_INTERVAL=5,15`.
    ///
    /// @throws BacktestException if it is none of these
    static Axis parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw wrong(text, "write NAME=FROM..TO:STEP or NAME=VALUE,VALUE");
        }
        String given = text.substring(equals + 1);
        List<String> values = given.contains("..") ? range(text, given) : List.of(given.split(",", -1));
        if (values.stream().anyMatch(String::isBlank) || new HashSet<>(values).size() < values.size()) {
            throw wrong(text, "a value is empty or stands there twice");
        }
        return new Axis(text.substring(0, equals), values);
    }

    private static List<String> range(String text, String given) {
        String[] ends = given.split("\\.\\.|:", -1);
        if (ends.length > 3 || ends.length < 2) {
            throw wrong(text, "write NAME=FROM..TO:STEP");
        }
        BigDecimal from = number(text, ends[0]);
        BigDecimal to = number(text, ends[1]);
        BigDecimal step = ends.length == 3 ? number(text, ends[2]) : BigDecimal.ONE;
        if (step.signum() <= 0 || from.compareTo(to) > 0) {
            throw wrong(text, "the first value must not be above the last, and the step must be above 0");
        }
        if (to.subtract(from).divide(step, 0, RoundingMode.DOWN).compareTo(BigDecimal.valueOf(MOST_VALUES)) >= 0) {
            throw wrong(text, "that are more than %d values; choose a larger step".formatted(MOST_VALUES));
        }
        List<String> values = new ArrayList<>();
        for (BigDecimal value = from; value.compareTo(to) <= 0; value = value.add(step)) {
            values.add(value.toPlainString());
        }
        return values;
    }

    private static BigDecimal number(String text, String number) {
        try {
            return new BigDecimal(number);
        } catch (NumberFormatException _) {
            throw wrong(text, "'%s' is no number".formatted(number));
        }
    }

    private static BacktestException wrong(String text, String reason) {
        return new BacktestException("--vary %s: %s".formatted(text, reason));
    }

    @Override
    public String toString() {
        return name + "=" + String.join(",", values);
    }
}
