package io.tradinghub.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.recorder.frame.Topic;
import org.junit.jupiter.api.Test;

class ConnectionPlanTest {
    @Test
    void keepsEachConnectionWithinTheExchangesLimitAndTheOrder() {
        List<Topic> topics = IntStream.range(1000, 3000)
                .mapToObj(i -> Topic.quotes(InstrumentId.linear("COIN" + i + "USDT")))
                .toList();

        List<List<Topic>> connections = ConnectionPlan.split(topics);

        assertThat(connections).hasSize(3).allSatisfy(connection -> assertThat(
                connection.stream().mapToInt(topic -> topic.name().length() + 3).sum()).isLessThanOrEqualTo(21_000));
        assertThat(connections.stream().flatMap(List::stream).toList()).isEqualTo(topics);
    }

    @Test
    void opensNothingForNoTopics() {
        assertThat(ConnectionPlan.split(List.of())).isEmpty();
    }
}
