package io.tradinghub.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

/// What the pages for people name must exist.
class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)[^)]*\\)");
    private static final Pattern QUOTED_PATH = Pattern.compile("`((?:[\\w.-]+/)+[\\w.-]+)`");
    /// What stands for a name, and what `./hub` makes and git ignores.
    private static final Pattern NOT_IN_THE_CHECKOUT = Pattern.compile(".*NAME.*|(secrets|data)/.*");
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern QUOTED_TYPE = Pattern.compile("`([A-Z][a-z][A-Za-z]*)`");
    private static final Pattern QUOTED_PACKAGE = Pattern.compile("`(io\\.tradinghub\\.[a-z.]+)`");

    @Test
    void linksAndPathsLeadSomewhere() {
        List<String> dead = new ArrayList<>();
        for (Path page : pages()) {
            String text = Reactor.text(page);
            LINK.matcher(text).results().map(match -> match.group(1)).filter(link -> !link.contains("://"))
                    .filter(link -> !Files.exists(page.resolveSibling(link)))
                    .forEach(link -> dead.add(page + " links to " + link));
            QUOTED_PATH.matcher(text).results().map(match -> match.group(1))
                    .filter(path -> !NOT_IN_THE_CHECKOUT.matcher(path).matches()).filter(path -> !isFound(page, path))
                    .forEach(path -> dead.add(page + " names " + path));
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void codeOnPagesIsCutFromCompiledSources() {
        List<String> sources = Reactor.files().stream().filter(file -> file.toString().endsWith(".java"))
                .map(Reactor::text)
                .toList();
        for (Path page : pages()) {
            JAVA_BLOCK.matcher(Reactor.text(page)).results().map(match -> match.group(1))
                    .forEach(block -> assertThat(sources)
                            .as("a source that holds this block of %s:%n%s", page, block)
                            .anyMatch(source -> source.contains(block)));
        }
    }

    @Test
    void typesAndPackagesOfTheMapExist() {
        Set<String> types = Reactor.files().stream().map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith(".java")).map(name -> name.substring(0, name.length() - ".java".length()))
                .collect(Collectors.toSet());
        String map = Reactor.text(Reactor.root().resolve("docs/architecture.md"));
        assertThat(namesIn(map, QUOTED_TYPE)).isNotEmpty().allMatch(types::contains);
        List<String> libraries = List.of("hub-core", "bot-common");
        assertThat(namesIn(map, QUOTED_PACKAGE)).as("packages of the libraries on the map")
                .containsAll(libraries.stream().flatMap(library -> Reactor.packagesOf(library).stream()).toList())
                .allMatch(
                        name -> libraries.stream().anyMatch(library -> Files.isDirectory(Reactor.root().resolve(library)
                                .resolve("src/main/java").resolve(name.replace('.', '/')))));
    }

    @Test
    void everyModuleSaysWhatItIs() {
        String front = Reactor.text(Reactor.root().resolve("README.md"));
        assertThat(Reactor.modules()).allSatisfy(module -> {
            assertThat(Reactor.root().resolve(module).resolve("README.md")).exists();
            assertThat(front).contains("](" + module + ")");
        });
    }

    @Test
    void theFrontPageNamesTheTwoCommands() {
        assertThat(Reactor.text(Reactor.root().resolve("README.md"))).contains("\nmvn verify\n", "\n./hub demo\n");
    }

    private static List<Path> pages() {
        List<Path> pages = Reactor.files().stream().filter(file -> file.toString().endsWith(".md")).toList();
        assertThat(pages).isNotEmpty();
        return pages;
    }

    /// A path may be written from the top folder, from the page, or from the page's module's main package.
    private static boolean isFound(Path page, String path) {
        return Files.exists(Reactor.root().resolve(path)) || Files.exists(page.resolveSibling(path))
                || Reactor.files().stream()
                        .anyMatch(file -> file.startsWith(page.getParent()) && file.endsWith(path));
    }

    private static Set<String> namesIn(String text, Pattern pattern) {
        Matcher matcher = pattern.matcher(text);
        return matcher.results().map(match -> match.group(1)).collect(Collectors.toSet());
    }
}
