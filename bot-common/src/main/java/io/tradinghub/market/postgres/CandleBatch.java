package io.tradinghub.market.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleLine;
import io.tradinghub.market.CandleLines;
import io.tradinghub.market.SeriesId;

/// A batch of candles as one array a column, which is how a statement takes many rows at once. The last of two lines
/// for one candle counts, since one statement cannot touch a row twice.
final class CandleBatch {
    private final String[] category;
    private final String[] symbol;
    private final String[] interval;
    private final long[] openTimeMillis;
    private final double[][] numbers;

    private CandleBatch(Collection<Candle> candles) {
        int count = candles.size();
        category = new String[count];
        symbol = new String[count];
        interval = new String[count];
        openTimeMillis = new long[count];
        numbers = new double[6][count];
        int row = 0;
        for (Candle candle : candles) {
            category[row] = candle.instrument().category().wireName();
            symbol[row] = candle.instrument().symbol().name();
            interval[row] = candle.series().interval().wireName();
            openTimeMillis[row] = candle.openTimeMillis();
            numbers[0][row] = candle.open();
            numbers[1][row] = candle.high();
            numbers[2][row] = candle.low();
            numbers[3][row] = candle.close();
            numbers[4][row] = candle.volume();
            numbers[5][row] = candle.turnover();
            row++;
        }
    }

    /// @throws IllegalArgumentException for the first line that is not a closed candle
    static CandleBatch parse(CandleLines batch) {
        String text = batch.text();
        Map<Key, Candle> candles = LinkedHashMap.newLinkedHashMap(batch.count());
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            String line = text.substring(start, end < 0 ? text.length() : end);
            start = end < 0 ? text.length() : end + 1;
            if (!line.isEmpty()) {
                Candle candle = CandleLine.parse(line);
                candles.put(new Key(candle.series(), candle.openTimeMillis()), candle);
            }
        }
        return new CandleBatch(candles.values());
    }

    void bind(Connection connection, PreparedStatement statement) throws SQLException {
        statement.setArray(1, connection.createArrayOf("text", category));
        statement.setArray(2, connection.createArrayOf("text", symbol));
        statement.setArray(3, connection.createArrayOf("text", interval));
        statement.setObject(4, openTimeMillis);
        for (int column = 0; column < numbers.length; column++) {
            statement.setObject(5 + column, numbers[column]);
        }
    }

    private record Key(SeriesId series, long openTimeMillis) {}
}
