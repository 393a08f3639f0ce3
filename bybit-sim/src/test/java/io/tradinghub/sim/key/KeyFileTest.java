package io.tradinghub.sim.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFileTest {
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void readsWhatItHasWritten() throws IOException {
        Path file = folder.resolve("keys.jsonl");
        List<SimAccount> made = KeyFile.make(3, NOW);
        KeyFile.write(file, made);

        assertThat(KeyFile.read(file, NOW)).extracting(SimAccount::key).extracting(ApiKey::key, ApiKey::secret)
                .containsExactlyElementsOf(made.stream()
                        .map(a -> tuple(a.key().key(), a.key().secret())).toList());
        assertThat(made).extracting(account -> account.key().uid()).containsExactly(1_001L, 1_002L, 1_003L);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    }

    @Test
    void findsTheLinesThatWereAdded() throws IOException {
        Path file = folder.resolve("keys.jsonl");
        List<SimAccount> known = KeyFile.make(2, NOW);
        KeyFile.write(file, known);
        Files.writeString(file, "{\"key\":\"k\",\"secret\":\"s\",\"uid\":7}\n", StandardOpenOption.APPEND);

        assertThat(KeyFile.added(file, known, NOW)).singleElement()
                .satisfies(account -> assertThat(account.key().uid()).isEqualTo(7));
    }

    @Test
    void readsEveryMember() throws IOException {
        Path file = Files.writeString(folder.resolve("keys.jsonl"), """
                {"key":"k","secret":"s","uid":7,"readOnly":true,"ips":["10.0.0.1"],"expiresAt":"2026-04-01T00:00:00Z",\
                "permissions":{"Spot":["SpotTrade"],"Wallet":["Withdraw"]},"balances":{"USDT":"5","BTC":"0.1"},\
                "note":"n"}

                """);
        SimAccount account = KeyFile.read(file, NOW).getFirst();

        assertThat(account.key().may(ApiKey.Right.SPOT_TRADE)).isTrue();
        assertThat(account.key().may(ApiKey.Right.CONTRACT_ORDER)).isFalse();
        assertThat(account.key().isReadOnly()).isTrue();
        assertThat(account.key().allows("10.0.0.1")).isTrue();
        assertThat(account.key().allows("10.0.0.2")).isFalse();
        assertThat(account.key().hasExpired(Instant.parse("2026-04-01T00:00:00Z"))).isTrue();
        assertThat(account.key().hasExpired(Instant.parse("2026-03-31T23:59:59Z"))).isFalse();
        assertThat(account.balances()).hasSize(2);
        assertThat(account.key().permissions()).containsEntry("Wallet", List.of("Withdraw"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"no json | is no JSON object",
            "{\"key\":\"k\",\"secret\":\"s\"} | uid of API key 'k' must be 1 or more, got 0",
            "{\"key\":\"k\",\"uid\":1} | an API key needs a key and a secret, got key 'k'",
            "{\"key\":\"k\",\"secret\":\"s\",\"uid\":1,\"ip\":\"x\"} | has an unknown member 'ip'",
            "{\"key\":\"k\",\"secret\":\"s\",\"uid\":1,\"expiresAt\":\"soon\"} | 'soon' could not be parsed"})
    void namesTheLineThatIsWrong(String line, String reason) throws IOException {
        Path file = Files.writeString(folder.resolve("keys.jsonl"), "\n" + line + "\n");

        assertThatThrownBy(() -> KeyFile.read(file, NOW)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file + " line 2: ").hasMessageContaining(reason);
    }

    @Test
    void neverPrintsTheSecret() {
        assertThat(SimAccount.trading("name", "planted-secret", 1, NOW).toString()).contains("name", "***")
                .doesNotContain("planted-secret");
    }

    /// The vectors of Bybit's rules for the text to sign: time, key, window, and query or body.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "1700000000000demoKey015000category=linear&symbol=BTCUSDT "
                    + "| a4d737305cb8aef7a5c7ab2aa0096062f344f23c98a185cf248129e98cee8b2e",
            "1700000000000demoKey015000 | 9c2fba7a17a76b6bc3d47b800535bd46c9e7b6e4e88d8317608fea2d5af799db",
            "1700000000000demoKey015000{\"category\":\"linear\",\"symbol\":\"BTCUSDT\",\"side\":\"Buy\","
                    + "\"orderType\":\"Limit\",\"qty\":\"0.001\",\"price\":\"25000\",\"timeInForce\":\"PostOnly\","
                    + "\"orderLinkId\":\"t-1\"} | 5119c064e65e72591d06c55542eb1cdf010ad99e4278be7f4e875bb2caec5704",
            "GET/realtime1700000010000 | a8a8d742dd131b7244898418ae65add5e8ec5dbf1332021a9fa966b0f1dbbab2"})
    void signsAsBybitDoes(String text, String signature) {
        byte[] signed = text.getBytes(StandardCharsets.UTF_8);

        assertThat(Signature.of(signed, "demo-secret-0123456789")).isEqualTo(signature);
        assertThat(Signature.matches(signature, signed, "demo-secret-0123456789")).isTrue();
        assertThat(Signature.matches(signature, signed, "demo-secret-0123456780")).isFalse();
    }
}
