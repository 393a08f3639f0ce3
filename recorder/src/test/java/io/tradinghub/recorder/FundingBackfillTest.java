package io.tradinghub.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.PublicMarketData;
import io.tradinghub.exchange.bybit.BybitMarketData;
import io.tradinghub.exchange.bybit.BybitRestSettings;
import io.tradinghub.exchange.bybit.HostRequests;
import io.tradinghub.exchange.bybit.RequestShare;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.sim.BybitSim;
import io.tradinghub.sim.SimSettings;
import io.tradinghub.sim.market.SyntheticMarket;
import io.tradinghub.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FundingBackfillTest {
    private static final Instant START = Instant.parse("2024-03-05T00:30:00Z");
    private static final Duration PERIOD = Duration.ofHours(8);
    private final ManualClock clock = new ManualClock(START);
    private final BybitSim sim = BybitSim.start(SimSettings.local(), SyntheticMarket.of(7, List.of("BTCUSDT"), START),
            clock);
    private final PublicMarketData rest = BybitMarketData.open(BybitRestSettings.of(sim.restUrl()),
            HostRequests.alone(RequestShare.ofQuestions(RequestShare.OF_THE_RECORDER), clock),
            new ExchangeClock(clock));
    private final MemoryFundingStore store = new MemoryFundingStore();
    private final FundingBackfill backfill = backfill();
    private final List<Instrument> instruments = List.of(rest.instrument(InstrumentId.linear("BTCUSDT")),
            rest.instrument(InstrumentId.spot("BTCUSDT")));

    @AfterEach
    void stop() {
        rest.close();
        sim.close();
    }

    @Test
    void fillsTheHistoryAndThenAddsEachSettlementOnce() {
        backfill.update(instruments);
        assertThat(settlements()).hasSize(6).endsWith(START.minus(Duration.ofMinutes(30)));
        clock.advance(PERIOD.minus(Duration.ofMinutes(31)));
        backfill.update(instruments);
        assertThat(settlements()).hasSize(6);
        clock.advance(Duration.ofMinutes(2));
        backfill.update(instruments);
        backfill.update(instruments);
        assertThat(settlements()).hasSize(7).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void continuesAfterWhatAnEarlierRunStored() {
        store.save(
                List.of(new FundingRate(InstrumentId.linear("BTCUSDT"), 0.0001, START.minus(PERIOD).minusSeconds(1800),
                        PERIOD)));
        backfill().update(instruments);
        assertThat(settlements()).hasSize(2).isSorted().endsWith(START.minus(Duration.ofMinutes(30)));
    }

    @Test
    void catchesUpAfterAStoreOutage() {
        store.isUnavailable = true;
        backfill.update(instruments);
        store.isUnavailable = false;
        backfill.update(instruments);
        assertThat(settlements()).hasSize(6);
    }

    private FundingBackfill backfill() {
        return new FundingBackfill(store, rest, (InstantSource) clock, Duration.ofDays(2));
    }

    private List<Instant> settlements() {
        return store.rates.stream().map(FundingRate::settlesAt).toList();
    }
}
