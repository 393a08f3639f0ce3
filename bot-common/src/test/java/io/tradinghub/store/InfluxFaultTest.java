package io.tradinghub.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What each answer of InfluxDB that is no success means.
class InfluxFaultTest {

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
            "400, a query that cannot be compiled, REQUEST",
            "400, '{\"code\":\"internal\",\"message\":\"queue length exceeded\"}', BUSY",
            "400, 'memory: allocation failed: memory allocation limit reached: limit 50331648 bytes', BUSY",
            "401, a token that is not known, TOKEN",
            "403, a right that is missing, RIGHT",
            "404, a bucket that is not there, ABSENT",
            "405, no such call, REQUEST",
            "413, too large, REQUEST",
            "422, lines that cannot be stored, REQUEST",
            "429, too much at a time, BUSY",
            "500, its own fault, SERVER",
            "502, lost behind a proxy, SERVER",
            "503, starting or stopping, SERVER",
            "504, too slow behind a proxy, SERVER"})
    void eachStatusSaysWhatIsTheMatter(int status, String meaning, InfluxFault fault) {
        assertThat(InfluxFault.of(status, meaning)).isEqualTo(fault);
        assertThat(InfluxFault.describe(status, meaning + '\n'))
                .isEqualTo("HTTP %d: %s (%s)".formatted(status, meaning, fault.advice()));
    }
}
