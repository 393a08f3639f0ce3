package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.paper.PaperExchange;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.exchange.paper.PaperSettings;
import io.tradinghub.ledger.LedgerReply;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.ledger.LedgerTask;
import io.tradinghub.market.Candle;
import io.tradinghub.market.Interval;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.SeriesId;
import io.tradinghub.order.StartMark;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskLimits;
import org.junit.jupiter.api.Test;

/// The driver as a back-test uses it: candles only, and a ledger that answers from within the call.
final class BackTestDriverTest {
    private long millis = Bench.START.toEpochMilli();
    private final List<ExchangeEvent> early = new ArrayList<>();
    private final WishingBot bot = new WishingBot(List.of(PERP), List.of());
    private final PaperExchange exchange = new PaperExchange(PaperSettings.DEFAULTS, PaperFaults.NONE,
            LedgerSnapshot.empty(), this::told, () -> Instant.ofEpochMilli(millis));
    private final InstantLedger ledger = new InstantLedger(this::replied);
    private final EngineDriver driver = new EngineDriver(
            sink -> new BotEngine(Bench.BOT, StartMark.of(Bench.START, 1), bot, Bench.SETTINGS, RiskLimits.DEFAULTS,
                    LedgerSnapshot.empty(), sink),
            exchange, ledger, ledger, EngineDriver.Deadlines.DEFAULTS, DriverObserver.NONE);

    private void told(ExchangeEvent event) {
        early.add(event);
    }

    private void replied(LedgerReply reply) {
        driver.onLedger(reply, Moment.of(millis));
    }

    /// Hears what the exchange has told, and what it tells of that.
    private void hear() {
        while (!early.isEmpty()) {
            List<ExchangeEvent> batch = List.copyOf(early);
            early.clear();
            batch.forEach(driver::hears);
            driver.drain(millis);
        }
    }

    private void minute(double open, double close) {
        Candle candle = new Candle(new SeriesId(PERP, Interval.M1), millis, open, Math.max(open, close),
                Math.min(open, close), close, 100, open);
        millis += Interval.M1.millis();
        exchange.onCandle(candle);
        hear();
        driver.onCandle(candle, millis);
        hear();
    }

    private void start() {
        exchange.onMarket(new MarketEvent.RulesPublished(Bench.instrument(PERP)));
        driver.on(new EngineEvent.InstrumentPublished(Bench.instrument(PERP), Moment.of(millis)));
        driver.on(new EngineEvent.HaltChanged(HaltState.RUNNING, Moment.of(millis)));
        exchange.connect();
        hear();
        assertThat(driver.engine().isStarting()).isFalse();
        driver.onTime(Moment.of(millis));
        hear();
    }

    @Test
    void whatIsWantedAtACloseIsBoughtAtTheNextOpenAndSoldTheSameWay() {
        start();
        bot.wish(Target.now(PERP, 0.05));
        minute(50_000, 50_000);
        assertThat(driver.engine().account().position(PERP)).isZero();
        minute(50_010, 50_100);
        assertThat(driver.engine().account().position(PERP)).isEqualTo(0.05);
        assertThat(driver.engine().account().entryPrice(PERP)).isBetween(50_010.0, 50_100.0);
        bot.wish(Target.now(PERP, 0));
        minute(50_100, 51_000);
        minute(51_000, 51_000);
        assertThat(driver.engine().account().position(PERP)).isZero();
        assertThat(driver.engine().account().equity()).isBetween(10_040.0, 10_050.0);
        assertThat(driver.isRecorded()).isTrue();
        assertThat(driver.isLedgerAway()).isFalse();
        assertThat(driver.nextDeadlineMillis()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void timeWithoutNewsIsNotTold() {
        start();
        long before = driver.engine().nextDueMillis();
        driver.drain(millis + Duration.ofHours(1).toMillis());
        assertThat(driver.engine().nextDueMillis()).isEqualTo(before);
    }

    @Test
    void aLedgerThatRemembersNothingIsReadAsEmpty() {
        List<LedgerReply> replies = new ArrayList<>();
        new InstantLedger(replies::add).submit(new LedgerTask.Load());
        assertThat(replies).containsExactly(new LedgerReply.Loaded(LedgerSnapshot.empty()));
    }
}
