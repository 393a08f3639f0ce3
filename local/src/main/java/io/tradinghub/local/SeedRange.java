package io.tradinghub.local;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Seeds from the first to the last, both included. Text form: `1-1000`, or `7` for one.
record SeedRange(long first, long last) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18})(?:-(\\d{1,18}))?");

    /// Reads the text form.
    static final class Converter implements ITypeConverter<SeedRange> {
        @Override
        public SeedRange convert(String text) {
            Matcher parts = FORM.matcher(text);
            if (!parts.matches()) {
                throw new TypeConversionException("expected seeds like 1-1000 or 7, got '%s'".formatted(text));
            }
            long first = Long.parseLong(parts.group(1));
            long last = parts.group(2) == null ? first : Long.parseLong(parts.group(2));
            if (last < first) {
                throw new TypeConversionException("the last seed of '%s' is before the first".formatted(text));
            }
            return new SeedRange(first, last);
        }
    }
}
