package io.tradinghub.sim.market;

/// How far a perpetual stands above its spot price, as a fraction, and the funding rate that follows from it.
///
/// Mostly a few basis points below, as on Bybit. Now and then demand for leverage lifts it: for an hour or two (about
/// every eighth hour of a coin), or for most of a day, and then one settlement alone pays more than four taker fees.
/// Real markets are not that generous.
final class Premium {
    static final long FUNDING_MINUTES = 480;
    private static final double BASIS_POINT = 1e-4;
    private static final double INTEREST = 1e-4;
    private static final double DEAD_BAND = 5e-4;
    private static final double CAP = 5e-3;
    private static final long SURGE_BLOCK = 300;
    private static final long RICH_BLOCK = 2_880;
    private static final int SAMPLE_MINUTES = 5;

    private final long seed;
    private final long stream;

    Premium(long seed, CoinProfile coin) {
        this.seed = seed;
        this.stream = coin.stream() + 100;
    }

    /// The premium at this time, in minutes since the epoch.
    double at(double minute) {
        double drift = 2.5 * HashRandom.smooth(seed, stream, minute / 360);
        double flicker = 0.8 * HashRandom.smooth(seed, stream + 1, minute / 9);
        return (-4 + drift + flicker + surge(minute) + rich(minute)) * BASIS_POINT;
    }

    /// The rate of the settlement at this minute as known at `nowMinute`: Bybit's formula, the mean premium since the
    /// settlement before plus interest bounded by a dead band, and a cap.
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

    private double surge(double minute) {
        long block = (long) Math.floor((minute + stream) / SURGE_BLOCK);
        HashRandom random = HashRandom.of(seed, stream + 2, block);
        if (random.nextUnit() > 0.55) {
            return 0;
        }
        double length = random.nextBetween(70, 170);
        double begin = random.nextBetween(0, SURGE_BLOCK - length);
        return random.nextBetween(35, 80) * hill((minute + stream - block * SURGE_BLOCK - begin) / length);
    }

    private double rich(double minute) {
        long block = (long) Math.floor((minute + 7 * stream) / RICH_BLOCK);
        HashRandom random = HashRandom.of(seed, stream + 3, block);
        if (random.nextUnit() > 0.22) {
            return 0;
        }
        double length = random.nextBetween(900, 1_900);
        double begin = random.nextBetween(0, RICH_BLOCK - length);
        return random.nextBetween(40, 65) * hill((minute + 7 * stream - block * RICH_BLOCK - begin) / length);
    }

    /// 0 outside of [0, 1], up quickly, flat, down slowly.
    private static double hill(double at) {
        if (at <= 0 || at >= 1) {
            return 0;
        }
        double up = Math.min(1, at / 0.12);
        double down = Math.min(1, (1 - at) / 0.3);
        double height = Math.min(up, down);
        return height * height * (3 - 2 * height);
    }
}
