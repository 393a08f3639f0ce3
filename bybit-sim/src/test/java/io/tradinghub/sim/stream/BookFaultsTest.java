package io.tradinghub.sim.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.market.Category;
import io.tradinghub.sim.fault.Fault;
import org.junit.jupiter.api.Test;

class BookFaultsTest {
    private final HubFixture sim = new HubFixture();
    private final RecordingClient client = sim.client(Category.LINEAR);

    /// The next book frame after these faults are armed.
    private ObjectNode next(Fault fault) {
        client.subscribe("orderbook.50.BTCUSDT");
        sim.run(Duration.ofSeconds(2), Duration.ofMillis(200));
        client.take();
        sim.faults.arm(fault, 1);
        sim.run(Duration.ofSeconds(2), Duration.ofMillis(200));
        return client.takeData().getFirst();
    }

    @Test
    void sendsASnapshotInPlaceOfADelta() {
        ObjectNode frame = next(Fault.BOOK_SNAPSHOT);

        assertThat(frame.path("type").asText()).isEqualTo("snapshot");
        assertThat(frame.at("/data/b")).hasSize(50);
    }

    @Test
    void startsTheNumbersAnewAfterARestart() {
        ObjectNode frame = next(Fault.BOOK_RESTART);
        sim.run(Duration.ofSeconds(2), Duration.ofMillis(200));

        assertThat(frame.path("type").asText()).isEqualTo("snapshot");
        assertThat(frame.at("/data/u").asLong()).isEqualTo(1);
        assertThat(client.takeData().getFirst().at("/data/u").asLong()).isGreaterThan(1).isLessThan(30);
    }

    @Test
    void leavesANumberOut() {
        client.subscribe("orderbook.50.BTCUSDT");
        sim.run(Duration.ofSeconds(2), Duration.ofMillis(200));
        sim.faults.arm(Fault.BOOK_GAP, 1);
        sim.run(Duration.ofSeconds(2), Duration.ofMillis(200));
        List<Long> numbers = client.takeData().stream().map(frame -> frame.at("/data/u").asLong()).toList();

        assertThat(numbers.getLast() - numbers.getFirst()).isEqualTo(numbers.size());
    }

    @Test
    void crossesTheBook() {
        ObjectNode frame = next(Fault.BOOK_CROSSED);

        assertThat(new BigDecimal(frame.at("/data/b/0/0").asText()))
                .isGreaterThan(new BigDecimal(frame.at("/data/a/0/0").asText()));
    }

    @Test
    void emptiesOneSide() {
        ObjectNode frame = next(Fault.BOOK_EMPTY_SIDE);

        assertThat(frame.at("/data/a")).isEmpty();
        assertThat(frame.at("/data/b")).isNotEmpty();
    }

    @Test
    void acceptsAConnectionAndStaysSilent() {
        sim.faults.arm(Fault.SILENT_CONNECTION, 1);
        RecordingClient silent = sim.client(Category.LINEAR);
        silent.subscribe("tickers.BTCUSDT");
        sim.run(Duration.ofSeconds(2), Duration.ofMillis(200));

        assertThat(silent.isCut()).isFalse();
        assertThat(silent.takeText()).isEmpty();
    }

    @Test
    void goesSilentInTheMiddle() {
        client.subscribe("tickers.BTCUSDT");
        client.take();
        sim.faults.arm(Fault.HALF_OPEN, 1);
        sim.run(Duration.ofSeconds(2), Duration.ofMillis(200));
        client.sendText("{\"op\":\"ping\"}");

        assertThat(client.takeText()).isEmpty();
        assertThat(client.isCut()).isFalse();
    }

    @Test
    void answersPingsWhileItWithholdsData() {
        client.subscribe("tickers.BTCUSDT");
        client.take();
        sim.faults.withholdData(Duration.ofSeconds(10));
        sim.run(Duration.ofSeconds(9), Duration.ofMillis(500));
        client.sendText("{\"op\":\"ping\"}");
        assertThat(client.take()).singleElement()
                .satisfies(frame -> assertThat(frame.path("ret_msg").asText()).isEqualTo("pong"));
        sim.run(Duration.ofSeconds(3), Duration.ofMillis(500));

        assertThat(client.takeData()).isNotEmpty();
    }

    @Test
    void acknowledgesTwice() {
        sim.faults.arm(Fault.DUPLICATE_ACK, 1);
        client.subscribe("tickers.BTCUSDT");

        assertThat(client.take()).filteredOn(frame -> frame.has("op")).hasSize(2);
    }

    @Test
    void refusesConnectionsForAWhile() {
        sim.faults.refuseConnections(Duration.ofSeconds(5));
        assertThat(sim.client(Category.SPOT).isCut()).isTrue();
        sim.time.passReal(Duration.ofSeconds(6));

        assertThat(sim.client(Category.SPOT).isCut()).isFalse();
    }
}
