package io.tradinghub.market;

/// One closed candle as a line of [CandleLines]: the writer for candles that are held as numbers, and the one strict
/// reader.
///
/// Writing a candle and reading it back gives the same candle, bit for bit. The reader takes exactly the form shown at
/// [CandleLines] (tags and fields in that order, no escapes) because every line in the hub is written by us; what
/// differs is a fault to be seen, not to be guessed at.
public final class CandleLine {
    private static final String START = "kline,category=";

    private CandleLine() {}

    /// The line without its newline.
    public static String of(Candle candle) {
        StringBuilder line = new StringBuilder(160);
        append(candle, line);
        return line.toString();
    }

    /// Appends the line without its newline.
    public static void append(Candle candle, StringBuilder out) {
        InstrumentId instrument = candle.instrument();
        out.append(START).append(instrument.category().wireName()).append(",interval=")
                .append(candle.series().interval().wireName()).append(",symbol=").append(instrument.symbol().name());
        out.append(" open=").append(candle.open()).append(",high=").append(candle.high()).append(",low=")
                .append(candle.low())
                .append(",close=").append(candle.close()).append(",volume=").append(candle.volume())
                .append(",turnover=")
                .append(candle.turnover()).append(",confirmed=true ").append(candle.openTimeMillis());
    }

    /// Reads a line.
    ///
    /// @throws IllegalArgumentException saying what is wrong with the line, and the line
    public static Candle parse(String line) {
        try {
            return new Cursor(line).candle();
        } catch (IllegalArgumentException fault) {
            throw new IllegalArgumentException("unable to parse '%s': %s".formatted(line, fault.getMessage()), fault);
        }
    }

    private static final class Cursor {
        private final String line;
        private int at;

        Cursor(String line) {
            this.line = line;
        }

        Candle candle() {
            Category category = Category.fromWire(after(START, ','));
            Interval interval = Interval.fromWire(after("interval=", ','));
            Symbol symbol = new Symbol(after("symbol=", ' '));
            double open = number("open=");
            double high = number("high=");
            double low = number("low=");
            double close = number("close=");
            double volume = number("volume=");
            double turnover = number("turnover=");
            String confirmed = after("confirmed=", ' ');
            if (!confirmed.equals("true")) {
                throw new IllegalArgumentException("only closed candles are stored, got confirmed=" + confirmed);
            }
            long openTime = Long.parseLong(line, at, line.length(), 10);
            return new Candle(new SeriesId(new InstrumentId(category, symbol), interval), openTime, open, high, low,
                    close,
                    volume,
                    turnover);
        }

        private double number(String key) {
            return Double.parseDouble(after(key, ','));
        }

        /// The text between `key`, which must stand here, and the next `end`.
        private String after(String key, char end) {
            if (!line.startsWith(key, at)) {
                throw new IllegalArgumentException("expected '%s' at character %d".formatted(key, at + 1));
            }
            int start = at + key.length();
            int stop = line.indexOf(end, start);
            if (stop < 0) {
                throw new IllegalArgumentException("the value of '%s' does not end with '%s'".formatted(key, end));
            }
            at = stop + 1;
            return line.substring(start, stop);
        }
    }
}
