package io.tradinghub.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.tradinghub.exchange.ExchangeUnavailableException;
import io.tradinghub.exchange.PublicMarketData;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.SeriesId;
import io.tradinghub.operations.PartWatch;
import org.junit.jupiter.api.Test;

class InstrumentRefreshTest {
    private static final InstrumentId BROKEN = InstrumentId.linear("BTCUSDT");
    private static final InstrumentId GOOD = InstrumentId.spot("ETHUSDT");

    @Test
    void handsOutTheOthersWhereTheRulesOfOneCannotBeRead() throws InterruptedException {
        LinkedBlockingQueue<List<Instrument>> handedOut = new LinkedBlockingQueue<>();
        try (InstrumentRefresh _ = InstrumentRefresh.open(List.of(BROKEN, GOOD), new OneBrokenMarket(), handedOut::add,
                new PartWatch())) {
            assertThat(handedOut.poll(20, TimeUnit.SECONDS)).extracting(Instrument::id).containsExactly(GOOD);
        }
    }

    private static final class OneBrokenMarket implements PublicMarketData {
        @Override
        public Instrument instrument(InstrumentId id) {
            if (id.equals(BROKEN)) {
                throw new ExchangeUnavailableException("the answer to instruments-info of %s cannot be read".formatted(id));
            }
            BigDecimal one = BigDecimal.ONE;
            return new Instrument(id, "ETH", "USDT", one, one, one, one, one, one, Optional.empty());
        }

        @Override
        public CandleArchive candles(SeriesId series, Instant from, Instant to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<FundingRate> settledFunding(Instrument perpetual, Instant from, Instant to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant serverTime() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
