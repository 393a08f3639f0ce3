package io.tradinghub.settings;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.tradinghub.bot.BotId;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.settings.SettingSpec.Form;

/// Reads settings from the environment and from secret files, and collects what is wrong instead of stopping at the
/// first fault.
///
/// An application declares its settings once, in one function; the same function gives the record at start and the
/// table in `docs/settings.md`:
///
/// ```java
/// static Setting<RecorderSettings> declare(SettingsReader in) {
///     Setting<RedisSettings> redis = RedisSettings.declare(in);
///     Setting<Integer> days = in.integer("BACKFILL_DAYS", "How far back history is filled.", 0, 365).orElse(7);
///     return in.combine(() -> new RecorderSettings(redis.get(), days.get()));
/// }
/// RecorderSettings settings = SettingsReader.read(System.getenv(), RecorderSettings::declare);
/// ```
///
/// Names are constants in code; one reader is used by one thread, once.
public final class SettingsReader {
    static final String BOT_ID = "BOT_ID";
    private final Map<String, String> environment;
    private final SecretFiles secretFiles;
    private final List<SettingsFault> faults = new ArrayList<>();
    private final List<SettingDeclaration> declarations = new ArrayList<>();

    private SettingsReader(Map<String, String> environment, SecretFiles secretFiles) {
        this.environment = Map.copyOf(environment);
        this.secretFiles = secretFiles;
    }

    /// Reads everything the function declares.
    ///
    /// @throws SettingsException listing every fault, unknown variables of the hub included
    public static <T> T read(Map<String, String> environment, Function<SettingsReader, Setting<T>> declare) {
        return read(environment, SecretFiles.from(environment), declare);
    }

    /// As the other `read`, with the secrets from a folder of the caller's choice.
    public static <T> T read(Map<String, String> environment, SecretFiles secretFiles,
            Function<SettingsReader, Setting<T>> declare) {
        SettingsReader reader = new SettingsReader(environment, secretFiles);
        Setting<T> result = declare.apply(reader);
        List<SettingsFault> all = new ArrayList<>(reader.faults);
        all.addAll(new UnknownVariables(reader.declarations).in(environment));
        if (!all.isEmpty()) {
            throw new SettingsException(all);
        }
        return result.get();
    }

    /// What the function declares.
    public static List<SettingDeclaration> describe(Consumer<SettingsReader> declare) {
        SettingsReader reader = new SettingsReader(Map.of(), SecretFiles.in(Path.of(SecretFiles.DEFAULT_FOLDER)));
        declare.accept(reader);
        return List.copyOf(reader.declarations);
    }

    /// `BOT_ID`, required: who trades.
    public Setting<BotId> botId() {
        Form<BotId> form = new Form<>(
                "3 to 26 characters, lower-case letters, digits or '_', starting with a letter, like bot_1_momentum",
                text -> new BotId(text.strip()), BotId::value);
        return new SettingSpec<>(this, BOT_ID,
                "Who trades: name in the ledger, key prefix in Redis, role in PostgreSQL.", form)
                .required();
    }

    public SettingSpec<String> text(String name, String about) {
        return new SettingSpec<>(this, name, about, SettingForms.text());
    }

    /// A whole number between two inclusive bounds.
    public SettingSpec<Integer> integer(String name, String about, int min, int max) {
        return new SettingSpec<>(this, name, about, SettingForms.integer(min, max));
    }

    /// An exact decimal (money, quantities) between two inclusive bounds, given as text.
    public SettingSpec<BigDecimal> decimal(String name, String about, String min, String max) {
        return new SettingSpec<>(this, name, about, SettingForms.decimal(min, max));
    }

    /// A parameter of a calculation between two inclusive bounds.
    public SettingSpec<Double> number(String name, String about, double min, double max) {
        return new SettingSpec<>(this, name, about, SettingForms.number(min, max));
    }

    /// A span like `500ms`, `30s`, `5m`, `8h` or `7d` between two inclusive bounds.
    public SettingSpec<Duration> duration(String name, String about, Duration min, Duration max) {
        return new SettingSpec<>(this, name, about, SettingForms.duration(min, max));
    }

    /// An absolute address with a host and one of these schemes.
    public SettingSpec<URI> uri(String name, String about, String... schemes) {
        return new SettingSpec<>(this, name, about, SettingForms.uri(List.of(schemes)));
    }

    /// One of an enum's constants, written in lower case with `-` for `_`.
    public <E extends Enum<E>> SettingSpec<E> choice(String name, String about, Class<E> type) {
        return new SettingSpec<>(this, name, about, SettingForms.choice(type));
    }

