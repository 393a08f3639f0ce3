package io.tradinghub.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.bot.BotId;
import io.tradinghub.market.InstrumentId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {

    enum Store {
        INFLUX, POST_GRES
    }

    record Everything(BotId bot, int port, BigDecimal limit, double factor, Duration pause, URI address, Store store,
            List<InstrumentId> symbols, Optional<String> note, Secret password, Optional<Secret> token) {

        Everything {
            if (factor > port) {
                throw new IllegalArgumentException("FACTOR %s is above REDIS_PORT %d".formatted(factor, port));
            }
        }

        static Setting<Everything> declare(SettingsReader in) {
            Setting<BotId> bot = in.botId();
            Setting<Integer> port = in.integer("REDIS_PORT", "Port of Redis.", 1, 65_535).orElse(6379);
            Setting<BigDecimal> limit = in.decimal("RISK_MAX_ORDER", "Largest order.", "0", "1000000")
                    .orElse(new BigDecimal("100.50"));
            Setting<Double> factor = in.number("FACTOR", "A factor.", 0.5, 1e6).orElse(2.0);
            Setting<Duration> pause = in.duration("WAIT", "How long.", Duration.ofMillis(1), Duration.ofDays(9))
                    .orElse(Duration.ofMinutes(90));
            Setting<URI> address = in.uri("BYBIT_REST_URL", "Where Bybit is.", "https", "http").required();
            Setting<Store> store = in.choice("CANDLE_STORE", "Where candles are.", Store.class).orElse(Store.INFLUX);
            Setting<List<InstrumentId>> symbols = in.instruments("SYMBOLS", "What is traded.").orElse(List.of());
            Setting<Optional<String>> note = in.text("HUB_NOTE", "A note.").optional();
            Setting<Secret> password = in.secret("redis_password", "The password of Redis.");
            Setting<Optional<Secret>> token = in.when(() -> store.get() == Store.INFLUX, "CANDLE_STORE=influx",
                    inner -> inner.secret("influx_token", "The token of InfluxDB."));
            return in.combine(() -> new Everything(bot.get(), port.get(), limit.get(), factor.get(), pause.get(),
                    address.get(), store.get(), symbols.get(), note.get(), password.get(), token.get()));
        }
    }

    @TempDir
    Path folder;

    @Test
    void takesDefaultsForWhatIsNotSetOrSetToNothing() throws IOException {
        plantSecrets();
        Everything read = read(
                Map.of("BOT_ID", "bot_1_momentum", "BYBIT_REST_URL", "https://bybit.example", "REDIS_PORT", " "));
        assertThat(read).usingRecursiveComparison().ignoringFields("password", "token")
                .isEqualTo(new Everything(new BotId("bot_1_momentum"), 6379, new BigDecimal("100.50"), 2.0,
                        Duration.ofMinutes(90), URI.create("https://bybit.example"), Store.INFLUX, List.of(),
                        Optional.empty(),
                        read.password,
                        read.token));
    }

    @Test
    void readsEveryKindOfValue() throws IOException {
        plantSecrets();
        Map<String, String> environment = Map.ofEntries(Map.entry("BOT_ID", "bot_2"), Map.entry("REDIS_PORT", "7000"),
                Map.entry("RISK_MAX_ORDER", "0.10"), Map.entry("FACTOR", "1e3"), Map.entry("WAIT", "250ms"),
                Map.entry("BYBIT_REST_URL", "http://sim:8080"), Map.entry("CANDLE_STORE", "post-gres"),
                Map.entry("SYMBOLS", "linear:BTCUSDT, spot:ETHUSDT, SOLUSDT"), Map.entry("HUB_NOTE", "hello"));
        Everything read = read(environment);
        assertThat(read).usingRecursiveComparison().ignoringFields("password")
                .isEqualTo(
                        new Everything(new BotId("bot_2"), 7000, new BigDecimal("0.10"), 1000.0, Duration.ofMillis(250),
                                URI.create("http://sim:8080"), Store.POST_GRES,
                                List.of(InstrumentId.linear("BTCUSDT"), InstrumentId.spot("ETHUSDT"),
                                        InstrumentId.linear("SOLUSDT")),
                                Optional.of("hello"), read.password, Optional.empty()));
    }

    @Test
    void listsEveryFaultAtOnceWithTheIdentityFirst() {
        Map<String, String> environment = Map.of("REDIS_PORT", "70000", "WAIT", "soon", "CANDLE_STORE", "mysql",
                "SYMBOLS", "btcusdt", "RISK_MAX_ORDER", "12.5.1", "FACTOR", "NaN");
        assertThat(faultsOf(environment)).containsExactly(
                "BOT_ID environment variable not set. Expected 3 to 26 characters, lower-case letters, digits or '_', starting with a letter,"
                        + " like bot_1_momentum.",
                "REDIS_PORT is '70000', expected a whole number from 1 to 65535.",
                "RISK_MAX_ORDER is '12.5.1', expected a number from 0 to 1000000.",
                "FACTOR is 'NaN', expected a number from 0.5 to 1000000.",
                "WAIT is 'soon', expected a duration like 500ms, 30s, 5m, 8h or 7d, from 1ms to 9d.",
                "BYBIT_REST_URL environment variable not set. Expected an address starting with https:// or http://.",
                "CANDLE_STORE is 'mysql', expected one of influx, post-gres.",
                "SYMBOLS is 'btcusdt', expected a comma-separated list, each SYMBOL or category:SYMBOL, like BTCUSDT or linear:BTCUSDT.",
                "secret file " + folder.resolve("redis_password")
                        + " is missing. Expected one line: The password of Redis.");
    }

    @Test
    void saysFirstThatBotIdIsNotSet() {
        assertThat(catchThrowableOfType(SettingsException.class, () -> read(Map.of())))
                .hasMessageStartingWith("BOT_ID environment variable not set.");
    }

    @Test
    void refusesAPairThatDoesNotFitTogether() throws IOException {
        plantSecrets();
        assertThat(faultsOf(complete("FACTOR", "70", "REDIS_PORT", "7")))
                .containsExactly("Settings do not fit together: FACTOR 70.0 is above REDIS_PORT 7.");
    }

    @Test
    void refusesAVariableOfTheHubThatNothingReads() throws IOException {
        plantSecrets();
        assertThat(faultsOf(
                complete("RISK_MAX_ORDR", "5", "HUB_COLOUR", "red", "SYMBOL", "linear:BTCUSDT", "PATH", "/bin")))
                .containsExactly(
                        "HUB_COLOUR is not a setting of this program. Remove it; docs/settings.md lists all settings.",
                        "RISK_MAX_ORDR is not a setting of this program. Did you mean RISK_MAX_ORDER?",
                        "SYMBOL is not a setting of this program. Did you mean SYMBOLS?");
    }

    @Test
    void refusesASettingThatBelongsToAnotherBotAndSaysToWhich() throws IOException {
        plantSecrets();
        assertThat(faultsOf(complete("MOMENTUM_FAST", "5", "SIZE_MAX_LEVERAGE", "2"))).containsExactly(
                "MOMENTUM_FAST is a setting of bot-momentum, not of this program. Remove it.",
                "SIZE_MAX_LEVERAGE is a setting of bots that size a trade by its stop, not of this program. Remove it.");
    }

    @Test
    void saysWhyASettingOfAnOlderVersionIsGone() throws IOException {
        plantSecrets();
        assertThat(faultsOf(complete("HISTORY_DEADLINE", "2m"))).containsExactly(
                "HISTORY_DEADLINE is no setting any more: a bot waits for stored candles as long as it takes, and enters"
                        + " nothing in that instrument meanwhile. Remove it.");
        assertThat(faultsOf(complete("FALLBACK_STOP", "0.1"))).containsExactly(
                "FALLBACK_STOP is no setting any more: RISK_DISASTER_STOP, in percent, is how far away any stop may be."
                        + " Remove it.");
    }

    @Test
    void refusesASecretInTheEnvironmentWithoutPrintingIt() throws IOException {
        plantSecrets();
        assertThat(faultsOf(complete("REDIS_PASSWORD", "hunter2"))).containsExactly(
                "REDIS_PASSWORD must not be an environment variable: put it into the secret file redis_password.");
    }

    @Test
    void masksCredentialsInAWrongValue() throws IOException {
        plantSecrets();
        assertThat(faultsOf(complete("BYBIT_REST_URL", "ftp://me:hunter2@host/?token=hunter3&a=1"))).containsExactly(
                "BYBIT_REST_URL is 'ftp://***@host/?token=***&a=1', expected an address starting with https:// or http://.");
    }

    @Test
    void describesWhatItReadsWithDefaultsRangesAndConditions() {
        assertThat(SettingsReader.describe(Everything::declare)).contains(
                new SettingDeclaration("REDIS_PORT", SettingDeclaration.Kind.VARIABLE, "Port of Redis.",
                        "a whole number from 1 to 65535", "6379", ""),
                new SettingDeclaration("WAIT", SettingDeclaration.Kind.VARIABLE, "How long.",
                        "a duration like 500ms, 30s, 5m, 8h or 7d, from 1ms to 9d", "90m", ""),
                new SettingDeclaration("influx_token", SettingDeclaration.Kind.SECRET_FILE, "The token of InfluxDB.",
                        "one line",
                        "required", "CANDLE_STORE=influx"));
    }

    private Everything read(Map<String, String> environment) {
        return SettingsReader.read(environment, SecretFiles.in(folder), Everything::declare);
    }

    private List<String> faultsOf(Map<String, String> environment) {
        return String.valueOf(catchThrowableOfType(SettingsException.class, () -> read(environment)).getMessage())
                .lines()
                .toList();
    }

    private static Map<String, String> complete(String... namesAndValues) {
        Map<String, String> environment = new HashMap<>(
                Map.of("BOT_ID", "bot_1", "BYBIT_REST_URL", "https://bybit.example"));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            environment.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return environment;
    }

    private void plantSecrets() throws IOException {
        Files.writeString(folder.resolve("redis_password"), "one\n");
        Files.writeString(folder.resolve("influx_token"), "two\n");
    }
}
