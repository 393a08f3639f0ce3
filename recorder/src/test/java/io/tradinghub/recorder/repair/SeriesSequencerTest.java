package io.tradinghub.recorder.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;

import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.recorder.repair.SeriesSequencer.Arrival;
import org.junit.jupiter.api.Test;

class SeriesSequencerTest {
    private static final SeriesId SERIES = new SeriesId(InstrumentId.linear("BTCUSDT"), Interval.M1);
    private static final long HOLD = 1_000;
    private final List<String> events = new ArrayList<>();
    private final SeriesSequencer sequencer = new SeriesSequencer(SERIES, minute(10), HOLD, new RecordingOutput());

    private static long minute(int number) {
        return number * 60_000L;
    }

    private static Candle candle(int number) {
        return new Candle(SERIES, minute(number), 1, 2, 1, 2, 3, 4);
    }

    private static CandleRange range(int from, int to) {
        return new CandleRange(SERIES, minute(from), minute(to));
    }

    private List<Candle> repaired(CandleRange range, Candle... candles) {
        return sequencer.repaired(range, range.toMillis(), List.of(candles), 0);
    }

    private Arrival closes(int number) {
        return sequencer.closed(candle(number), 0);
    }

    @Test
    void publishesInOrderCandlesAtOnceAndEachOnce() {
        assertThat(List.of(closes(10), closes(11), closes(11), closes(10), closes(9)))
                .containsExactly(Arrival.NEW, Arrival.NEW, Arrival.REPEATED, Arrival.REPEATED, Arrival.REPEATED);
        assertThat(events).containsExactly("publish 10", "publish 11");
    }

    @Test
    void holdsCandlesBeyondAGapUntilTheGapIsFilled() {
        closes(10);
        closes(13);
        closes(14);
        List<Candle> added = repaired(range(11, 13), candle(11), candle(12));

        assertThat(events).containsExactly("publish 10", "repair 11-13", "publish 11", "publish 12", "publish 13",
                "publish 14");
        assertThat(added).containsExactly(candle(11), candle(12));
    }

    @Test
    void retriesAbsentCandlesAndSkipsThemWhenTimeIsUp() {
        closes(12);
        repaired(range(10, 12), candle(11));
        sequencer.check(minute(13), HOLD - 1);
        repaired(range(10, 11));
        assertThat(events).containsExactly("repair 10-12", "repair 10-11");
        sequencer.check(minute(13), HOLD);

        assertThat(events).containsExactly("repair 10-12", "repair 10-11", "skipped 10-11", "publish 11", "publish 12");
    }

    @Test
    void waitsForALaggingExchangeAfterAReconnect() {
        sequencer.connected(minute(11) + 3_000);
        repaired(range(10, 11));
        sequencer.check(minute(11) + 8_000, HOLD / 2);
        repaired(range(10, 11), candle(10));

        assertThat(events).containsExactly("repair 10-11", "repair 10-11", "publish 10");
    }

    @Test
    void doesNotSkipWhatTheExchangeCouldNotAnswerYet() {
        sequencer.connected(minute(13));
        // By the exchange's own clock the third candle is still open.
        sequencer.repaired(range(10, 13), minute(12), List.of(candle(10), candle(11)), 0);
        sequencer.check(minute(13), HOLD);
        sequencer.check(minute(13), 2 * HOLD);
        closes(12);

        assertThat(events).containsExactly("repair 10-13", "publish 10", "publish 11", "repair 12-13", "publish 12");
        assertThat(sequencer.expected()).isEqualTo(minute(13));
    }

    @Test
    void ordersReorderedCandlesWithoutTheRepair() {
        closes(11);
        closes(10);
        repaired(range(10, 11), candle(10));
        closes(12);

        assertThat(events).containsExactly("repair 10-11", "publish 10", "publish 11", "publish 12");
    }

    @Test
    void requestsWhatClosedWhileDisconnected() {
        closes(10);
        sequencer.connected(minute(15) + 30_000);
        closes(15);
        repaired(range(11, 15), candle(11), candle(12), candle(13), candle(14));

        assertThat(events).containsExactly("publish 10", "repair 11-15", "publish 11", "publish 12", "publish 13",
                "publish 14", "publish 15");
    }