    /// `true` or `false`.
    public SettingSpec<Boolean> flag(String name, String about) {
        return new SettingSpec<>(this, name, about, SettingForms.flag());
    }

    /// Items between commas, none twice; the parser throws `IllegalArgumentException` on a bad one.
    public <T> SettingSpec<List<T>> list(String name, String about, String itemExpected,
            Function<String, T> itemParser) {
        return new SettingSpec<>(this, name, about, SettingForms.list(itemExpected, itemParser));
    }

    /// Instruments between commas; a symbol without category is the perpetual.
    public SettingSpec<List<InstrumentId>> instruments(String name, String about) {
        return list(name, about, "SYMBOL or category:SYMBOL, like BTCUSDT or linear:BTCUSDT",
                text -> text.indexOf(':') < 0 ? InstrumentId.linear(text) : InstrumentId.parse(text));
    }

    public SettingSpec<Interval> interval(String name, String about) {
        Form<Interval> form = new Form<>("one of 1 3 5 15 30 60 120 240 360 720 D",
                text -> Interval.fromWire(text.strip()),
                Interval::wireName);
        return new SettingSpec<>(this, name, about, form);
    }

    public SettingSpec<Path> path(String name, String about) {
        Form<Path> form = new Form<>("a file or folder", SettingsReader::parsePath, Path::toString);
        return new SettingSpec<>(this, name, about, form);
    }

    /// A secret from its file, required.
    public Setting<Secret> secret(String name, String about) {
        declare(new SettingDeclaration(name, SettingDeclaration.Kind.SECRET_FILE, about, "one line", "required", ""));
        try {
            Secret secret = secretFiles.read(name);
            return () -> secret;
        } catch (SecretUnreadableException e) {
            return faulty(SettingsFault.secret(name, String.valueOf(e.getMessage()), about));
        }
    }

    /// The same, where the file holds a placeholder until a person has written the secret.
    ///
    /// @param how how a person does that
    public Setting<Secret> secret(String name, String about, String placeholder, String how) {
        Setting<Secret> secret = secret(name, about);
        try {
            return secret.get().reveal().equals(placeholder)
                    ? faulty(SettingsFault.unset(name, secretFiles.fileOf(name), how))
                    : secret;
        } catch (FaultySettingException _) {
            return secret;
        }
    }

    /// Holds a value to a rule beyond its form: the rule answers with what was expected, or with nothing when all is
    /// well.
    public <T> Setting<T> checked(Setting<T> setting, String name, Function<T, String> rule) {
        try {
            String expected = rule.apply(setting.get());
            return expected.isEmpty()
                    ? setting
                    : faulty(SettingsFault.wrong(name, environment.getOrDefault(name, ""), expected));
        } catch (FaultySettingException _) {
            return setting;
        }
    }

    /// Makes a record of settings that were read. When one of them is faulty, so is the record; when its constructor
    /// refuses the values with an `IllegalArgumentException`, that message is a fault of its own.
    public <T> Setting<T> combine(Supplier<T> constructor) {
        try {
            T value = constructor.get();
            return () -> value;
        } catch (FaultySettingException _) {
            return faultyBefore();
        } catch (IllegalArgumentException e) {
            return faulty(new SettingsFault("", "Settings do not fit together: %s.".formatted(e.getMessage())));
        }
    }

    /// Reads further settings only when the condition holds; they are declared in any case, with the condition's words
    /// (`CANDLE_STORE=influx`).
    public <T> Setting<Optional<T>> when(Setting<Boolean> condition, String words,
            Function<SettingsReader, Setting<T>> declare) {
        SettingsReader inner = new SettingsReader(environment, secretFiles);
        Setting<T> setting = declare.apply(inner);
        inner.declarations.forEach(declaration -> declare(declaration.under(words)));
        try {
            if (!condition.get()) {
                return Optional::empty;
            }
        } catch (FaultySettingException _) {
            return faultyBefore();
        }
        faults.addAll(inner.faults);
        return () -> Optional.of(setting.get());
    }

    Optional<String> valueOf(String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
    }

    void declare(SettingDeclaration declaration) {
        if (!declarations.contains(declaration)) {
            declarations.add(declaration);
        }
    }

    <T> Setting<T> faulty(SettingsFault fault) {
        faults.add(fault);
        return faultyBefore();
    }

    private static <T> Setting<T> faultyBefore() {
        return () -> {
            throw new FaultySettingException();
        };
    }

    private static Path parsePath(String text) {
        try {
            return Path.of(text.strip());
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("path", e);
        }
    }

    /// The value asked for is a fault that is already listed.
    private static final class FaultySettingException extends RuntimeException {
        private static final long serialVersionUID = 1;

        FaultySettingException() {
            super("this setting is faulty and listed already");
        }
    }
}
