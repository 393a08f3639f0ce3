package io.tradinghub.benchmarks;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.client.write.Point;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;

/// The usual implementation: Jackson binds the frame to records, and the InfluxDB client library formats the line.
final class JacksonKlines {
    private final ObjectMapper json = new ObjectMapper();

    /// A frame as Jackson binds it.
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Frame(String topic, List<Row> data) {}

    /// A candle as Jackson binds it.
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Row(long start, String interval, String open, String close, String high, String low, String volume,
            String turnover, boolean confirm) {}

    Frame read(String frame) {
        try {
            return json.readValue(frame, Frame.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a frame: " + frame, e);
        }
    }

    static Candle candle(Frame frame, Row row) {
        return new Candle(new SeriesId(InstrumentId.linear(symbol(frame)), Interval.fromWire(row.interval)), row.start,
                number(row.open), number(row.high), number(row.low), number(row.close), number(row.volume),
                number(row.turnover));
    }

    static String line(Frame frame, Row row) {
        return Point.measurement("kline").addTag("category", "linear").addTag("interval", row.interval)
                .addTag("symbol", symbol(frame)).addField("open", number(row.open)).addField("high", number(row.high))
                .addField("low", number(row.low)).addField("close", number(row.close))
                .addField("volume", number(row.volume))
                .addField("turnover", number(row.turnover)).addField("confirmed", row.confirm)
                .time(row.start, WritePrecision.MS)
                .toLineProtocol();
    }

    private static String symbol(Frame frame) {
        return frame.topic.substring(frame.topic.lastIndexOf('.') + 1);
    }

    private static double number(String text) {
        return Double.parseDouble(text);
    }
}
