package io.tradinghub.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.tradinghub.engine.EngineDriver;
import io.tradinghub.engine.EngineSettings;
import io.tradinghub.exchange.paper.PaperSettings;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.settings.CandleStoreSettings;
import io.tradinghub.settings.HubMode;
import io.tradinghub.settings.SecretFiles;
import io.tradinghub.settings.SettingsException;
import io.tradinghub.settings.SettingsReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BotSettingsTest {
    private static final Map<String, String> LEAST = Map.of("BOT_ID", "bot_1_momentum", "POSTGRES_USER",
            "bot_1_momentum",
            "REDIS_USER",
            "bot_1_momentum");

    @TempDir
    private Path secrets;

    @BeforeEach
    void writeSecrets() throws IOException {
        for (String name : List.of("postgres_password", "redis_password", "influx_token")) {
            Files.writeString(secrets.resolve(name), "planted-" + name);
        }
    }

    private BotSettings read(Map<String, String> environment) {
        return SettingsReader.read(environment, SecretFiles.in(secrets), BotSettings::declare);
    }

    @Test
    void tradesOnPaperWithTheDefaultsUnlessToldOtherwise() {
        BotSettings settings = read(LEAST);
        EngineSettings onPaper = EngineSettings.DEFAULTS
                .withTiming(EngineSettings.Timing.DEFAULTS.withArrivalBound(Duration.ZERO));
        assertThat(settings.runner()).isEqualTo(new RunnerSettings(new BotId("bot_1_momentum"), HubMode.PAPER, onPaper,
                RiskLimits.DEFAULTS, EngineDriver.Deadlines.DEFAULTS, Duration.ofSeconds(1),
                RunnerSettings.DEFAULT_TICK));
        assertThat(settings.intentFile()).isEmpty();
        assertThat(settings.flattenWithin()).isEmpty();
        assertThat(settings.account())
                .isEqualTo(new AccountSettings(Optional.empty(), Optional.empty(), PaperSettings.DEFAULTS));
        assertThat(settings.exchange()).isEqualTo(new ExchangeSettings.Paper(PaperSettings.DEFAULTS));
        assertThat(settings.candles()).isInstanceOf(CandleStoreSettings.Influx.class);
    }

    @Test
    void takesEverySettingFromItsVariable() {
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.putAll(
                Map.of("CAPITAL", "500", "MAX_SLIPPAGE_BPS", "7", "ANSWER_DEADLINE", "6s", "LOOK_UP_INTERVAL", "3s",
                        "RETRY_DELAY",
                        "2s", "MAX_NAKED_TIME", "9s", "HEDGE_COOLDOWN", "1m", "SNAPSHOT_INTERVAL", "5m", "CANDLE_STORE",
                        "postgres",
                        "PAPER_SPOT_MAKER_FEE", "0.002"));
        environment.putAll(
                Map.of("RISK_MAX_POSITION", "100", "RISK_MAX_ORDER", "50", "RISK_MAX_ORDERS_PER_MINUTE", "4",
                        "RISK_MAX_DATA_AGE",
                        "8s", "RISK_MAX_DAILY_LOSS", "20", "RISK_MAX_DRAWDOWN", "0.1", "MAX_CLOCK_DIFFERENCE", "3s",
                        "LEDGER_DEADLINE", "700ms", "FLATTEN_AND_EXIT", "2m"));
        environment
                .putAll(Map.of("INTENT_FILE_DEADLINE", "90ms", "INTENT_FILE", "/data/intents", "RISK_DISASTER_STOP",
                        "20",
                        "ACCOUNT_COIN", "USDC", "ACCOUNT_LEVERAGE", "2.5", "ACCOUNT_AND_EXIT", "plan"));
        BotSettings settings = read(environment);
        assertThat(settings.flattenWithin()).hasValue(Duration.ofMinutes(2));
        assertThat(settings.runner().engine()).isEqualTo(new EngineSettings(new BigDecimal("500"), "USDC", 7, 0.2,
                new EngineSettings.Timing(Duration.ofSeconds(6), Duration.ZERO, Duration.ofSeconds(3),
                        Duration.ofSeconds(2), Duration.ofSeconds(9), Duration.ofMinutes(1),
                        Duration.ofMinutes(5), Duration.ofSeconds(5), Duration.ofMinutes(5))));
        assertThat(settings.runner().limits())
                .isEqualTo(new RiskLimits(new BigDecimal("100"), new BigDecimal("50"), 4, Duration.ofSeconds(8),
                        new BigDecimal("20"), 0.1));
        assertThat(settings.runner().deadlines())
                .isEqualTo(new EngineDriver.Deadlines(Duration.ofMillis(700), Duration.ofMillis(90)));
        assertThat(settings.runner().maxClockDifference()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.intentFile()).contains(Path.of("/data/intents"));
        assertThat(settings.account().task()).hasValue(AccountTask.PLAN);
        assertThat(settings.account().leverage()).hasValue(new BigDecimal("2.5"));
        assertThat(settings.account().assumed().spotMakerFee()).isEqualByComparingTo("0.002");
        assertThat(settings.exchange()).isInstanceOfSatisfying(ExchangeSettings.Paper.class,
                paper -> assertThat(paper.costs().spotMakerFee()).isEqualByComparingTo("0.002"));
        assertThat(settings.candles()).isInstanceOf(CandleStoreSettings.Postgres.class);
    }

    @ParameterizedTest
    @CsvSource({"live, https://api.bybit.com, wss://stream.bybit.com, 729",
            "testnet, https://api-testnet.bybit.com, wss://stream-testnet.bybit.com, 729",
            "demo, https://api-demo.bybit.com, wss://stream-demo.bybit.com, 7"})
    void tradesWithItsKeyWhereItsModeIs(String mode, URI rest, URI stream, int keptDays) throws IOException {
        writeKey();
        assertThat(read(with("HUB_MODE", mode)).exchange())
                .isInstanceOfSatisfying(ExchangeSettings.Account.class, account -> {
                    assertThat(account.site().rest()).isEqualTo(rest);
                    assertThat(account.site().stream()).isEqualTo(stream);
                    assertThat(account.site().kept()).isEqualTo(Duration.ofDays(keptDays));
                    assertThat(account.key().secret().reveal()).isEqualTo("planted-bybit_api_secret");
                    assertThat(account.key().fingerprint()).isEqualTo("136f5d91");
                });
    }

    @Test
    void aRequestToAnAccountMayStillBeUnderWayAfterItsReceiveWindow() throws IOException {
        writeKey();
        Map<String, String> environment = with("HUB_MODE", "demo");
        assertThat(read(environment).runner().engine()).isEqualTo(EngineSettings.DEFAULTS);
        environment.put("BYBIT_RECEIVE_WINDOW", "20s");
        assertThat(read(environment).runner().engine().timing().arrivalBound()).isEqualTo(Duration.ofSeconds(25));
    }

    @Test
    void anAccountNeedsItsKey() {
        assertThatThrownBy(() -> read(with("HUB_MODE", "live"))).isInstanceOf(SettingsException.class)
                .hasMessageContaining("bybit_api_key").hasMessageContaining("bybit_api_secret");
    }

    @Test
    void aKeyThatNobodyHasSetIsSaidWithTheCommandThatSetsIt() throws IOException {
        writeKey();
        for (String name : List.of("bybit_api_key", "bybit_api_secret")) {
            Files.writeString(secrets.resolve(name), "unset\n");
        }
        assertThatThrownBy(() -> read(with("HUB_MODE", "demo"))).isInstanceOf(SettingsException.class)
                .hasMessage("""
                        bybit_api_key is not set yet (%s is as ./hub init wrote it): ./hub set-key BOT stores one, \
                        ./hub up BOT lets the bot use it.
                        bybit_api_secret is not set yet (%s is as ./hub init wrote it): ./hub set-key BOT stores one, \
                        ./hub up BOT lets the bot use it.""".formatted(secrets.resolve("bybit_api_key"),
                        secrets.resolve("bybit_api_secret")));
        assertThat(read(LEAST).exchange()).as("on paper nobody needs one").isInstanceOf(ExchangeSettings.Paper.class);
    }

    @ParameterizedTest
    @CsvSource({"live, BYBIT_REST_URL, https://api-demo.bybit.com, an address for HUB_MODE=live; this one is for demo",
            "demo, BYBIT_PRIVATE_STREAM_URL, wss://stream.bybit.com, an address for HUB_MODE=demo; this one is for live",
            "live, BYBIT_REST_URL, http://api.bybit.example, 'an address starting with https:// or wss://, since HUB_MODE is live'"})
    void anAddressOfAnotherModeIsRefused(String mode, String name, String address, String expected)
            throws IOException {
        writeKey();
        Map<String, String> environment = with("HUB_MODE", mode);
        environment.put(name, address);
        assertThatThrownBy(() -> read(environment))
                .hasMessage("%s is '%s', expected %s.".formatted(name, address, expected));
    }

    private void writeKey() throws IOException {
        for (String name : List.of("bybit_api_key", "bybit_api_secret")) {
            Files.writeString(secrets.resolve(name), "planted-" + name);
        }
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.put(name, value);
        return environment;
    }

    @Test
    void namesTheMissingBotIdFirst() {
        assertThatThrownBy(() -> read(Map.of())).isInstanceOf(SettingsException.class)
                .hasMessageContaining("BOT_ID environment variable not set.").hasMessageContaining("POSTGRES_USER")
                .hasMessageContaining("REDIS_USER");
    }

    @Test
    void neverPrintsASecret() {
        assertThat(read(LEAST).toString()).doesNotContain("planted-");
    }
}
