package io.tradinghub.local.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

/// What the proxies see in the bytes, and what they let through when a line ends there.
class InspectorsTest {
    private static final String BODY = "{\"category\":\"linear\",\"orderLinkId\":\"kill_0_0-a-1\",\"qty\":\"1\"}";
    private static final String ORDER = "POST /v5/order/create HTTP/1.1\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(BODY.length(), BODY);
    private final ByteArrayOutputStream toServer = new ByteArrayOutputStream();
    private final ByteArrayOutputStream toBot = new ByteArrayOutputStream();

    @Test
    void anOrderIsSeenBeforeWithinAndAfterItsRequestAndBeforeItsAnswer() throws IOException {
        RecordingWitness witness = new RecordingWitness(Optional.empty());
        HttpInspector http = new HttpInspector(witness);
        for (byte one : ORDER.getBytes(ISO_8859_1)) { // in the smallest parts that a network may make of it
            assertThat(http.fromBot(new byte[]{one}, 1, toServer)).isTrue();
        }
        assertThat(http.fromServer("HTTP/1.1 200".getBytes(ISO_8859_1), 12, toBot)).isTrue();
        assertThat(witness.seen()).containsExactly(Moment.BEFORE_REQUEST, Moment.DURING_REQUEST,
                Moment.AFTER_REQUEST, Moment.BEFORE_ANSWER);
        assertThat(witness.orders()).containsExactly("kill_0_0-a-1");
        assertThat(toServer.toString(ISO_8859_1)).isEqualTo(ORDER);
    }

    @Test
    void ofAnOrderThatIsCutShortHalfPasses() throws IOException {
        HttpInspector http = new HttpInspector(new RecordingWitness(Optional.of(Moment.DURING_REQUEST)));
        assertThat(http.fromBot(ORDER.getBytes(ISO_8859_1), ORDER.length(), toServer)).isFalse();
        assertThat(toServer.size()).isEqualTo(ORDER.length() / 2);
    }

    @Test
    void anAnswerThatIsHeldBackDoesNotPass() throws IOException {
        RecordingWitness witness = new RecordingWitness(Optional.of(Moment.DURING_PROTECT));
        HttpInspector http = new HttpInspector(witness);
        byte[] request = "POST /v5/position/trading-stop HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}".getBytes(ISO_8859_1);
        assertThat(http.fromBot(request, request.length, toServer)).isTrue();
        assertThat(http.fromServer(new byte[]{1}, 1, toBot)).isFalse();
        assertThat(witness.seen()).containsExactly(Moment.BEFORE_PROTECT, Moment.DURING_PROTECT);
        assertThat(toBot.size()).isZero();
    }

    @Test
    void aQuestionAboutOneOrderIsNoResync() throws IOException {
        RecordingWitness witness = new RecordingWitness(Optional.empty());
        HttpInspector http = new HttpInspector(witness);
        for (String line : List.of("/v5/execution/list?category=spot&limit=1&x=1",
                "/v5/order/realtime?orderLinkId=a", "/v5/market/time", "/v5/execution/list?startTime=1&limit=100")) {
            byte[] request = "GET %s HTTP/1.1\r\n\r\n".formatted(line).getBytes(ISO_8859_1);
            assertThat(http.fromBot(request, request.length, toServer)).isTrue();
            assertThat(http.fromServer(new byte[]{1}, 1, toBot)).isTrue();
        }
        assertThat(witness.seen()).containsExactly(Moment.DURING_RESYNC);
    }

    @Test
    void aPreparedIntentIsSeenEachTimeItRuns() throws IOException {
        RecordingWitness witness = new RecordingWitness(Optional.empty());
        PostgresInspector postgres = new PostgresInspector(witness);
        fromBot(postgres, startUp());
        fromBot(postgres, message('P', "S_1\0INSERT INTO orders (bot_id)\0\0\0"), message('B', "\0S_1\0"),
                message('S', ""));
        assertThat(postgres.fromServer(new byte[]{1}, 1, toBot)).isTrue();
        fromBot(postgres, message('B', "\0S_1\0"), message('S', ""));
        assertThat(witness.seen()).containsExactly(Moment.BEFORE_INTENT, Moment.INTENT_COMMITTED,
                Moment.AFTER_COMMIT, Moment.BEFORE_INTENT);
    }

