package io.tradinghub.market.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.LocalDate;
import java.util.List;

import io.tradinghub.market.CoverageStore;
import io.tradinghub.market.CoverageStore.DayCoverage;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.testing.store.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresCoverageStoreTest {
    private static final SeriesId MINUTES = new SeriesId(InstrumentId.linear("BTCUSDT"), Interval.M1);
    private static final SeriesId SPOT = new SeriesId(InstrumentId.spot("BTCUSDT"), Interval.M1);
    private static final LocalDate DAY = LocalDate.of(2025, 6, 1);
    private static PostgresServer postgres;

    @BeforeAll
    static void start() {
        postgres = PostgresServer.start();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    private static String row(SeriesId series, LocalDate day) {
        return postgres
                .row("SELECT expected, stored, repaired FROM candle_coverage WHERE category = '%s' AND symbol = '%s' "
                        .formatted(series.instrument().category().wireName(), series.instrument().symbol())
                        + "AND interval = '%s' AND day = '%s'".formatted(series.interval().wireName(), day));
    }

    @Test
    void replacesTheCountsOfADayAndAddsUpItsRepairs() {
        try (CoverageStore store = PostgresCoverageStore.open(postgres.createRole("recorder", "hub_recorder"))) {
            store.save(List.of(new DayCoverage(MINUTES, DAY, 100, 90, 10), new DayCoverage(SPOT, DAY, 100, 100, 0)));
            store.save(List.of(new DayCoverage(MINUTES, DAY, 1440, 1440, 5),
                    new DayCoverage(MINUTES, DAY.plusDays(1), 7, 7, 0)));
        }

        assertThat(List.of(row(MINUTES, DAY), row(SPOT, DAY), row(MINUTES, DAY.plusDays(1))))
                .containsExactly("1440|1440|15", "100|100|0", "7|7|0");
    }

    @Test
    void writesAllOrNothing() {
        LocalDate other = DAY.plusMonths(1);
        try (CoverageStore store = PostgresCoverageStore.open(postgres.createRole("recorder_2", "hub_recorder"))) {
            List<DayCoverage> oneIsImpossible = List.of(new DayCoverage(MINUTES, other, 1, 1, 0),
                    new DayCoverage(MINUTES, LocalDate.of(9_999_999, 1, 1), 1, 1, 0));
            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> store.save(oneIsImpossible));
        }

        assertThat(postgres.row("SELECT count(*) FROM candle_coverage WHERE day = '%s'".formatted(other)))
                .isEqualTo("0");
    }

    @Test
    void saysWhenItMayNotWrite() {
        try (CoverageStore store = PostgresCoverageStore.open(postgres.createRole("bot_8_reader", "hub_bot"))) {
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> store.save(List.of(new DayCoverage(MINUTES, DAY, 1, 1, 0))))
                    .withMessageContaining("permission denied");
        }
    }
}
