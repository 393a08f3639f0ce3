package io.tradinghub.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.regex.Pattern;

import io.tradinghub.guardian.alert.AlertRule;
import org.junit.jupiter.api.Test;

/// `docs/alerts.md` explains every alert.
class AlertsPageTest {
    private static final String BEGIN = "\n## What you are told of\n";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| [^|]+ \\| [^|]+ \\| [^|]+ \\|$");

    @Test
    void explainsEachRuleOnceInTheOrderOfTheEnum() {
        String page = Reactor.text(Reactor.root().resolve("docs/alerts.md"));
        assertThat(page).contains(BEGIN);
        assertThat(ROW.matcher(page.substring(page.indexOf(BEGIN))).results().map(row -> row.group(1)).toList())
                .isEqualTo(Arrays.stream(AlertRule.values()).map(Enum::name).toList());
    }
}
