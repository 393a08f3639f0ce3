package io.tradinghub.guardian;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;

import io.tradinghub.guardian.alert.AlertRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each rule fires on its fault and ends when that is mended, and no other rule does.
class AlertRulesTest extends OnGuardedHub {
    private static final Duration LONGER_THAN_MOST = Duration.ofMinutes(10);

    @ParameterizedTest
    @EnumSource
    void firesAndEnds(AlertScenario scenario) throws Exception {
        scenario.breakIt(hub);
        Duration pending = scenario.rule().pending();
        if (pending.compareTo(LONGER_THAN_MOST) >= 0) {
            hub.passes(pending, Duration.ofMinutes(1));
        }
        hub.passes(pending.compareTo(LONGER_THAN_MOST) < 0 ? pending.plusMinutes(4) : Duration.ofMinutes(2));
        assertThat(hub.told()).containsExactlyInAnyOrderElementsOf(
                scenario.alerts().stream().map("BEGAN "::concat).toList());
        scenario.mend(hub);
        hub.passes(Duration.ofMinutes(7));
        assertThat(hub.told()).containsExactlyInAnyOrderElementsOf(
                scenario.alerts().stream().map("ENDED "::concat).toList());
    }

    @Test
    void everyRuleHasAScenario() {
        assertThat(Arrays.stream(AlertScenario.values()).map(AlertScenario::rule))
                .contains(AlertRule.values());
    }
}
