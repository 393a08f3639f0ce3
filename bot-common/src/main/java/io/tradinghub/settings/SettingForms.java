package io.tradinghub.settings;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.tradinghub.settings.SettingSpec.Form;

/// The kinds of values that settings have.
final class SettingForms {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

    private SettingForms() {}

    static Form<String> text() {
        return new Form<>("some text", Function.identity(), Function.identity());
    }

    static Form<Integer> integer(int min, int max) {
        return new Form<>("a whole number from %d to %d".formatted(min, max),
                text -> within(Integer.valueOf(text.strip()), min, max), String::valueOf);
    }

    static Form<BigDecimal> decimal(String min, String max) {
        return new Form<>("a number from %s to %s".formatted(min, max),
                text -> within(new BigDecimal(text.strip()), new BigDecimal(min), new BigDecimal(max)),
                BigDecimal::toPlainString);
    }

    static Form<Double> number(double min, double max) {
        return new Form<>("a number from %s to %s".formatted(plain(min), plain(max)),
                text -> within(new BigDecimal(text.strip()).doubleValue(), min, max), SettingForms::plain);
    }

    static Form<Duration> duration(Duration min, Duration max) {
        return new Form<>("a duration like 500ms, 30s, 5m, 8h or 7d, from %s to %s".formatted(plain(min), plain(max)),
                text -> within(parseDuration(text.strip()), min, max), SettingForms::plain);
    }

    static Form<URI> uri(List<String> schemes) {
        String expected = "an address starting with "
                + schemes.stream().map(scheme -> scheme + "://").collect(Collectors.joining(" or "));
        return new Form<>(expected, text -> parseUri(text.strip(), schemes), URI::toString);
    }

    static <E extends Enum<E>> Form<E> choice(Class<E> type) {
        String words = Arrays.stream(type.getEnumConstants()).map(SettingForms::word).collect(Collectors.joining(", "));
        return new Form<>("one of " + words, text -> Arrays.stream(type.getEnumConstants())
                .filter(option -> word(option).equals(text.strip())).findFirst()
                .orElseThrow(IllegalArgumentException::new),
                SettingForms::word);
    }

    static Form<Boolean> flag() {
        return new Form<>("true or false", text -> switch (text.strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        }, String::valueOf);
    }

    static <T> Form<List<T>> list(String itemExpected, Function<String, T> itemParser) {
        return new Form<>("a comma-separated list, each " + itemExpected, text -> parseList(text, itemParser),
                items -> items.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    private static <T> List<T> parseList(String text, Function<String, T> itemParser) {
        List<T> items = Arrays.stream(text.split(",", -1)).map(String::strip).map(itemParser).toList();
        if (items.stream().distinct().count() != items.size()) {
            throw new IllegalArgumentException("repeated item");
        }
        return items;
    }

    private static String word(Enum<?> option) {
        return option.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static URI parseUri(String text, List<String> schemes) {
        URI uri = URI.create(text);
        if (uri.getScheme() == null || !schemes.contains(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("scheme or host");
        }
        return uri;
    }

    private static Duration parseDuration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("duration");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static String plain(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0 || millis % 1_000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1_000;
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    private static <T extends Comparable<T>> T within(T value, T min, T max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException("out of range");
        }
        return value;
    }
}
