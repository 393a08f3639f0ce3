package io.tradinghub.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
    private static final Set<String> TEXT = Set.of("java", "xml", "md", "sql", "sh", "yml", "yaml", "json", "jsonl", "properties",
            "txt", "csv",
            "toml", "flux", "conf", "example", "env");

    @Test
    void noneIsCommitted() {
        List<String> found = new ArrayList<>();
        for (Path file : Reactor.files()) {
            if (isText(file)) {
                String text = Reactor.text(file);
                SHAPES.forEach((what, shape) -> shape.matcher(text).results()
                        .forEach(match -> found
                                .add("%s holds what looks like %s".formatted(Reactor.root().relativize(file), what))));
            }
        }
        assertThat(found).isEmpty();
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

    private static boolean isText(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        int dot = name.lastIndexOf('.');
        return dot < 0 || TEXT.contains(name.substring(dot + 1));
    }
}
