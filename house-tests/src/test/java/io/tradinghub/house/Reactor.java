package io.tradinghub.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The checkout that the house rules are about.
final class Reactor {
    private static final Pattern MODULE = Pattern.compile("<module>([a-z0-9-]+)</module>");

    private Reactor() {}

    /// The top folder: tests run in the folder of their module.
    static Path root() {
        Path root = Path.of("..").toAbsolutePath().normalize();
        assertThat(root.resolve("hub")).as("the checkout's top folder").exists();
        return root;
    }

    static List<String> modules() {
        return MODULE.matcher(text(root().resolve("pom.xml"))).results().map((MatchResult match) -> match.group(1))
                .toList();
    }

    /// The programs among the modules, each with its package: `recorder` and `io.tradinghub.recorder`.
    static Map<String, String> applications() {
        Map<String, String> applications = new TreeMap<>();
        for (String module : modules()) {
            if (!List.of("hub-core", "bot-common", "local", "benchmarks", "house-tests").contains(module)) {
                List<String> packages = packagesOf(module);
                assertThat(packages).as("the one package of the application " + module).hasSize(1);
                applications.put(module, packages.getFirst());
            }
        }
        return applications;
    }

    /// The packages right below `io.tradinghub`.
    static List<String> packagesOf(String module) {
        try (Stream<Path> folders = Files.list(root().resolve(module).resolve("src/main/java/io/tradinghub"))) {
            return folders.filter(Files::isDirectory).map(folder -> "io.tradinghub." + folder.getFileName()).sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Files that are or will be committed, as git knows them; without git, all but build output, data and the folders
    /// of tools.
    static List<Path> files() {
        try {
            Process git = new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
                    .directory(root().toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (git.waitFor() == 0) {
                return Stream.of(names.split("\0")).map(root()::resolve).filter(Files::isRegularFile).toList();
            }
        } catch (IOException _) {
            return walkedFiles();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while git lists the files", e);
        }
        return walkedFiles();
    }

    private static List<Path> walkedFiles() {
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
        return !List.of("data", "secrets").contains(relative.getName(0).toString())
                && !relative.toString().equals(".env");
    }
}
