package io.tradinghub.local.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;

import io.tradinghub.bot.Target;
import io.tradinghub.local.wire.Moment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SteeringTest {
    private static final int FURTHEST = 15;
    private static final int STEPS = 60;

    @ParameterizedTest
    @EnumSource(Steering.class)
    void comesSoonToWhatItLeadsTo(Steering steering) {
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Coin coin = steering.coin(random);
            int level = random.nextInt(-FURTHEST, FURTHEST + 1);
            int led = 0;
            for (int step = 0; step < STEPS; step++) {
                int next = steering.next(coin, level, FURTHEST, random);
                assertThat(next).isBetween(-FURTHEST, FURTHEST).isNotEqualTo(level);
                led += steering.leadsOn(coin, level, next) ? 1 : 0;
                level = next;
            }
            assertThat(led).as("%s of seed %d", coin, seed).isGreaterThan(STEPS / 4);
        }
    }

    @Test
    void aStopMovesToAndFroWhileTheTargetStays() {
        SplittableRandom random = new SplittableRandom(1);
        int moved = 0;
        int level = 0;
        for (int step = 0; step < STEPS; step++) {
            int next = Steering.TO_STOPS.next(Coin.PERPETUAL, level, FURTHEST, random);
            Target before = target(level);
            Target after = target(next);
            boolean isHeld = before.quantity() == after.quantity() && before.quantity() != 0;
            moved += isHeld && !before.stopPrice().equals(after.stopPrice()) ? 1 : 0;
            level = next;
        }
        assertThat(moved).isGreaterThan(STEPS / 4);
    }

    @Test
    void onlyAResyncComesWithoutTheMarket() {
        assertThat(Arrays.stream(Moment.values()).filter(moment -> Steering.to(moment).isEmpty()))
                .containsExactly(Moment.DURING_RESYNC);
    }

    private static Target target(int level) {
        return LevelBot.target(Coin.PERPETUAL, Coin.PERPETUAL.instruments().getFirst(), level);
    }
}
