package io.tradinghub.exchange.bybit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.testing.ManualClock;
import org.junit.jupiter.api.Test;

/// What programs of one host know of a ban, and what they tell each other.
class RequestBanTest {
    private static final Instant START = Instant.parse("2026-11-30T12:00:00Z");
    private static final Instant END = START.plus(Duration.ofMinutes(10));
    private final ManualClock clock = new ManualClock(START);
    private final SteppingTime time = new SteppingTime();
    private final MemoryBoard board = new MemoryBoard();
    private final RequestBan one = new RequestBan(clock, time);
    private final RequestBan two = new RequestBan(clock, time);
    private final BanWatch ofOne = new BanWatch(one, board);
    private final BanWatch ofTwo = new BanWatch(two, board);

    private void pass(Duration passed) {
        clock.advance(passed);
        time.pass(passed);
    }

    private void look() {
        ofOne.look();
        ofTwo.look();
    }

    @Test
    void whatOneIsAnsweredStopsTheOthersForItsTime() {
        one.start();
        assertThat(one.until()).contains(END);
        assertThat(two.until()).isEmpty();
        look();
        assertThat(two.until()).contains(END);
        pass(Duration.ofMinutes(10).minusMillis(1));
        look();
        assertThat(two.until()).contains(END);
        pass(Duration.ofMillis(1));
        assertThat(two.until()).isEmpty();
        assertThat(one.until()).isEmpty();
    }

    @Test
    void itIsToldOnceThoughItLasts() {
        one.start();
        look();
        look();
        assertThat(board.told).containsExactly(END);
    }

    @Test
    void whatAProgramIsAnsweredRightBeforeItEndsIsTold() {
        BanWatch watch = BanWatch.open(one, board);
        one.start();
        watch.close();
        assertThat(board.told).containsExactly(END);
    }

    @Test
    void whileTheBoardIsAwayEachGoesByWhatItKnowsAndTellsLater() {
        one.start();
        look();
        board.isAway = true;
        pass(Duration.ofMinutes(4));
        two.start();
        look();
        assertThat(one.until()).contains(END);
        assertThat(two.until()).contains(END.plus(Duration.ofMinutes(4)));
        board.isAway = false;
        pass(Duration.ofMinutes(1));
        look();
        look();
        assertThat(board.told).containsExactly(END, END.plus(Duration.ofMinutes(4)));
        assertThat(one.until()).contains(END.plus(Duration.ofMinutes(4)));
    }

    @Test
    void whateverIsWrittenThereNobodyStaysAwayForLongerThanTenMinutesFromNow() {
        board.tell(Instant.ofEpochMilli(999_999_999_999_999L));
        look();
        assertThat(two.until()).contains(END);
        board.tell(START.minusSeconds(1));
        look();
        assertThat(two.until()).isEmpty();
    }

    @Test
    void whatOthersTellDoesNotShortenWhatOneWasAnswered() {
        one.start();
        board.tell(START.plusSeconds(5));
        ofTwo.look();
        one.hear(board.read());
        assertThat(one.until()).contains(END);
        assertThat(two.until()).contains(START.plusSeconds(5));
    }

    @Test
    void aClockThatIsSetMovesNoBan() {
        one.start();
        clock.advance(Duration.ofHours(1));
        assertThat(one.until()).contains(END.plus(Duration.ofHours(1)));
        time.pass(Duration.ofMinutes(10));
        assertThat(one.until()).isEmpty();
    }

    @Test
    void aBoardThatFailsHoldsNothingUp() {
        board.isBroken = true;
        one.start();
        look();
        assertThat(one.until()).contains(END);
        board.isBroken = false;
        look();
        assertThat(two.until()).contains(END);
    }

    private static final class MemoryBoard implements BanBoard {
        private final List<Instant> told = new ArrayList<>();
        private boolean isAway;
        private boolean isBroken;

        @Override
        public Optional<Instant> read() {
            answer();
            return told.isEmpty() ? Optional.empty() : Optional.of(told.getLast());
        }

        @Override
        public void tell(Instant until) {
            answer();
            told.add(until);
        }

        private void answer() {
            if (isAway) {
                throw new StoreUnavailableException("away", new IllegalStateException("told to be"));
            }
            if (isBroken) {
                throw new NoClassDefFoundError("told to be broken");
            }
        }
    }
}
