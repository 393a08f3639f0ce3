package io.tradinghub.runner;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.tradinghub.exchange.Exchange;
import io.tradinghub.market.Candle;
import io.tradinghub.market.SettledFunding;

/// What happened in the market while the bot was gone, as far as the stores know it.
record MissedMarket(List<Candle> candles, List<SettledFunding> settlements) {
    static final MissedMarket NOTHING = new MissedMarket(List.of(), List.of());

    MissedMarket {
        candles = List.copyOf(candles);
        settlements = List.copyOf(settlements);
    }

    /// Tells the exchange in the order of time; a candle comes before what was settled at its close.
    void tell(Exchange exchange) {
        Stream<Step> steps = Stream.concat(
                candles.stream().map(candle -> new Step(candle.closeTime(), () -> exchange.onMissed(candle))),
                settlements.stream().map(settled -> new Step(settled.settledAt(), () -> exchange.onMissed(settled))));
        steps.sorted(Comparator.comparing(Step::at)).forEach(step -> step.telling.run());
    }

    private record Step(Instant at, Runnable telling) {}
}
