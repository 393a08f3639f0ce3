package io.tradinghub.exchange.bybit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

class RequestShareTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration BYBITS_WINDOW = Duration.ofSeconds(5);
    private static final int BOTS = 30;
    private final SteppingTime time = new SteppingTime();

    private RequestShare ofABot() {
        return new RequestShare(RequestShare.OF_A_BOT, true, time);
    }

    private static int takenAtOnce(RequestShare share, Lane lane) throws InterruptedException {
        int taken = 0;
        while (share.take(lane, Duration.ZERO)) {
            taken++;
        }
        return taken;
    }

    @Test
    void thirtyBotsAndTheRecorderFitIntoWhatBybitAllowsWithATenthLeft() {
        int all = BOTS * ofABot().size() + new RequestShare(RequestShare.OF_THE_RECORDER, false, time).size();
        assertThat(all).isEqualTo(540);
        assertThat(all).isLessThanOrEqualTo((int) (0.9 * 5 * RequestShare.OF_THE_HOST));
    }

    @Test
    void exitsFindTheirPartWhateverTheOthersUsedUp() throws InterruptedException {
        RequestShare share = ofABot();
        assertThat(takenAtOnce(share, Lane.HISTORY)).isEqualTo(8);
        assertThat(takenAtOnce(share, Lane.ENTRY)).isEqualTo(1);
        assertThat(takenAtOnce(share, Lane.LOOK_UP)).isEqualTo(1);
        assertThat(takenAtOnce(share, Lane.EXIT)).isEqualTo(6);
        assertThat(time.pauses()).isEmpty();
    }

    @Test
    void exitsMayUseAllOfIt() throws InterruptedException {
        RequestShare share = ofABot();
        assertThat(takenAtOnce(share, Lane.EXIT)).isEqualTo(16);
        assertThat(share.take(Lane.EXIT, LONG)).isTrue();
        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(6));
        assertThat(share.sent()).isEqualTo(17);
        assertThat(share.waited()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void aQuestionWaitsUntilEnoughOfWhatLeftIsOutOfTheWindow() throws InterruptedException {
        RequestShare share = ofABot();
        for (int exit = 0; exit < 10; exit++) {
            assertThat(share.take(Lane.EXIT, LONG)).isTrue();
            time.pass(Duration.ofMillis(100));
        }
        assertThat(share.take(Lane.HISTORY, LONG)).isTrue();
        // Three of ten have to leave the window, the third of which left after 200 ms; a second has passed.
        assertThat(time.pauses()).containsExactly(Duration.ofMillis(5_200));
    }

    @Test
    void whatWouldWaitTooLongTakesNothing() throws InterruptedException {
        RequestShare share = ofABot();
        assertThat(takenAtOnce(share, Lane.EXIT)).isEqualTo(16);
        assertThat(share.take(Lane.EXIT, Duration.ofMillis(5_999))).isFalse();
        assertThat(time.pauses()).isEmpty();
        assertThat(share.sent()).isEqualTo(16);
    }

    @Test
    void aProgramThatOnlyAsksHasItAll() throws InterruptedException {
        RequestShare share = new RequestShare(RequestShare.OF_THE_RECORDER, false, time);
        assertThat(takenAtOnce(share, Lane.HISTORY)).isEqualTo(60);
    }

    /// Each request takes up to a second to Bybit.
    @Test
    void neverMoreThanTheShareReachesBybitInItsWindow() throws InterruptedException {
        RequestShare share = ofABot();
        Random random = new Random(7);
        Deque<Long> arrived = new ArrayDeque<>();
        List<Lane> lanes = List.of(Lane.values());
        for (int request = 0; request < 20_000; request++) {
            Lane lane = lanes.get(random.nextInt(lanes.size()));
            assertThat(share.take(lane, LONG)).isTrue();
            // The slowest is followed by the quickest.
            long arrives = time.nanoTime() + (request % 32 < 16 ? Duration.ofSeconds(1).toNanos() : 0);
            arrived.add(arrives);
            long oldest = arrives - BYBITS_WINDOW.toNanos();
            assertThat(arrived.stream().filter(at -> at > oldest && at <= arrives).count())
                    .isLessThanOrEqualTo(share.size());
            arrived.removeIf(at -> at < time.nanoTime() - Duration.ofSeconds(20).toNanos());
            time.pass(Duration.ofMillis(random.nextInt(random.nextInt(20) == 0 ? 10_000 : 50)));
        }
    }

    @Test
    void aShareIsAsLargeAsItIsWritten() {
        for (int tenths = 10; tenths <= 1_200; tenths += 2) {
            assertThat(new RequestShare(tenths / 10.0, true, time).size()).isEqualTo(tenths / 2);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new RequestShare(0.1, true, time));
    }

    @Test
    void theSmallestShareServesEveryLane() throws InterruptedException {
        RequestShare share = new RequestShare(1, true, time);
        for (Lane lane : Lane.values()) {
            assertThat(share.take(lane, LONG)).as(lane.name()).isTrue();
        }
    }
}
