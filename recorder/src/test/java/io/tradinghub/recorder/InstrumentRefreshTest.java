package io.tradinghub.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.operations.ThreadSupervisor;
import io.tradinghub.recorder.repair.ScriptedMarket;
import org.junit.jupiter.api.Test;

class InstrumentRefreshTest {
    private static final InstrumentId BROKEN = InstrumentId.linear("BTCUSDT");
    private static final InstrumentId GOOD = InstrumentId.spot("ETHUSDT");

    @Test
    void publishesTheOthersWhenTheRulesOfOneCannotBeRead() throws InterruptedException {
        BigDecimal one = BigDecimal.ONE;
        ScriptedMarket market = new ScriptedMarket();
        market.add(new Instrument(GOOD, "ETH", "USDT", one, one, one, one, one, one, Optional.empty()));
        LinkedBlockingQueue<List<Instrument>> published = new LinkedBlockingQueue<>();
        try (InstrumentRefresh _ = InstrumentRefresh.open(List.of(BROKEN, GOOD), market, published::add,
                new ThreadSupervisor())) {
            assertThat(published.poll(20, TimeUnit.SECONDS)).extracting(Instrument::id).containsExactly(GOOD);
        }
    }
}
