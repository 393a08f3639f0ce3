package io.tradinghub.backtest.check;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import io.tradinghub.bot.Target;

/// Whether two runs decided the same at the same times. An average never quite forgets where it began, so sizes and
/// prices may differ a little.
///
/// @param difference where they part, for people; empty where they agree
/// @param deviation by how much sizes and prices differ at most, as a fraction
record Agreement(Optional<String> difference, double deviation) {
    private static final double MOST = 0.001;

    static Agreement of(List<Decision> one, List<Decision> other) {
        double most = 0;
        for (int at = 0; at < Math.max(one.size(), other.size()); at++) {
            double deviation = at < one.size() && at < other.size()
                    ? deviation(one.get(at), other.get(at))
                    : Double.POSITIVE_INFINITY;
            if (deviation > MOST) {
                return new Agreement(Optional.of("%s instead of %s".formatted(
                        at < other.size() ? other.get(at) : "nothing", at < one.size() ? one.get(at) : "nothing")),
                        deviation);
            }
            most = Math.max(most, deviation);
        }
        return new Agreement(Optional.empty(), most);
    }

    boolean isGiven() {
        return difference.isEmpty();
    }

    private static double deviation(Decision one, Decision other) {
        if (one.source() != other.source() || one.atMillis() != other.atMillis()
                || one.targets().targets().size() != other.targets().targets().size()) {
            return Double.POSITIVE_INFINITY;
        }
        double most = 0;
        for (int at = 0; at < one.targets().targets().size(); at++) {
            most = Math.max(most, deviation(one.targets().targets().get(at), other.targets().targets().get(at)));
        }
        return most;
    }

    private static double deviation(Target one, Target other) {
        if (!one.instrument().equals(other.instrument())) {
            return Double.POSITIVE_INFINITY;
        }
        return Math.max(deviation(one.quantity(), other.quantity()),
                Math.max(deviation(limit(one), limit(other)), deviation(one.stopPrice(), other.stopPrice())));
    }

    private static OptionalDouble limit(Target target) {
        return switch (target.pricing()) {
            case Target.Pricing.Cross _ -> OptionalDouble.empty();
            case Target.Pricing.Rest(double price) -> OptionalDouble.of(price);
        };
    }

    private static double deviation(OptionalDouble one, OptionalDouble other) {
        return one.isPresent() == other.isPresent()
                ? deviation(one.orElse(0), other.orElse(0))
                : Double.POSITIVE_INFINITY;
    }

    private static double deviation(double one, double other) {
        return one == other ? 0 : Math.abs(one - other) / Math.max(Math.abs(one), Math.abs(other));
    }
}
