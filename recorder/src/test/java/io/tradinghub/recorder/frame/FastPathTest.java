package io.tradinghub.recorder.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.tradinghub.market.Category;
import org.junit.jupiter.api.Test;

/// Compares the fast path with Jackson. A leading blank defeats the fast path and changes nothing else, so the same
/// decoder class runs both ways.
class FastPathTest {
    private static final String ALPHABET = "0123456789.,:[]{}\"\\eE+- tfnu\u0130\u0122\u00e9";
    private static final int AT = 8;
    private final RecordingFrameListener fastPath = new RecordingFrameListener();
    private final RecordingFrameListener jackson = new RecordingFrameListener();

    @Test
    void decodesMutatedFramesAsJacksonDoes() {
        Random random = new Random(42);
        int decoded = 0;
        int bad = 0;
        for (Category category : Category.values()) {
            List<String> frames = frames(category);
            for (int i = 0; i < 30_000; i++) {
                String frame = mutate(frames.get(random.nextInt(frames.size())), random);
                DecodeResult result = compare(category, frame);
                decoded += result == DecodeResult.DECODED ? 1 : 0;
                bad += result == DecodeResult.INVALID ? 1 : 0;
            }
        }
        assertThat(decoded).isGreaterThan(4_000);
        assertThat(bad).isGreaterThan(5_000);
    }

    private DecodeResult compare(Category category, String frame) {
        fastPath.clear();
        jackson.clear();
        DecodeResult result = new FrameDecoder(SampleFrames.topics(category), fastPath).decode(frame);
        DecodeResult jacksonResult = new FrameDecoder(SampleFrames.topics(category), jackson).decode(" " + frame);
        assertThat(fastPath.others).as(frame).isEqualTo(jackson.others);
        assertThat(fastPath.lines).as(frame).isEqualTo(jackson.lines);
        if (result != DecodeResult.IGNORED) {
            // An ignored topic is not parsed, so broken JSON may go unnoticed.
            assertThat(result).as(frame).isEqualTo(jacksonResult);
        }
        return result;
    }

    private static List<String> frames(Category category) {
        List<String> frames = new ArrayList<>(SampleFrames.of(category));
        frames.removeIf(frame -> frame.contains("publicTrade") || frame.contains("orderbook"));
        frames.add(
                "{\"topic\":\"orderbook.1.BTCUSDT\",\"ts\":1790134712130,\"type\":\"snapshot\","
                        + "\"data\":{\"s\":\"BTCUSDT\",\"b\":[[\"86723.40\",\"0.194\"]],"
                        + "\"a\":[[\"86723.50\",\"5.959\"]],"
                        + "\"u\":173678160,\"seq\":814547787693},\"cts\":1790134712126}");
        return frames;
    }

    /// Applies one to three edits: a character replaced, inserted or deleted, or a few characters duplicated or cut.
    private static String mutate(String frame, Random random) {
        StringBuilder text = new StringBuilder(frame);
        for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + 1 + random.nextInt(12));
            char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            switch (random.nextInt(5)) {
                case 0 -> text.setCharAt(at, c);
                case 1 -> text.insert(at, c);
                case 2 -> text.deleteCharAt(at);
                case 3 -> text.insert(at, text.substring(at, end));
                default -> text.delete(at, end);
            }
            if (text.isEmpty()) {
                return frame;
            }
        }
        return text.toString();
    }

    @Test
    void readsDecimalsAsTheJdkDoes() {
        Random random = new Random(7);
        for (int i = 0; i < 300_000; i++) {
            String text = decimal(random);
            DecimalSlice decimal = new DecimalSlice();
            byte[] bytes = padded(text + "\"");
            assertThat(decimal.read(bytes, AT)).as(text).isEqualTo(AT + text.length());
            if (decimal.value(bytes) != Double.parseDouble(text)) {
                throw new AssertionError("%s reads as %s".formatted(text, decimal.value(bytes)));
            }
        }
    }

    @Test
    void comparesDecimalsAsTheJdkDoes() {
        Random random = new Random(8);
        for (int i = 0; i < 300_000; i++) {
            String one = decimal(random);
            String other = random.nextInt(4) == 0 ? one + (one.contains(".") ? "0" : ".0") : decimal(random);
            String text = one + " " + other + " ";
            byte[] bytes = padded(text);
            DecimalSlice first = new DecimalSlice();
            DecimalSlice second = new DecimalSlice();
            second.read(bytes, first.read(bytes, AT) + 1);
            assertThat(first.isAtLeast(second, bytes)).as(text)
                    .isEqualTo(new BigDecimal(one).compareTo(new BigDecimal(other)) >= 0);
            assertThat(first.isPositive(bytes)).as(one).isEqualTo(new BigDecimal(one).signum() > 0);
        }
    }

    private static byte[] padded(String text) {
        return ("00000000" + text + "0".repeat(32)).getBytes(US_ASCII);
    }

    private static String decimal(Random random) {
        String whole = digits(random, 1 + random.nextInt(14)).replaceFirst("^0+(?=.)", "");
        return random.nextInt(5) == 0
                ? whole
                : whole + "." + digits(random, 1 + random.nextInt(random.nextInt(4) == 0 ? 16 : 10));
    }

    private static String digits(Random random, int count) {
        return random.ints(count, 0, 10).collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
                .toString();
    }

    @Test
    void rejectsWhatIsNotAPlainDecimal() {
        for (String odd : new String[]{"", "-1", "+1", ".5", "5.", "00", "01.5", "00000000.5", "12345678.", "e1",
                "x"}) {
            assertThat(new DecimalSlice().read(padded(odd + "\""), AT)).as(odd).isEqualTo(FrameText.NO_MATCH);
        }
    }

    @Test
    void leavesDecimalsOfMoreThanSixteenDigitsOnASideToJackson() {
        String digits = "12345678901234567";
        for (String text : new String[]{digits, "0." + digits, digits + ".1"}) {
            byte[] bytes = padded(text + "\"");
            int end = new DecimalSlice().read(bytes, AT);
            assertThat(end == FrameText.NO_MATCH || bytes[end] != '"').as(text).isTrue();
        }
    }
}
