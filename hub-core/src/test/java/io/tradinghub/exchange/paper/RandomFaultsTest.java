package io.tradinghub.exchange.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.LinkChanged;
import io.tradinghub.exchange.ExchangeEvent.LinkState;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.Side;
import org.junit.jupiter.api.Test;

/// Seeded faults happen as often as they are asked for, and lose no event.
final class RandomFaultsTest {
    private static final OrderRequest ORDER = PaperBench.flat().order(PaperBench.PERP, Side.BUY, "1",
            new Terms.Market(), Effect.ANY);
    private static final int DRAWS = 3_000;
    private static final List<ExchangeEvent> EVENTS = IntStream.range(0, DRAWS)
            .<ExchangeEvent>mapToObj(at -> new LinkChanged(LinkState.UP, Instant.ofEpochSecond(at))).toList();

    private static Map<PaperFaults.Fate, Long> fates(double rate) {
        RandomFaults faults = new RandomFaults(1, rate);
        return IntStream.range(0, DRAWS).mapToObj(_ -> faults.fateOf(ORDER))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    /// What is told of the events, those that are held back in the end included.
    private static List<ExchangeEvent> told(double rate) {
        RandomFaults faults = new RandomFaults(1, rate);
        List<ExchangeEvent> told = new ArrayList<>();
        EVENTS.forEach(event -> faults.deliver(event, told::add));
        faults.release(told::add);
        return told;
    }

    @Test
    void withoutFaultsEveryOrderIsAnsweredAndEveryEventIsToldAtOnceAndOnce() {
        RandomFaults faults = new RandomFaults(1, 0);
        List<ExchangeEvent> told = new ArrayList<>();
        assertThat(fates(0).keySet()).containsExactly(PaperFaults.Fate.ANSWERED);
        EVENTS.forEach(event -> {
            faults.deliver(event, told::add);
            assertThat(told).last().isEqualTo(event);
        });
        assertThat(told).isEqualTo(EVENTS);
    }

    @Test
    void eachFateIsAsFrequentAsTheOthersAndAllTogetherAsOftenAsAskedFor() {
        Map<PaperFaults.Fate, Long> fates = fates(0.6);
        assertThat(fates.get(PaperFaults.Fate.ANSWERED)).isBetween(1_100L, 1_300L);
        assertThat(Set.of(PaperFaults.Fate.ANSWER_LOST, PaperFaults.Fate.REQUEST_LOST, PaperFaults.Fate.REFUSED))
                .allSatisfy(fate -> assertThat(fates.get(fate)).isBetween(520L, 680L));
    }

    @Test
    void eventsComeTwiceLateAndOutOfOrderButAllOfThemCome() {
        List<ExchangeEvent> told = told(0.3);
        assertThat(told).containsAll(EVENTS).isNotEqualTo(EVENTS);
        assertThat(told.size() - EVENTS.size()).isBetween(800, 1_000);
        assertThat(told.stream().distinct().toList()).isNotEqualTo(EVENTS);
    }

    @Test
    void anEventThatIsHeldBackIsToldOnceWhenItIsReleased() {
        RandomFaults faults = new RandomFaults(1, 1);
        List<ExchangeEvent> told = new ArrayList<>();
        EVENTS.forEach(event -> faults.deliver(event, told::add));
        assertThat(told).isEmpty();
        faults.release(told::add);
        faults.release(told::add);
        assertThat(told).hasSize(2 * DRAWS).containsAll(EVENTS);
        assertThat(told.stream().distinct().toList()).isNotEqualTo(EVENTS);
    }
}
