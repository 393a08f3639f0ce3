package io.tradinghub.sim.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.market.Category;
import io.tradinghub.sim.JsonShape;
import io.tradinghub.sim.wire.Json;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Compares the simulator with recorded frames: `BYBIT_FRAMES` names a folder of files
/// `...public-linear-....frames.tsv.gz` (time, `<` or `>`, frame).
@EnabledIfEnvironmentVariable(named = "BYBIT_FRAMES", matches = ".+")
class CapturedFramesTest {
    private static final List<String> KINDS = List.of("kline.1", "tickers", "publicTrade", "orderbook.200");

    /// The types recorded at each path of one kind of frame, and the paths that every frame has.
    private static final class Seen {
        private final Map<String, Set<String>> types = new TreeMap<>();
        private Optional<Set<String>> always = Optional.empty();

        void add(Map<String, String> shape) {
            shape.forEach((path, type) -> types.computeIfAbsent(path, p -> new HashSet<>()).add(type));
            Set<String> paths = new HashSet<>(shape.keySet());
            always.ifPresent(paths::retainAll);
            always = Optional.of(paths);
        }
    }

    @ParameterizedTest
    @EnumSource(Category.class)
    void sendsOnlyRecordedFieldsAndEveryFieldThatIsAlwaysPresent(Category category) throws IOException {
        Map<String, Seen> recorded = recorded(category);
        HubFixture sim = new HubFixture();
        RecordingClient client = sim.client(category);
        KINDS.forEach(kind -> client.subscribe(kind + ".BTCUSDT"));
        sim.run(Duration.ofMinutes(4), Duration.ofMillis(100));
        List<ObjectNode> frames = client.takeData();

        assertThat(frames.stream().map(CapturedFramesTest::kind).distinct())
                .containsExactlyInAnyOrderElementsOf(recorded.keySet());
        for (ObjectNode frame : frames) {
            Seen seen = recorded.getOrDefault(kind(frame), new Seen());
            Map<String, String> shape = JsonShape.of(frame);
            assertThat(shape.keySet()).as(frame::toString).containsAll(seen.always.orElseThrow());
            shape.forEach(
                    (path, type) -> assertThat(seen.types.getOrDefault(path, Set.of())).as("%s in %s", path, frame)
                            .contains(type));
        }
    }

    private static Map<String, Seen> recorded(Category category) throws IOException {
        Map<String, Seen> recorded = new HashMap<>();
        try (Stream<Path> files = Files.list(Path.of(System.getenv("BYBIT_FRAMES")))) {
            for (Path file : files.filter(f -> f.toString().contains("public-" + category.wireName())).toList()) {
                lines(file).forEach(line -> {
                    JsonNode frame = Json.read(line.split("\t", 3)[2]).orElseThrow();
                    if (frame.path("topic").asText().endsWith(".BTCUSDT")) {
                        recorded.computeIfAbsent(kind(frame), k -> new Seen()).add(JsonShape.of(frame));
                    }
                });
            }
        }
        return recorded;
    }

    /// Topic without symbol, type, and whether a candle closes.
    private static String kind(JsonNode frame) {
        String topic = frame.path("topic").asText();
        String confirm = frame.at("/data/0/confirm").asBoolean() ? " closed" : "";
        return topic.substring(0, topic.lastIndexOf('.')) + ' ' + frame.path("type").asText() + confirm;
    }

    private static List<String> lines(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> line.contains("\t<\t"))
                    .toList();
        }
    }
}
