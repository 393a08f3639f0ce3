package io.tradinghub.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/// No secret is committed.
class SecretsTest {
    private static final Map<String, Pattern> SHAPES = Map.of("a private key",
            Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----"),
            "an AWS key", Pattern.compile("\\bAKIA[0-9A-Z]{16}\\b"), "a GitHub token",
            Pattern.compile("\\bgh[pousr]_[A-Za-z0-9]{36}\\b|\\bgithub_pat_[A-Za-z0-9_]{40,}\\b"), "a Slack token",
            Pattern.compile("\\bxox[abps]-[A-Za-z0-9-]{20,}"), "a Telegram bot token",
            Pattern.compile("\\b\\d{9,10}:AA[A-Za-z0-9_-]{33}\\b"),
            "an InfluxDB token", Pattern.compile("(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{86}=="), "an assigned password",
            Pattern.compile(
                    "(?i)\\b(password|passwd|api_?key|api_?secret|token)\\s*[=:]\\s*[\"']?(?=[A-Za-z0-9_-]*\\d)(?=[A-Za-z0-9_-]*[A-Za-z])[A-Za-z0-9_-]{20,}"));
    private static final Pattern KEY_STORE = Pattern.compile(".*\\.(pem|key|p12|pfx|jks|keystore)");

    @Test
    void noneIsCommitted() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : Reactor.files()) {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            SHAPES.forEach((what, shape) -> shape.matcher(text).results().forEach(
                    match -> found
                            .add("%s holds what looks like %s".formatted(Reactor.root().relativize(file), what))));
        }
        assertThat(found).isEmpty();
    }

    @Test
    void noFileIsOfTheKindThatHoldsKeys() {
        assertThat(Reactor.files()).noneMatch(file -> KEY_STORE.matcher(file.toString()).matches());
    }

    @Test
    void theScanKnowsOneWhenItSeesIt() {
        String planted = "api" + "_secret = \"" + "x1".repeat(16) + "\"";
        assertThat(SHAPES.values()).anyMatch(shape -> shape.matcher(planted).find());
    }

    @Test
    void secretFoldersAreIgnoredByGit() {
        assertThat(Reactor.text(Reactor.root().resolve(".gitignore")).lines()).contains("/secrets/", "/.env", "/data/");
    }
}
