package io.tradinghub.market;

/// One series of candles: an instrument at an interval. Text form: `linear:BTCUSDT:1`.
public record SeriesId(InstrumentId instrument, Interval interval) implements Comparable<SeriesId> {

    @Override
    public int compareTo(SeriesId other) {
        int byInstrument = instrument.compareTo(other.instrument);
        return byInstrument != 0 ? byInstrument : interval.compareTo(other.interval);
    }

    @Override
    public String toString() {
        return instrument + ":" + interval.wireName();
    }
}
