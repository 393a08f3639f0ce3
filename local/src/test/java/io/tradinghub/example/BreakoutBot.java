package io.tradinghub.example;

import java.util.List;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.indicator.Donchian;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;

/// Long when the close leaves the channel of the last 20 candles upwards, flat when it leaves it downwards. The bot of
/// docs/writing-a-bot.md.
public final class BreakoutBot implements Bot {
    private static final int LENGTH = 20;
    private final InstrumentId instrument = InstrumentId.linear("BTCUSDT");
    private final SeriesId series = new SeriesId(instrument, Interval.M15);
    private final Donchian channel = new Donchian(LENGTH);

    @Override
    public Subscription subscription() {
        return new Subscription(List.of(series), List.of(instrument), List.of(), LENGTH);
    }

    @Override
    public Targets onCandle(Candle closed, AccountView account) {
        double upper = channel.upper();
        double lower = channel.lower();
        channel.update(closed.high(), closed.low());
        if (closed.close() > upper) {
            double quantity = 0.2 * account.equity() / closed.close();
            return Targets.of(Target.now(instrument, quantity));
        }
        if (closed.close() < lower) {
            return Targets.of(Target.now(instrument, 0));
        }
        return Targets.unchanged();
    }
}
