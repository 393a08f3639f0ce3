package io.tradinghub.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.operations.Heartbeat;
import io.tradinghub.status.Health;
import io.tradinghub.status.Health.Work;
import org.junit.jupiter.api.Test;

final class HolderWatchTest {
    private final Heartbeat heartbeat = new Heartbeat(Optional.empty(), () -> Instant.EPOCH);
    private Optional<Health> shown = Optional.empty();
    private boolean isRedisAway;

    @Test
    void standingByBehindAHolderThatWorksIsWell() {
        for (Work work : Work.values()) {
            shown = Optional.of(new Health(work, ""));
            assertThat(behind().isWell()).as("%s", work).isEqualTo(work != Work.WAITING);
        }
        shown = Optional.of(new Health(Work.TRADING, ""));
        assertThat(behind()).isEqualTo(new Health(Work.STANDING_BY, "a session"));
        assertThat(heartbeat.last()).isPresent();
        assertThat(heartbeat.text()).isEqualTo("stands by: a session");
    }

    @Test
    void aHolderThatLivesAndDoesNotTradeIsMissed() {
        assertThat(behind().detail()).isEqualTo("the lease: a session holds it and gives no sign of life");
        shown = Optional.of(new Health(Work.WAITING, "the ledger"));
        assertThat(behind().detail()).isEqualTo("the lease: a session holds it and itself waits for the ledger");
        isRedisAway = true;
        assertThat(behind().detail()).contains("Redis does not tell");
        assertThat(heartbeat.last()).isEmpty();
        assertThat(heartbeat.text()).startsWith("waits for the lease: a session holds it, and Redis");
    }

    private Health behind() {
        return new HolderWatch(() -> {
            if (isRedisAway) {
                throw new StoreUnavailableException("told to be away", new IOException("away"));
            }
            return shown;
        }, heartbeat).whileHeldBy("a session");
    }
}
