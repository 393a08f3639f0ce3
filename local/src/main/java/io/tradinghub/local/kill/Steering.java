package io.tradinghub.local.kill;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import io.tradinghub.bot.Target;
import io.tradinghub.local.wire.Moment;

/// Where a market that makes a moment of an order's life come soon goes next: to the nearest level at which the
/// strategy wants what leads to it.
enum Steering {
    /// Leads to any order, and so to an execution.
    TO_ORDERS {
        @Override
        List<Coin> coins() {
            return List.of(Coin.values());
        }

        @Override
        boolean leadsOn(Coin coin, int from, int to) {
            return isOther(coin, from, to) && !LevelBot.rests(coin, to);
        }
    },
    /// Leads to a resting order that public trades fill in parts.
    TO_PARTIAL_FILLS {
        @Override
        List<Coin> coins() {
            return List.of(Coin.PERPETUAL, Coin.SPOT);
        }

        @Override
        boolean leadsOn(Coin coin, int from, int to) {
            return enlarges(coin, from, to) && LevelBot.rests(coin, to) && LevelBot.isFilled(coin, to);
        }
    },
    /// Leads to a resting order that nothing fills, and from there to another target, away from that order.
    TO_CANCELS {
        @Override
        List<Coin> coins() {
            return List.of(Coin.PERPETUAL, Coin.SPOT);
        }

        @Override
        boolean leadsOn(Coin coin, int from, int to) {
            double wanted = wanted(coin, from);
            boolean rests = LevelBot.rests(coin, from) && !LevelBot.isFilled(coin, from) && wanted != 0;
            return rests
                    ? isOther(coin, from, to) && (to - from) * wanted > 0
                    : enlarges(coin, from, to) && LevelBot.rests(coin, to) && !LevelBot.isFilled(coin, to);
        }
    },
    /// Leads to a position, and then to and fro between two levels that differ in its stop alone.
    TO_STOPS {
        @Override
        List<Coin> coins() {
            return List.of(Coin.PERPETUAL);
        }

        @Override
        boolean leadsOn(Coin coin, int from, int to) {
            return movesStop(coin, from) ? to == sibling(from) : isOther(coin, from, to) && movesStop(coin, to);
        }
    };

    /// Of the largest position; an order for less may fill at once.
    private static final double PART = 0.25;
    /// One step in so many leads elsewhere.
    private static final int STRAYS = 4;

    /// How this moment comes soon; empty where the market has no part in it.
    static Optional<Steering> to(Moment moment) {
        return switch (moment) {
            case BEFORE_INTENT, INTENT_COMMITTED, AFTER_COMMIT, BEFORE_REQUEST, DURING_REQUEST, AFTER_REQUEST,
                    BEFORE_ANSWER, BEFORE_BOOKING, FILL_COMMITTED, BEFORE_BOARD ->
                Optional.of(TO_ORDERS);
            case BETWEEN_FILLS -> Optional.of(TO_PARTIAL_FILLS);
            case BEFORE_CANCEL, DURING_CANCEL -> Optional.of(TO_CANCELS);
            case BEFORE_PROTECT, DURING_PROTECT -> Optional.of(TO_STOPS);
            case DURING_RESYNC -> Optional.empty();
        };
    }

    /// The coins whose levels lead there.
    abstract List<Coin> coins();

    /// Whether the strategy does at the next level what leads to the moment.
    abstract boolean leadsOn(Coin coin, int from, int to);

    Coin coin(RandomGenerator random) {
        List<Coin> coins = coins();
        return coins.get(random.nextInt(coins.size()));
    }

    /// The next level of the coin, within as many levels of its first one. Now and then just one at which something
    /// else is wanted: a position that its stop has closed comes back only then.
    int next(Coin coin, int level, int furthest, RandomGenerator random) {
        Optional<Integer> leading = random.nextInt(STRAYS) == 0
                ? Optional.empty()
                : nearest(level, furthest, random, to -> leadsOn(coin, level, to));
        return leading.or(() -> nearest(level, furthest, random, to -> isOther(coin, level, to))).orElseThrow();
    }

    private static Optional<Integer> nearest(int level, int furthest, RandomGenerator random, IntPredicate fits) {
        List<Integer> fitting = new ArrayList<>(IntStream.rangeClosed(-furthest, furthest)
                .filter(to -> to != level && fits.test(to)).boxed().toList());
        fitting.sort(Comparator.comparingInt(to -> Math.abs(to - level)));
        return fitting.isEmpty()
                ? Optional.empty()
                : Optional.of(fitting.get(random.nextInt(Math.min(2, fitting.size()))));
    }

    private static double wanted(Coin coin, int level) {
        return LevelBot.wanted(coin.instruments().getFirst(), level);
    }

    private static boolean isOther(Coin coin, int from, int to) {
        return wanted(coin, from) != wanted(coin, to);
    }

    private static boolean enlarges(Coin coin, int from, int to) {
        double wanted = wanted(coin, to);
        return (wanted - wanted(coin, from)) * Math.signum(wanted) >= PART * coin.largest();
    }

    private static int sibling(int level) {
        return level ^ 1;
    }

    private static boolean movesStop(Coin coin, int level) {
        Target here = LevelBot.target(coin, coin.instruments().getFirst(), level);
        Target there = LevelBot.target(coin, coin.instruments().getFirst(), sibling(level));
        return !LevelBot.rests(coin, level) && here.quantity() == there.quantity() && here.stopPrice().isPresent()
                && there.stopPrice().isPresent()
                && here.stopPrice().getAsDouble() != there.stopPrice().getAsDouble();
    }
}
