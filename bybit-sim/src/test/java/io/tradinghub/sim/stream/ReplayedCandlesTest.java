package io.tradinghub.sim.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.market.Category;
import io.tradinghub.sim.market.ReplayMarket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayedCandlesTest {

    @ParameterizedTest
    @CsvSource({"bybit-linear-BTCUSDT-1m-2025-05-30.csv, LINEAR, kline.1.BTCUSDT, 7",
            "bybit-linear-BNBUSDT-1m-2025-06-quiet.csv, LINEAR, kline.1.BNBUSDT, 200",
            "bybit-spot-BTCUSDT-5m-2025-05-30.csv, SPOT, kline.5.BTCUSDT, 31"})
    void streamsEveryRowOfTheFileOnceInOrderAndThenFallsSilent(String name, Category category, String topic, int stepSeconds)
            throws Exception {
        Path file = Path.of(Objects.requireNonNull(getClass().getResource("/bybit/candles/" + name)).toURI());
        ReplayMarket market = ReplayMarket.read(List.of(file), Optional.empty());
        HubFixture sim = new HubFixture(market);
        Client client = sim.client(category);
        client.subscribe(topic, topic.replaceFirst("kline\\.[0-9]+", "tickers"),
                topic.replaceFirst("kline\\.[0-9]+", "publicTrade"));
        Duration step = Duration.ofSeconds(stepSeconds);
        List<ObjectNode> frames = new ArrayList<>();
        while (sim.time.instant().isBefore(market.end().orElseThrow().plus(Duration.ofMinutes(6)))) {
            sim.time.passMarket(step);
            sim.hub.push();
            frames.addAll(client.takeData());
        }
        sim.time.passMarket(Duration.ofDays(2));
        sim.hub.push();

        assertThat(frames.stream().filter(f -> f.path("topic").asText().equals(topic)).map(f -> f.at("/data/0"))
                .filter(c -> c.path("confirm").asBoolean()).map(ReplayedCandlesTest::row)).isEqualTo(rows(file));
        assertThat(client.takeData()).noneMatch(f -> f.path("topic").asText().startsWith("kline"));
    }

    private static List<Double> row(JsonNode candle) {
        return List.of(candle.path("start").asDouble(), number(candle, "open"), number(candle, "high"), number(candle, "low"),
                number(candle, "close"), number(candle, "volume"));
    }

    private static double number(JsonNode candle, String name) {
        return Double.parseDouble(candle.path(name).asText());
    }

    private static List<List<Double>> rows(Path file) throws Exception {
        List<List<Double>> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file).stream().skip(1).toList()) {
            List<Double> row = new ArrayList<>();
            for (String cell : line.split(",", -1)) {
                if (row.size() < 6) {
                    row.add(Double.parseDouble(cell));
                }
            }
            rows.add(row);
        }
        return rows;
    }
}
