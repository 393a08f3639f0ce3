package io.tradinghub.recorder.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.tradinghub.market.CandleLines;
import io.tradinghub.market.CandleStore;
import io.tradinghub.market.influx.InfluxCandleStore;
import io.tradinghub.market.influx.RecordedInflux;
import io.tradinghub.market.postgres.PostgresCandleStore;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.recorder.write.BisectingWriter.Outcome;
import io.tradinghub.testing.store.PostgresServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Writes a batch with one bad line through the adapters of both stores: the writer finds the bad line and sets it
/// aside, and stores all others.
class RejectionByRealStoresTest {
    private static final int LINES = 1_000;
    private static final int BAD = 617;
    @TempDir
    private Path folder;
    private final Telemetry telemetry = new Telemetry();

    private static String line(int minute) {
        String open = minute == BAD ? "17one" : "1";
        return """
                kline,category=linear,interval=1,symbol=BTCUSDT \
                open=%s,high=2,low=1,close=2,volume=3,turnover=4,confirmed=true %d"""
                .formatted(open, minute * 60_000L);
    }

    private Outcome writeAll(CandleStore store) {
        String text = IntStream.range(0, LINES).mapToObj(RejectionByRealStoresTest::line)
                .collect(Collectors.joining("\n", "", "\n"));
        RejectedLines rejected = new RejectedLines(folder.resolve("rejected.tsv"), InstantSource.fixed(Instant.EPOCH),
                _ -> {
                });
        return new BisectingWriter(store, rejected, telemetry).write(CandleLines.of(text));
    }

    private void assertOnlyTheBadLineIsSetAside() throws IOException {
        List<String> setAside = Files.readString(folder.resolve("rejected.tsv"), UTF_8).lines().toList();
        assertThat(setAside).singleElement().asString().contains("unable to parse").endsWith("\t" + line(BAD));
        assertThat(telemetry.counter("candles_refused").value()).isOne();
        assertThat(telemetry.counter("candles_stored").value()).isEqualTo(LINES - 1);
    }

    @Test
    void findsTheLineThatPostgresRejects() throws IOException {
        try (PostgresServer postgres = PostgresServer.start();
                CandleStore store = PostgresCandleStore.open(postgres.createRole("recorder", "hub_recorder"))) {
            assertThat(writeAll(store)).isEqualTo(new Outcome.Completed());
            assertThat(postgres.row("SELECT count(*), count(DISTINCT open_time) FROM candles")).isEqualTo("999|999");
        }
        assertOnlyTheBadLineIsSetAside();
    }

    @Test
    void findsTheLineThatInfluxRejects() throws IOException {
        try (RecordedInflux influx = new RecordedInflux();
                CandleStore store = InfluxCandleStore.open(influx.settings())) {
            influx.answersWith("37-write-malformed-line", "open=17one");
            assertThat(writeAll(store)).isEqualTo(new Outcome.Completed());
            assertThat(influx.bodies().stream().filter(body -> !body.contains("open=17one")).flatMap(String::lines))
                    .hasSize(LINES - 1).doesNotHaveDuplicates();
        }
        assertOnlyTheBadLineIsSetAside();
    }
}
