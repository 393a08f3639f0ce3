package io.tradinghub.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/// Lines fit on a screen, in code and on pages.
class LineLengthTest {
    private static final int CODE = 120;
    private static final int PAGE = 110;
    private static final Pattern QUOTE_CHARACTER = Pattern.compile("'\\\\?\"'");
    private static final Pattern STRING = Pattern.compile("\"(\\\\.|[^\"\\\\])*\"");
    private static final Pattern LINK_TARGET = Pattern.compile("]\\([^)]*\\)|<?https?://[^\\s>)]+>?");

    @Test
    void codeFitsInto120Columns() {
        List<String> tooLong = new ArrayList<>();
        for (Path file : filesThatEndWith(".java")) {
            boolean inTextBlock = false;
            List<String> lines = Reactor.text(file).lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                if (!inTextBlock && withoutStrings(lines.get(i)).length() > CODE) {
                    tooLong.add(at(file, i));
                }
                inTextBlock ^= lines.get(i).split("\"\"\"", -1).length % 2 == 0;
            }
        }
        assertThat(tooLong).as("lines of more than %d columns, text blocks and what is in quotes not counted", CODE)
                .isEmpty();
    }

    @Test
    void pagesFitInto110Columns() {
        List<String> tooLong = new ArrayList<>();
        for (Path page : filesThatEndWith(".md")) {
            boolean inCode = false;
            List<String> lines = Reactor.text(page).lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i).strip();
                inCode ^= line.startsWith("```");
                if (!inCode && !line.startsWith("|")
                        && LINK_TARGET.matcher(lines.get(i)).replaceAll("]").length() > PAGE) {
                    tooLong.add(at(page, i));
                }
            }
        }
        assertThat(tooLong).as("lines of more than %d columns outside of tables, code and links", PAGE).isEmpty();
    }

    private static List<Path> filesThatEndWith(String ending) {
        List<Path> files = Reactor.files().stream().filter(file -> file.toString().endsWith(ending)).toList();
        assertThat(files).isNotEmpty();
        return files;
    }

    private static String withoutStrings(String line) {
        return STRING.matcher(QUOTE_CHARACTER.matcher(line).replaceAll("' '")).replaceAll("\"\"");
    }

    private static String at(Path file, int index) {
        return "%s:%d".formatted(Reactor.root().relativize(file), index + 1);
    }
}
