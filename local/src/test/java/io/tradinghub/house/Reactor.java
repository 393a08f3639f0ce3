package io.tradinghub.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The checkout that the house rules are about.
final class Reactor {
    private static final Pattern MODULE = Pattern.compile("<module>([a-z-]+)</module>");

    private Reactor() {}

    /// The top folder: tests run in the folder of their module.
    static Path root() {
        Path root = Path.of("..").toAbsolutePath().normalize();
        assertThat(root.resolve("hub")).as("the checkout's top folder").exists();
        return root;
    }

    static List<String> modules() {
        return MODULE.matcher(text(root().resolve("pom.xml"))).results().map((MatchResult match) -> match.group(1)).toList();
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Files that are or will be committed: no build output, no data, no folders of tools.
    static List<Path> files() {
        try (Stream<Path> all = Files.walk(root())) {
            return all.filter(Files::isRegularFile).filter(Reactor::isOurs).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOurs(Path file) {
        Path relative = root().relativize(file);
        for (Path part : relative) {
            if (List.of("target", ".git", ".idea").contains(part.toString())) {
                return false;
            }
        }
        return !List.of("data", "secrets").contains(relative.getName(0).toString()) && !relative.toString().equals(".env");
    }
}
