package io.tradinghub.recorder.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import io.tradinghub.market.Category;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/// Decodes all captured frames of a folder (`*.frames.tsv.gz`: time, direction, frame), which HUB_CAPTURED_FRAMES
/// names.
@EnabledIfEnvironmentVariable(named = "HUB_CAPTURED_FRAMES", matches = ".+")
class CapturedFramesTest {
    @Test
    void decodesOrIgnoresEveryFrame() throws IOException {
        int files = 0;
        Path folder = Path.of(System.getenv("HUB_CAPTURED_FRAMES"));
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.frames.tsv.gz")) {
            for (Path file : found) {
                files++;
                Category category = file.toString().contains("spot") ? Category.SPOT : Category.LINEAR;
                RecordingFrameListener recorded = new RecordingFrameListener();
                FrameDecoder decoder = new FrameDecoder(SampleFrames.topics(category), recorded);
                Map<DecodeResult, Integer> results = results(file, decoder);
                System.out.printf("%s: %s, %d candles, %d frames read by Jackson%n", file.getFileName(), results,
                        recorded.lines.size(), decoder.fallbacks());
                assertThat(results).doesNotContainKey(DecodeResult.INVALID).containsKey(DecodeResult.DECODED);
            }
        }
        assertThat(files).isPositive();
    }

    private static Map<DecodeResult, Integer> results(Path file, FrameDecoder decoder) throws IOException {
        Map<DecodeResult, Integer> results = new EnumMap<>(DecodeResult.class);
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] columns = line.split("\t", 3);
                if (columns[1].equals("<")) {
                    results.merge(decoder.decode(columns[2]), 1, Integer::sum);
                }
            }
        }
        return results;
    }
}
