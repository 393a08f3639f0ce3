package io.tradinghub.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;

import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.risk.HaltState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CombinedHaltSwitchTest {
    private final FakeStore redis = new FakeStore();
    private final FakeStore postgres = new FakeStore();
    private final CombinedHaltSwitch halt = new CombinedHaltSwitch(redis, postgres);

    /// `-` is a store where nobody ever gave an order, `away` one that does not answer.
    @ParameterizedTest
    @CsvSource({
            "-,          -,          RUNNING",
            "-,          HALTED,     HALTED",
            "-,          FLATTENING, FLATTENING",
            "-,          RUNNING,    RUNNING",
            "-,          away,       RUNNING",
            "HALTED,     -,          HALTED",
            "HALTED,     HALTED,     HALTED",
            "HALTED,     FLATTENING, FLATTENING",
            "HALTED,     RUNNING,    HALTED",
            "HALTED,     away,       HALTED",
            "FLATTENING, -,          FLATTENING",
            "FLATTENING, HALTED,     FLATTENING",
            "FLATTENING, FLATTENING, FLATTENING",
            "FLATTENING, RUNNING,    FLATTENING",
            "FLATTENING, away,       FLATTENING",
            "RUNNING,    -,          RUNNING",
            "RUNNING,    HALTED,     HALTED",
            "RUNNING,    FLATTENING, FLATTENING",
            "RUNNING,    RUNNING,    RUNNING",
            "RUNNING,    away,       RUNNING",
            "away,       -,          RUNNING",
            "away,       HALTED,     HALTED",
            "away,       FLATTENING, FLATTENING",
            "away,       RUNNING,    RUNNING",
            "away,       away,       UNREADABLE"
    })
    void eitherStoreHaltsAndOneIsEnough(String inRedis, String inPostgres, HaltState wanted) {
        redis.toThisBot(inRedis, 7);
        postgres.toThisBot(inPostgres, 7);
        assertThat(halt.read()).isEqualTo(wanted);
        redis.toAll(inRedis, 7);
        postgres.toAll(inPostgres, 7);
        assertThat(halt.read()).isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource({
            "RUNNING,    HALTED,     HALTED",
            "HALTED,     RUNNING,    HALTED",
            "FLATTENING, HALTED,     FLATTENING",
            "HALTED,     FLATTENING, FLATTENING",
            "RUNNING,    FLATTENING, FLATTENING",
            "RUNNING,    RUNNING,    RUNNING"
    })
    void aResumptionLiftsOnlyTheHaltOfItsOwnTarget(HaltState toAll, HaltState toThisBot, HaltState wanted) {
        postgres.orders = new HaltOrders(Optional.of(new HaltOrder(toAll, 3)),
                Optional.of(new HaltOrder(toThisBot, 4)));
        assertThat(halt.read()).isEqualTo(wanted);
    }

    @Test
    void aStoreThatGoesAwayDoesNotLiftItsHalt() {
        postgres.toThisBot("HALTED", 3);
        redis.toThisBot("-", 0);
        assertThat(halt.read()).isEqualTo(HaltState.HALTED);
        postgres.toThisBot("away", 0);
        assertThat(halt.read()).isEqualTo(HaltState.HALTED);
        redis.toThisBot("RUNNING", 2);
        assertThat(halt.read()).isEqualTo(HaltState.HALTED);
        redis.toAll("RUNNING", 9);
        assertThat(halt.read()).isEqualTo(HaltState.HALTED);
        redis.toThisBot("RUNNING", 4);
        assertThat(halt.read()).isEqualTo(HaltState.RUNNING);
    }

    @Test
    void noRowIsNewerThanAHaltGivenWithoutPostgres() {
        redis.toAll("HALTED", HaltOrder.NO_REQUEST);
        postgres.toAll("RUNNING", 5);
        assertThat(halt.read()).isEqualTo(HaltState.HALTED);
        redis.toAll("away", 0);
        assertThat(halt.read()).isEqualTo(HaltState.HALTED);
    }

    private static final class FakeStore implements HaltOrders.Source {
        private @Nullable HaltOrders orders = HaltOrders.NONE;

        void toThisBot(String state, long request) {
            orders = state.equals("away") ? null : new HaltOrders(Optional.empty(), order(state, request));
        }

        void toAll(String state, long request) {
            orders = state.equals("away") ? null : new HaltOrders(order(state, request), Optional.empty());
        }

        private static Optional<HaltOrder> order(String state, long request) {
            return state.equals("-")
                    ? Optional.empty()
                    : Optional.of(new HaltOrder(HaltState.valueOf(state), request));
        }

        @Override
        public HaltOrders read() {
            if (orders == null) {
                throw new StoreUnavailableException("told to be away", new IOException("away"));
            }
            return orders;
        }
    }
}
