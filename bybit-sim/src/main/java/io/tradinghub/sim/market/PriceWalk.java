package io.tradinghub.sim.market;

import java.util.LinkedHashMap;
import java.util.Map;

/// The fair price of one coin by minute, for any time.
///
/// A day's first price is a pure function of the day: value noise of several periods, part of it shared by all coins.
/// Within the day the price is a random walk through regimes (trend, range, quiet, volatile) with rare jumps, bridged
/// to the next day's first price. Minutes count from the epoch. Thread-safe.
final class PriceWalk {
    static final int MINUTES_PER_DAY = 1440;
    private static final int MAX_CACHED_DAYS = 48;
    private static final double[] PERIOD_DAYS = { 2.3, 7, 23, 71, 211 };
    private static final double[] AMPLITUDE = { 0.035, 0.065, 0.10, 0.17, 0.25 };
    private static final long SHARED = 1_000;
    private static final double SHARED_WEIGHT = 0.8;
    private static final double OWN_WEIGHT = 0.6;

    private final long seed;
    private final CoinProfile coin;
    private final long stream;
    private final Map<Long, Day> days = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Day> eldest) {
            return size() > MAX_CACHED_DAYS;
        }
    };

    /// One day: `logs` holds the log price of each minute and of the next day's first; `activity` is 1 in an average
    /// minute.
    private static final class Day {
        private final double[] logs;
        private final float[] activity;

        Day(double[] logs, float[] activity) {
            this.logs = logs;
            this.activity = activity;
        }
    }

    PriceWalk(long seed, CoinProfile coin) {
        this.seed = seed;
        this.coin = coin;
        this.stream = coin.stream();
    }

    /// One minute of the walk: from one log price to the next, plus sine waves of one, two and three half periods.
    ///
    /// `activity` is relative to an average minute; below 0.3 the minute may have no trades.
    record Minute(double fromLog, double toLog, double firstWave, double secondWave, double thirdWave,
            double activity) {

        /// The fair log price at this fraction of the minute, from 0 to 1: a straight line plus a bend that is zero at
        /// both ends.
        double logAt(double fraction) {
            double sine = StrictMath.sin(Math.PI * fraction);
            double cosine = Math.copySign(Math.sqrt(1 - sine * sine), 0.5 - fraction);
            double bend = sine * (firstWave + secondWave * cosine + thirdWave * (1 - 4 * sine * sine / 3));
            return fromLog + (toLog - fromLog) * fraction + bend;
        }
    }

    Minute minute(long minute) {
        long dayNumber = Math.floorDiv(minute, MINUTES_PER_DAY);
        int index = (int) (minute - dayNumber * MINUTES_PER_DAY);
        Day day = day(dayNumber);
        double activity = day.activity[index];
        double height = minuteSigma() * 0.45 * activity;
        HashRandom random = HashRandom.of(seed, stream + 3, minute);
        return new Minute(day.logs[index], day.logs[index + 1], random.nextNormal() * height,
                random.nextNormal() * height, random.nextNormal() * height, activity);
    }

    private double minuteSigma() {
        return coin.dailyVolatility() / Math.sqrt(MINUTES_PER_DAY);
    }

    private Day day(long day) {
        synchronized (days) {
            Day known = days.get(day);
            if (known == null) {
                known = walk(day);
                days.put(day, known);
            }
            return known;
        }
    }

    private double level(long day) {
        double shared = 0;
        double own = 0;
        for (int i = 0; i < PERIOD_DAYS.length; i++) {
            shared += AMPLITUDE[i] * HashRandom.smooth(seed, SHARED + 10 + i, day / PERIOD_DAYS[i]);
            own += AMPLITUDE[i] * HashRandom.smooth(seed, stream + 10 + i, day / PERIOD_DAYS[i]);
        }
        return StrictMath.log(coin.price()) + coin.beta() * (SHARED_WEIGHT * shared) + OWN_WEIGHT * own;
    }

    private Day walk(long day) {
        float[] sharedActivity = new float[MINUTES_PER_DAY];
        float[] ownActivity = new float[MINUTES_PER_DAY];
        double[] shared = returns(SHARED, day, sharedActivity);
        double[] own = returns(stream, day, ownActivity);
        double[] sums = new double[MINUTES_PER_DAY + 1];
        for (int k = 0; k < MINUTES_PER_DAY; k++) {
            double step = SHARED_WEIGHT * shared[k] + OWN_WEIGHT * own[k];
            sums[k + 1] = sums[k] + step * minuteSigma();
            ownActivity[k] = Math.min(6,
                    Math.min(sharedActivity[k], 2 * ownActivity[k]) + 0.2f * (float) Math.abs(step));
        }
        double from = level(day);
        double bend = level(day + 1) - from - sums[MINUTES_PER_DAY];
        double[] logs = new double[MINUTES_PER_DAY + 1];
        for (int k = 0; k <= MINUTES_PER_DAY; k++) {
            logs[k] = from + sums[k] + bend * k / MINUTES_PER_DAY;
        }
        return new Day(logs, ownActivity);
    }

    /// One return per minute, in units of an average minute's standard deviation.
    private double[] returns(long source, long day, float[] activity) {
        HashRandom random = HashRandom.of(seed, source + 1, day);
        double[] returns = new double[MINUTES_PER_DAY];
        int minute = 0;
        while (minute < MINUTES_PER_DAY) {
            int end = Math.min(MINUTES_PER_DAY, minute + 20 + (int) (random.nextUnit() * 140));
            Regime regime = Regime.draw(random);
            double drift = regime.drift(random);
            double displacement = 0;
            for (; minute < end; minute++) {
                double step = drift - regime.reversion * displacement + regime.noise * random.nextNormal();
                if (random.nextUnit() < 1.0 / 900) {
                    step += Math.copySign(random.nextBetween(6, 18), random.nextUnit() - 0.5);
                }
                displacement += step;
                returns[minute] = step;
                activity[minute] = (float) (regime.activity * random.nextBetween(0.6, 1.4));
            }
        }
        return returns;
    }

    /// How the price moves for 20 to 160 minutes.
    private enum Regime {
        /// Drifts in one direction.
        TREND(0.85, 0, 1.2),
        /// Reverts to where the regime started.
        RANGE(0.8, 0.07, 0.8),
        /// Hardly moves and hardly trades.
        QUIET(0.12, 0.02, 0.15),
        /// Moves widely and trades often.
        VOLATILE(1.9, 0.01, 2.2);

        private final double noise;
        private final double reversion;
        private final double activity;

        Regime(double noise, double reversion, double activity) {
            this.noise = noise;
            this.reversion = reversion;
            this.activity = activity;
        }

        static Regime draw(HashRandom random) {
            double draw = random.nextUnit();
            if (draw < 0.36) {
                return TREND;
            }
            if (draw < 0.68) {
                return RANGE;
            }
            return draw < 0.82 ? QUIET : VOLATILE;
        }

        double drift(HashRandom random) {
            double strength = random.nextBetween(0.15, 0.45);
            double sign = Math.copySign(1, random.nextUnit() - 0.5);
            return this == TREND ? strength * sign : 0;
        }
    }
}
