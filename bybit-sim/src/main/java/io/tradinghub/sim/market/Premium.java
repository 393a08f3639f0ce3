package io.tradinghub.sim.market;

/// The premium of a perpetual over its spot price, as a fraction, and the funding rate that follows from it.
///
/// The premium is a few basis points negative most of the time, as on Bybit. Demand for leverage raises it in spikes:
/// short ones of an hour or two (in about one hour of eight) and long ones of most of a day, in which a single
/// settlement pays more than four taker fees. Real markets pay less.
final class Premium {
    static final long FUNDING_MINUTES = 480;
    private static final double BASIS_POINT = 1e-4;
    private static final double INTEREST = 1e-4;
    private static final double DEAD_BAND = 5e-4;
    private static final double CAP = 5e-3;
    private static final long SHORT_SPIKE_BLOCK = 300;
    private static final long LONG_SPIKE_BLOCK = 2_880;
    private static final int SAMPLE_MINUTES = 5;

    private final long seed;
    private final long stream;

    Premium(long seed, CoinProfile coin) {
        this.seed = seed;
        this.stream = coin.stream() + 100;
    }

    /// The premium at this time in minutes since the epoch.
    double at(double minute) {
        double drift = 2.5 * HashRandom.smooth(seed, stream, minute / 360);
        double noise = 0.8 * HashRandom.smooth(seed, stream + 1, minute / 9);
        return (-4 + drift + noise + shortSpike(minute) + longSpike(minute)) * BASIS_POINT;
    }

    /// The rate of the settlement at this minute as known at `nowMinute`, by Bybit's formula: the mean premium since
    /// the previous settlement plus the interest rate, which a dead band bounds, within a cap.
    double fundingRate(long settlesAtMinute, long nowMinute) {
        long from = settlesAtMinute - FUNDING_MINUTES;
        long until = Math.max(from, Math.min(settlesAtMinute, nowMinute));
        double sum = 0;
        int samples = 0;
        for (long minute = from; minute <= until; minute += SAMPLE_MINUTES) {
            sum += at((double) minute);
            samples++;
        }
        double mean = sum / samples;
        double rate = mean + Math.clamp(INTEREST - mean, -DEAD_BAND, DEAD_BAND);
        return Math.round(Math.clamp(rate, -CAP, CAP) * 1e8) / 1e8;
    }

    private double shortSpike(double minute) {
        long block = (long) Math.floor((minute + stream) / SHORT_SPIKE_BLOCK);
        HashRandom random = HashRandom.of(seed, stream + 2, block);
        if (random.nextUnit() > 0.55) {
            return 0;
        }
        double length = random.nextBetween(70, 170);
        double begin = random.nextBetween(0, SHORT_SPIKE_BLOCK - length);
        return random.nextBetween(35, 80) * envelope((minute + stream - block * SHORT_SPIKE_BLOCK - begin) / length);
    }

    private double longSpike(double minute) {
        long block = (long) Math.floor((minute + 7 * stream) / LONG_SPIKE_BLOCK);
        HashRandom random = HashRandom.of(seed, stream + 3, block);
        if (random.nextUnit() > 0.22) {
            return 0;
        }
        double length = random.nextBetween(900, 1_900);
        double begin = random.nextBetween(0, LONG_SPIKE_BLOCK - length);
        return random.nextBetween(40, 65) * envelope((minute + 7 * stream - block * LONG_SPIKE_BLOCK - begin) / length);
    }

    /// The shape of a spike: 0 outside [0, 1], a fast rise, a plateau and a slow decline.
    private static double envelope(double at) {
        if (at <= 0 || at >= 1) {
            return 0;
        }
        double up = Math.min(1, at / 0.12);
        double down = Math.min(1, (1 - at) / 0.3);
        double height = Math.min(up, down);
        return height * height * (3 - 2 * height);
    }
}
