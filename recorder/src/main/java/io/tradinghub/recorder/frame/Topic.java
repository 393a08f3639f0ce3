package io.tradinghub.recorder.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;

/// A topic of a public stream. The exchange's topic name does not carry the category; the connection implies it.
public sealed interface Topic {

    /// The name sent in a subscription and found in every frame.
    String name();

    InstrumentId instrument();

    /// The kline topic of a series.
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
        private final AsciiLiteral intervalName;
        private final long intervalMillis;

        private Candles(SeriesId series) {
            this.series = series;
            InstrumentId id = series.instrument();
            Interval interval = series.interval();
            this.name = "kline." + interval.wireName() + '.' + id.symbol();
            this.linePrefix = "kline,category=%s,interval=%s,symbol=%s open="
                    .formatted(id.category().wireName(), interval.wireName(), id.symbol()).getBytes(US_ASCII);
            this.intervalName = AsciiLiteral.of(interval.wireName());
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

        /// Writes the start of a line, up to its first value, and returns the position after it.
        int putLinePrefix(byte[] target, int at) {
            System.arraycopy(linePrefix, 0, target, at, linePrefix.length);
            return at + linePrefix.length;
        }

        long intervalMillis() {
            return intervalMillis;
        }

        AsciiLiteral intervalName() {
            return intervalName;
        }
    }

    /// Best bid and ask.
    final class Quotes implements Topic {
        private final InstrumentId instrument;
        private final AsciiLiteral symbolName;

        private Quotes(InstrumentId instrument) {
            this.instrument = instrument;
            this.symbolName = AsciiLiteral.of(instrument.symbol().name());
        }

        @Override
        public String name() {
            return "orderbook.1." + instrument.symbol();
        }

        @Override
        public InstrumentId instrument() {
            return instrument;
        }

        AsciiLiteral symbolName() {
            return symbolName;
        }
    }

    /// Funding rates, which the ticker carries.
    record Funding(InstrumentId instrument) implements Topic {
        @Override
        public String name() {
            return "tickers." + instrument.symbol();
        }
    }
}
