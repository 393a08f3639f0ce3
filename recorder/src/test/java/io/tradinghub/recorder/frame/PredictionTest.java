package io.tradinghub.recorder.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.tradinghub.market.Category;
import org.junit.jupiter.api.Test;

/// The predicting readers against Jackson. A blank in front of a frame defeats the prediction and changes nothing else,
/// so both ways are walked by the same decoder class.
class PredictionTest {
    private static final String ALPHABET = "0123456789.,:[]{}\"\\eE+- tfnu\u0130\u0122\u00e9";
    private static final int AT = 8;
    private final HeardFrames predicted = new HeardFrames();
    private final HeardFrames byJackson = new HeardFrames();

    @Test
    void hearsTheSameAsJacksonInMutatedFrames() {
        Random random = new Random(42);
        int understood = 0;
        int bad = 0;
        for (Category category : Category.values()) {
            List<String> frames = frames(category);
            for (int i = 0; i < 30_000; i++) {
                String frame = mutate(frames.get(random.nextInt(frames.size())), random);
                DecodeResult verdict = compare(category, frame);
                understood += verdict == DecodeResult.UNDERSTOOD ? 1 : 0;
                bad += verdict == DecodeResult.BAD ? 1 : 0;
            }
        }
        assertThat(understood).isGreaterThan(4_000);
        assertThat(bad).isGreaterThan(5_000);
    }

    private DecodeResult compare(Category category, String frame) {
        predicted.forget();
        byJackson.forget();
        DecodeResult verdict = new FrameDecoder(SampleFrames.topics(category), predicted).decode(frame);
        DecodeResult jackson = new FrameDecoder(SampleFrames.topics(category), byJackson).decode(" " + frame);
        assertThat(predicted.others).as(frame).isEqualTo(byJackson.others);
        assertThat(predicted.lines).as(frame).isEqualTo(byJackson.lines);
        if (verdict != DecodeResult.IGNORED) {
            // What is ignored by its topic is not parsed, so its JSON may be broken unnoticed.
            assertThat(verdict).as(frame).isEqualTo(jackson);
        }
        return verdict;
    }

    private static List<String> frames(Category category) {
        List<String> frames = new ArrayList<>(SampleFrames.of(category));
        frames.removeIf(frame -> frame.contains("publicTrade") || frame.contains("orderbook"));
        frames.add(
                "{\"topic\":\"orderbook.1.BTCUSDT\",\"ts\":1790134712130,\"type\":\"snapshot\",\"data\":{\"s\":\"BTCUSDT\","
                        + "\"b\":[[\"86723.40\",\"0.194\"]],\"a\":[[\"86723.50\",\"5.959\"]],\"u\":173678160,\"seq\":814547787693},"
                        + "\"cts\":1790134712126}");
        return frames;
    }

    /// One to three edits: a character replaced, put in, taken out, or a stretch doubled or cut.
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
    void readsNumeralsAsTheJdkDoes() {
        Random random = new Random(7);
        for (int i = 0; i < 300_000; i++) {
            String text = numeral(random);
            Numeral numeral = new Numeral();
            byte[] bytes = withRoom(text + "\"");
            assertThat(numeral.read(bytes, AT)).as(text).isEqualTo(AT + text.length());
            if (numeral.value(bytes) != Double.parseDouble(text)) {
                throw new AssertionError("%s reads as %s".formatted(text, numeral.value(bytes)));
            }
        }
    }

    @Test
    void comparesNumeralsAsTheJdkDoes() {
        Random random = new Random(8);
        for (int i = 0; i < 300_000; i++) {
            String one = numeral(random);
            String other = random.nextInt(4) == 0 ? one + (one.contains(".") ? "0" : ".0") : numeral(random);
            String text = one + " " + other + " ";
            byte[] bytes = withRoom(text);
            Numeral first = new Numeral();
            Numeral second = new Numeral();
            second.read(bytes, first.read(bytes, AT) + 1);
            assertThat(first.isAtLeast(second, bytes)).as(text)
                    .isEqualTo(new BigDecimal(one).compareTo(new BigDecimal(other)) >= 0);
            assertThat(first.isPositive(bytes)).as(one).isEqualTo(new BigDecimal(one).signum() > 0);
        }
    }

    private static byte[] withRoom(String text) {
        return ("00000000" + text + "0".repeat(32)).getBytes(US_ASCII);
    }

    private static String numeral(Random random) {
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
    void takesNothingForAPlainNumeralThatIsNot() {
        for (String odd : new String[]{"", "-1", "+1", ".5", "5.", "00", "01.5", "00000000.5", "12345678.", "e1",
                "x"}) {
            assertThat(new Numeral().read(withRoom(odd + "\""), AT)).as(odd).isEqualTo(FrameText.NOWHERE);
        }
    }

    @Test
    void leavesNumeralsOfMoreThanSixteenDigitsOnASideToJackson() {
        String digits = "12345678901234567";
        for (String text : new String[]{digits, "0." + digits, digits + ".1"}) {
            byte[] bytes = withRoom(text + "\"");
            int end = new Numeral().read(bytes, AT);
            assertThat(end == FrameText.NOWHERE || bytes[end] != '"').as(text).isTrue();
        }
    }
}
