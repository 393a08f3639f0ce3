package io.tradinghub.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;

/// Every name of [RiskRule] is explained to people, and what reads risk events knows no other name. That the schema
/// takes exactly these names is a test of the ledger's.
class RiskRulesTest {
    private static final String GUARDIAN = "guardian/src/main/java/io/tradinghub/guardian/postgres/PostgresRule.java";
    private static final String BEGIN = "\n## Risk events\n";
    private static final String END = "\n## ";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| [^|]+ \\| [^|]+ \\| [^|]+ \\|$");
    /// The names that SQL compares a rule with.
    private static final Pattern COMPARED = Pattern
            .compile("\\brule\\s*(?:=|<>|(?:NOT\\s+)?IN)\\s*\\(?((?:\\s*'\\w+'\\s*,?)+)");
    private static final Pattern WORD = Pattern.compile("'(\\w+)'");
    private static final List<String> NAMES = Arrays.stream(RiskRule.values()).map(Enum::name).toList();

    @Test
    void thePageExplainsEachEventOnceInTheOrderOfTheEnum() {
        String page = Reactor.text(Reactor.root().resolve("docs/troubleshooting.md"));
        assertThat(page).contains(BEGIN);
        String table = page.substring(page.indexOf(BEGIN) + BEGIN.length());
        table = table.substring(0, table.indexOf(END));
        assertThat(ROW.matcher(table).results().map(row -> row.group(1)).toList()).isEqualTo(NAMES);
    }

    @Test
    void alertRulesDashboardsAndViewsKnowNoOtherName() {
        List<Path> readers = Reactor.files().stream().map(Reactor.root()::relativize)
                .filter(file -> file.startsWith("grafana") || file.startsWith("db/src/main/resources/db/migration")
                        || file.toString().equals(GUARDIAN))
                .filter(file -> file.toString().matches(".*\\.(yaml|json|sql|java)")).toList();
        Set<String> compared = new TreeSet<>();
        for (Path reader : readers) {
            Set<String> names = comparedIn(Reactor.text(Reactor.root().resolve(reader)));
            assertThat(NAMES).as(reader + " compares a rule with").containsAll(names);
            compared.addAll(names);
        }
        assertThat(comparedIn(Reactor.text(Reactor.root().resolve(GUARDIAN))))
                .as("what this test finds in the alert rules").contains("DAILY_LOSS", "FLATTENING");
        assertThat(compared).as("what this test finds in the schema").containsAll(NAMES);
    }

    private static Set<String> comparedIn(String text) {
        Set<String> names = new TreeSet<>();
        COMPARED.matcher(text).results()
                .forEach(list -> WORD.matcher(list.group(1)).results().forEach(word -> names.add(word.group(1))));
        return names;
    }
}
