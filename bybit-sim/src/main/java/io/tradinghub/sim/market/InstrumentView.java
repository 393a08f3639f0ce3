package io.tradinghub.sim.market;

import java.util.Optional;

/// One instrument as the exchange shows it: candles, book and 24-hour statistics. Thread-safe.
public record InstrumentView(Tape tape, CandleView candles, BookView book, DayView day) {

    public static InstrumentView of(Tape tape) {
        return new InstrumentView(tape, new CandleView(tape), new BookView(tape), new DayView(tape));
    }

    public Listing listing() {
        return tape.listing();
    }

    /// The 24-hour statistics; empty before the first trade, those of the last day after the tape's end.
    public Optional<DayView.Stats> dayStats(long nowMillis) {
        long now = Math.min(nowMillis, tape.endMillis() - 1);
        long open = Math.floorDiv(now, tape.baseMillis()) * tape.baseMillis();
        return candles.base(open, now).or(() -> book.top(now).map(top -> Bar.flat(open, top.lastPrice())))
                .map(day::stats);
    }
}
