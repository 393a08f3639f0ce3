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

/// All captured frames of a folder (`*.frames.tsv.gz`: time, direction, frame), named by HUB_CAPTURED_FRAMES.
@EnabledIfEnvironmentVariable(named = "HUB_CAPTURED_FRAMES", matches = ".+")
class CapturedFramesTest {
    @Test
    void understandsOrDeliberatelyIgnoresEveryFrame() throws IOException {
        int files = 0;
        Path folder = Path.of(System.getenv("HUB_CAPTURED_FRAMES"));
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.frames.tsv.gz")) {
            for (Path file : found) {
                files++;
                Category category = file.toString().contains("spot") ? Category.SPOT : Category.LINEAR;
                HeardFrames heard = new HeardFrames();
                FrameDecoder decoder = new FrameDecoder(SampleFrames.topics(category), heard);
                Map<DecodeResult, Integer> verdicts = verdicts(file, decoder);
                System.out.printf("%s: %s, candles %d, left to Jackson %d%n", file.getFileName(), verdicts,
                        heard.lines.size(),
                        decoder.fallbacks());
                assertThat(verdicts).doesNotContainKey(DecodeResult.BAD).containsKey(DecodeResult.UNDERSTOOD);
            }
        }
        assertThat(files).isPositive();
    }

    private static Map<DecodeResult, Integer> verdicts(Path file, FrameDecoder decoder) throws IOException {
        Map<DecodeResult, Integer> verdicts = new EnumMap<>(DecodeResult.class);
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] columns = line.split("\t", 3);
                if (columns[1].equals("<")) {
                    verdicts.merge(decoder.decode(columns[2]), 1, Integer::sum);
                }
            }
        }
        return verdicts;
    }
}
