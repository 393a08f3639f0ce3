package io.tradinghub.backtest;

import java.util.List;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.indicator.Ema;
import io.tradinghub.market.Candle;
import io.tradinghub.market.SeriesId;

/// Long while the EMA of 10 closes is above that of 30, else as the mode says: what the reference trades were made
/// with.
final class EmaCrossBot implements Bot {
    private final SeriesId series;
    private final Mode mode;
    private final Ema fast = Ema.ofLength(10);
    private final Ema slow = Ema.ofLength(30);

    EmaCrossBot(SeriesId series, Mode mode) {
        this.series = series;
        this.mode = mode;
    }

    enum Mode {
        REVERSE, LONGFLAT, COMPOUND
    }

    @Override
    public Subscription subscription() {
        return new Subscription(List.of(series), List.of(series.instrument()), List.of(), 0);
    }

    @Override
    public Targets onCandle(Candle closed, AccountView account) {
        double spread = fast.update(closed.close()) - slow.update(closed.close());
        if (Double.isNaN(spread) || spread == 0) {
            return Targets.unchanged();
        }
        return Targets.of(Target.now(series.instrument(), spread > 0 ? up(closed, account) : down()));
    }

    private double up(Candle closed, AccountView account) {
        double held = account.position(series.instrument());
        return switch (mode) {
            case REVERSE, LONGFLAT -> 1;
            case COMPOUND -> held == 0 ? Math.floor(0.95 * account.equity() / closed.close() / 0.001) * 0.001 : held;
        };
    }

    private double down() {
        return switch (mode) {
            case REVERSE -> -1;
            case LONGFLAT, COMPOUND -> 0;
        };
    }
}
