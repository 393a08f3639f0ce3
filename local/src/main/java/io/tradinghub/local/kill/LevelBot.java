package io.tradinghub.local.kill;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.Hedge;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Quote;

/// Wants at each price level something of its own, the same in every process: long, short, part of it or nothing,
/// across the spread or resting, with a stop that moves or without. While the price stands still it wants nothing new.
final class LevelBot implements Bot {
    private static final double[] SHARES = {0, 0.3, -0.3, 0.6, -0.6, 1, -1, 0.45};
    /// So near that public trades fill it, and so far that none does.
    private static final double NEAR = 0.0005;
    private static final double FAR = 0.0012;
    private static final double NEAREST_STOP = 0.004;
    private static final double STOP_STEP = 0.003;
    private static final int HEDGE_LEVELS = 3;

    @Override
    public Subscription subscription() {
        List<InstrumentId> instruments = Arrays.stream(Coin.values()).flatMap(coin -> coin.instruments().stream())
                .toList();
        List<InstrumentId> legs = Coin.HEDGED.instruments();
        return new Subscription(List.of(), instruments, List.of(new Hedge(legs.getFirst(), legs.getLast())), 0);
    }

    @Override
    public Targets onCandle(Candle closed, AccountView account) {
        return Targets.unchanged();
    }

    @Override
    public Targets onQuote(Quote quote, AccountView account) {
        Coin coin = Coin.of(quote.instrument());
        int level = coin.levelOf(quote.midPrice());
        List<Target> targets = new ArrayList<>(2);
        for (InstrumentId instrument : coin.instruments()) {
            targets.add(target(coin, instrument, level));
        }
        return new Targets(targets);
    }

    /// What it wants at this level, how it gets there and where its stop is.
    static Target target(Coin coin, InstrumentId instrument, int level) {
        double wanted = wanted(instrument, level);
        double price = coin.priceAt(level);
        if (coin == Coin.HEDGED) {
            return Target.now(instrument, wanted);
        }
        Target target = rests(coin, level)
                ? Target.at(instrument, wanted,
                        price * (wanted > 0 ? 1 - restDistance(coin, level) : 1 + restDistance(coin, level)))
                : Target.now(instrument, wanted);
        long draw = draw(coin, Math.floorDiv(level, 2));
        if (coin == Coin.SPOT || wanted == 0 || draw / 64 % 4 == 0) {
            return target;
        }
        double distance = NEAREST_STOP + STOP_STEP * (draw(coin, level) % 5);
        return target.stoppedAt(price * (wanted > 0 ? 1 - distance : 1 + distance));
    }

    /// What it wants at this level, in base coin.
    static double wanted(InstrumentId instrument, int level) {
        Coin coin = Coin.of(instrument);
        return switch (coin) {
            case HEDGED -> {
                double size = coin.largest() / 2 * (draw(coin, Math.floorDiv(level, HEDGE_LEVELS)) % 3);
                yield instrument.equals(coin.instruments().getFirst()) ? size : -size;
            }
            case PERPETUAL -> coin.largest() * share(coin, level);
            case SPOT -> coin.largest() * Math.abs(share(coin, level));
        };
    }

    private static double share(Coin coin, int level) {
        return SHARES[(int) (draw(coin, Math.floorDiv(level, 2)) % SHARES.length)];
    }

    /// Whether it waits there for a price instead of taking what is offered.
    static boolean rests(Coin coin, int level) {
        return coin != Coin.HEDGED && draw(coin, Math.floorDiv(level, 2)) / 8 % 3 == 0;
    }

    /// Whether public trades fill an order that rests there.
    static boolean isFilled(Coin coin, int level) {
        return draw(coin, level) % 2 == 0;
    }

    private static double restDistance(Coin coin, int level) {
        return isFilled(coin, level) ? NEAR : FAR;
    }

    private static long draw(Coin coin, int number) {
        long mixed = coin.symbol().hashCode() * 0xC2B2AE3D27D4EB4FL ^ number * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return (mixed ^ (mixed >>> 31)) >>> 1;
    }
}