    @Test
    void requestsALongGapInPages() {
        sequencer.connected(minute(2_510));
        for (int from = 10; from < 2_510; from += 1_000) {
            int to = Math.min(2_510, from + 1_000);
            repaired(range(from, to),
                    IntStream.range(from, to).mapToObj(SeriesSequencerTest::candle).toArray(Candle[]::new));
        }

        assertThat(events).filteredOn(line -> line.startsWith("repair")).containsExactly("repair 10-1010",
                "repair 1010-2010", "repair 2010-2510");
        assertThat(sequencer.expected()).isEqualTo(minute(2_510));
    }

    @Test
    void repeatsAFailedRepairAtTheNextCheck() {
        closes(12);
        sequencer.repairFailed();
        sequencer.check(minute(13), HOLD / 2);

        assertThat(events).containsExactly("repair 10-12", "repair 10-12");
    }

    @Test
    void skipsCandlesThatCannotBeFetchedInTime() {
        closes(12);
        closes(14);
        sequencer.repairFailed();
        sequencer.check(minute(15), HOLD);

        assertThat(events).containsExactly("repair 10-12", "skipped 10-12", "publish 12", "skipped 13-14",
                "publish 14");
    }

    @Test
    void detectsAnOverdueCandle() {
        closes(10);
        sequencer.check(minute(11) + 58_000, 0);
        closes(11);
        // The next one was not expected at the last check, so it may still arrive.
        sequencer.check(minute(13), 0);
        assertThat(events).containsExactly("publish 10", "publish 11");
        sequencer.check(minute(13) + 5_000, 0);

        assertThat(events).containsExactly("publish 10", "publish 11", "repair 12-13");
    }

    @Test
    void requestsNothingWhileTheNextCandleIsOpen() {
        closes(10);
        sequencer.check(minute(11) + 59_999, 0);
        sequencer.check(minute(11) + 59_999, 0);

        assertThat(events).containsExactly("publish 10");
    }

    /// Drops, repeats and reorders candles at random; every repair is answered truthfully, some time later.
    @Test
    void publishesEachCandleOnceInOrderWhateverTheStreamDoes() {
        for (int seed = 0; seed < 200; seed++) {
            List<Integer> published = new ArrayList<>();
            List<CandleRange> requested = new ArrayList<>();
            SeriesSequencer one = new SeriesSequencer(SERIES, minute(0), HOLD, new SeriesSequencer.Output() {
                @Override
                public void publish(Candle candle) {
                    published.add((int) (candle.openTimeMillis() / 60_000));
                }

                @Override
                public void repair(CandleRange range) {
                    requested.add(range);
                }

                @Override
                public void skipped(CandleRange range) {
                    throw new AssertionError("no gap lasts until the time limit");
                }
            });
            Random random = new Random(seed);
            int last = 0;
            for (int i = 0; i < 300; i++) {
                last = Math.max(0, last + random.nextInt(5) - 1);
                one.closed(candle(last), 0);
                if (random.nextInt(4) == 0) {
                    answer(one, requested);
                }
            }
            while (!requested.isEmpty()) {
                answer(one, requested);
            }
            assertThat(published).as("seed %d", seed)
                    .isEqualTo(List.copyOf(new TreeSet<>(IntStream.range(0, published.size()).boxed().toList())));
            assertThat(published.getLast()).isGreaterThanOrEqualTo(last);
        }
    }

    private static void answer(SeriesSequencer sequencer, List<CandleRange> requested) {
        if (!requested.isEmpty()) {
            CandleRange range = requested.removeFirst();
            int first = (int) (range.fromMillis() / 60_000);
            sequencer.repaired(range, range.toMillis(),
                    IntStream.range(first, first + range.candles()).mapToObj(SeriesSequencerTest::candle).toList(), 0);
        }
    }

    private final class RecordingOutput implements SeriesSequencer.Output {
        @Override
        public void publish(Candle candle) {
            events.add("publish " + candle.openTimeMillis() / 60_000);
        }

        @Override
        public void repair(CandleRange range) {
            events.add("repair %d-%d".formatted(range.fromMillis() / 60_000, range.toMillis() / 60_000));
        }

        @Override
        public void skipped(CandleRange range) {
            events.add("skipped %d-%d".formatted(range.fromMillis() / 60_000, range.toMillis() / 60_000));
        }
    }
}
