package io.tradinghub.settings;

import java.util.Optional;
import java.util.function.Function;

/// A setting that is described but not read yet: what remains to be said is what happens when it is absent.
///
/// A variable that is set to nothing counts as absent, since that is what Compose makes of `${NAME:-}`.
public final class SettingSpec<T> {
    private final SettingsReader reader;
    private final String name;
    private final String about;
    private final String expected;
    private final Function<String, T> parser;
    private final Function<T, String> printer;

    SettingSpec(SettingsReader reader, String name, String about, Form<T> form) {
        this.reader = reader;
        this.name = name;
        this.about = about;
        this.expected = form.expected();
        this.parser = form.parser();
        this.printer = form.printer();
    }

    /// Without it the program does not start.
    public Setting<T> required() {
        declare("required");
        return reader.valueOf(name).map(this::parse)
                .orElseGet(() -> reader.faulty(SettingsFault.notSet(name, expected)));
    }

    /// Without it this value holds.
    public Setting<T> orElse(T defaultValue) {
        declare(printer.apply(defaultValue));
        return reader.valueOf(name).map(this::parse).orElseGet(() -> () -> defaultValue);
    }

    /// Without it there is none.
    public Setting<Optional<T>> optional() {
        declare("none");
        return reader.valueOf(name).map(this::parse).<Setting<Optional<T>>>map(value -> () -> Optional.of(value.get()))
                .orElse(Optional::empty);
    }

    private void declare(String absent) {
        reader.declare(new SettingDeclaration(name, SettingDeclaration.Kind.VARIABLE, about, expected, absent, ""));
    }

    private Setting<T> parse(String text) {
        try {
            T value = parser.apply(text);
            return () -> value;
        } catch (IllegalArgumentException | ArithmeticException _) {
            return reader.faulty(SettingsFault.wrong(name, text, expected));
        }
    }

    /// How a kind of value is written: in words, read, and printed. The parser throws `IllegalArgumentException` on
    /// anything else.
    record Form<T>(String expected, Function<String, T> parser, Function<T, String> printer) {}
}