    @Test
    void aFillIsCommittedByTheCommitBehindIt() throws IOException {
        RecordingWitness witness = new RecordingWitness(Optional.of(Moment.FILL_COMMITTED));
        PostgresInspector postgres = new PostgresInspector(witness);
        fromBot(postgres, startUp());
        fromBot(postgres, message('P', "\0WITH booked AS (INSERT INTO fills\0\0\0"), message('B', "\0\0"));
        assertThat(postgres.fromServer(new byte[]{1}, 1, toBot)).isTrue();
        fromBot(postgres, message('P', "\0COMMIT\0\0\0"), message('B', "\0\0"));
        assertThat(postgres.fromServer(new byte[]{1}, 1, toBot)).isFalse();
        assertThat(witness.seen()).containsExactly(Moment.BEFORE_BOOKING, Moment.FILL_COMMITTED);
        assertThat(toBot.size()).isEqualTo(1);
    }

    @Test
    void positionsAreSeenOnTheirWayToTheBoard() throws IOException {
        RecordingWitness witness = new RecordingWitness(Optional.of(Moment.BEFORE_BOARD));
        byte[] command = "*3\r\n$3\r\nSET\r\n$18\r\nkill_0_0:positions\r\n$2\r\n{}\r\n".getBytes(ISO_8859_1);
        assertThat(new RedisInspector(witness).fromBot(command, command.length, toServer)).isFalse();
        assertThat(toServer.size()).isZero();
    }

    @Test
    void anExecutionOfAnOrderWithMoreToComePassesBeforeTheLineEnds() throws IOException {
        RecordingWitness witness = new RecordingWitness(Optional.of(Moment.BETWEEN_FILLS));
        StreamInspector stream = new StreamInspector(witness);
        String request = "GET /v5/private HTTP/1.1\r\nSec-WebSocket-Extensions: permessage-deflate\r\nHost: x\r\n\r\n";
        assertThat(stream.fromBot(request.getBytes(ISO_8859_1), request.length(), toServer)).isTrue();
        assertThat(toServer.toString(ISO_8859_1)).isEqualTo("GET /v5/private HTTP/1.1\r\nHost: x\r\n\r\n");
        String frames = "HTTP/1.1 101 Switching Protocols\r\n\r\n" + frame(execution("0")) + frame(execution("0.5"));
        byte[] bytes = frames.getBytes(ISO_8859_1);
        int half = bytes.length / 2;
        assertThat(stream.fromServer(bytes, half, toBot)).isTrue();
        assertThat(stream.fromServer(Arrays.copyOfRange(bytes, half, bytes.length), bytes.length - half, toBot))
                .isFalse();
        assertThat(toBot.toString(ISO_8859_1)).isEqualTo(frames);
        assertThat(witness.seen()).containsExactly(Moment.BETWEEN_FILLS);
    }

    private void fromBot(PostgresInspector postgres, byte[]... messages) throws IOException {
        for (byte[] message : messages) {
            for (byte one : message) {
                assertThat(postgres.fromBot(new byte[]{one}, 1, toServer)).isTrue();
            }
        }
    }

    private static byte[] startUp() {
        return ByteBuffer.allocate(9).putInt(9).putInt(196_608).put((byte) 0).array();
    }

    private static byte[] message(char type, String text) {
        byte[] payload = text.getBytes(ISO_8859_1);
        return ByteBuffer.allocate(5 + payload.length).put((byte) type).putInt(4 + payload.length).put(payload)
                .array();
    }

    private static String execution(String leaves) {
        return "{\"topic\":\"execution\",\"data\":[{\"execId\":\"1\",\"execQty\":\"0.5\",\"leavesQty\":\"%s\"}]}"
                .formatted(leaves);
    }

    /// An unmasked text frame of fewer than 126 bytes.
    private static String frame(String text) {
        return "" + (char) 0x81 + (char) text.length() + text;
    }
}
