package io.tradinghub.market;

/// Consecutive candles of one series, held in columns. Filled by a reader and lent to a visitor: the columns are reused
/// for the next block, so a visitor copies what it keeps. Not thread-safe.
public final class CandleBlock {
    private final SeriesId series;
    private final long[] openTimeMillis;
    private final double[] open;
    private final double[] high;
    private final double[] low;
    private final double[] close;
    private final double[] volume;
    private final double[] turnover;
    private int size;

    public CandleBlock(SeriesId series, int capacity) {
        this.series = series;
        this.openTimeMillis = new long[capacity];
        this.open = new double[capacity];
        this.high = new double[capacity];
        this.low = new double[capacity];
        this.close = new double[capacity];
        this.volume = new double[capacity];
        this.turnover = new double[capacity];
    }

    public SeriesId series() {
        return series;
    }

    public int size() {
        return size;
    }

    public boolean isFull() {
        return size == openTimeMillis.length;
    }

    public void clear() {
        size = 0;
    }

    /// Appends one row; the values are checked when they leave as a [Candle].
    @SuppressWarnings("checkstyle:ParameterNumber")
    public void append(long time, double openPrice, double highPrice, double lowPrice, double closePrice,
            double baseVolume,
            double quoteTurnover) {
        openTimeMillis[size] = time;
        open[size] = openPrice;
        high[size] = highPrice;
        low[size] = lowPrice;
        close[size] = closePrice;
        volume[size] = baseVolume;
        turnover[size] = quoteTurnover;
        size++;
    }

    public long openTimeMillis(int row) {
        return openTimeMillis[row];
    }

    public double close(int row) {
        return close[row];
    }

    public Candle candle(int row) {
        return new Candle(series, openTimeMillis[row], open[row], high[row], low[row], close[row], volume[row],
                turnover[row]);
    }
}
