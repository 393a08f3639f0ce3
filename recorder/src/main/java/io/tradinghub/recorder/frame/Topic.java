package io.tradinghub.recorder.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;

/// What can be subscribed to on a public stream. The name is the exchange's and does not carry the category: the
/// connection does.
public sealed interface Topic {

    /// The name sent in a subscription and found in each frame.
    String name();

    InstrumentId instrument();

    /// The topics of one series or instrument.
    static Topic kline(SeriesId series) {
        return new Candles(series);
    }

    static Topic quotes(InstrumentId instrument) {
        return new Quotes(instrument);
    }

    static Topic funding(InstrumentId instrument) {
        return new Funding(instrument);
    }

    /// Candles of one series.
    final class Candles implements Topic {
        private final SeriesId series;
        private final String name;
        private final byte[] linePrefix;
        private final AsciiWord intervalName;
        private final long intervalMillis;

        private Candles(SeriesId series) {
            this.series = series;
            InstrumentId id = series.instrument();
            Interval interval = series.interval();
            this.name = "kline." + interval.wireName() + '.' + id.symbol();
            this.linePrefix = "kline,category=%s,interval=%s,symbol=%s open="
                    .formatted(id.category().wireName(), interval.wireName(), id.symbol()).getBytes(US_ASCII);
            this.intervalName = AsciiWord.of(interval.wireName());
            this.intervalMillis = interval.millis();
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public InstrumentId instrument() {
            return series.instrument();
        }

        public SeriesId series() {
            return series;
        }

        /// Writes a line up to its first value and returns the position behind it.
        int putLinePrefix(byte[] target, int at) {
            System.arraycopy(linePrefix, 0, target, at, linePrefix.length);
            return at + linePrefix.length;
        }

        long intervalMillis() {
            return intervalMillis;
        }

        AsciiWord intervalName() {
            return intervalName;
        }
    }

    /// Best bid and ask.
    final class Quotes implements Topic {
        private final InstrumentId instrument;
        private final AsciiWord symbolName;

        private Quotes(InstrumentId instrument) {
            this.instrument = instrument;
            this.symbolName = AsciiWord.of(instrument.symbol().name());
        }

        @Override
        public String name() {
            return "orderbook.1." + instrument.symbol();
        }

        @Override
        public InstrumentId instrument() {
            return instrument;
        }

        AsciiWord symbolName() {
            return symbolName;
        }
    }

    /// Funding rates, carried by the ticker.
    record Funding(InstrumentId instrument) implements Topic {
        @Override
        public String name() {
            return "tickers." + instrument.symbol();
        }
    }
}
