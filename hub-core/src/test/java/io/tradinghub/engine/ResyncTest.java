package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.AbsenceProof;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.LinkState;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.LedgerEntry.Watermark;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Side;
import io.tradinghub.order.StartMark;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;

/// When the exchange is asked for everything, from when on, and about which orders besides.
final class ResyncTest {
    private final Bench bench = Bench.trading(PERP);

    private static List<Instant> resyncs(Bench of) {
        return of.commands.stream().filter(EngineCommand.Resync.class::isInstance).map(EngineCommand.Resync.class::cast)
                .map(EngineCommand.Resync::since).toList();
    }

    private void isAskedAfter(Duration time) {
        bench.commands.clear();
        bench.pass(time.minusMillis(1));
        assertThat(resyncs(bench)).isEmpty();
        bench.pass(Duration.ofMillis(1));
        assertThat(resyncs(bench)).hasSize(1);
    }

    @Test
    void aConnectionThatStaysUpIsAskedEveryFiveMinutesAndEveryTenSecondsUntilItAnswers() {
        bench.isHeard = false;
        isAskedAfter(Duration.ofMinutes(5));
        isAskedAfter(Duration.ofSeconds(10));
        isAskedAfter(Duration.ofSeconds(10));
        bench.hear(Told.link(bench, LinkState.RESYNCED));
        isAskedAfter(Duration.ofMinutes(5));
    }

    @Test
    void everythingSinceAMinuteBeforeTheLastWordIsAskedForAndTheFirstTimeAWeek() {
        assertThat(resyncs(bench)).containsExactly(Bench.START.minus(Duration.ofDays(7)));
        bench.pass(Duration.ofSeconds(30));
        bench.hear(Told.link(bench, LinkState.RESYNCED));
        bench.commands.clear();
        bench.pass(Duration.ofMinutes(5));

        assertThat(resyncs(bench)).containsExactly(Bench.START.plusSeconds(30 - 60));
        assertThat(bench.ledger.load().executionsUntil()).contains(Bench.START.plusSeconds(330));
    }

    @Test
    void theLastWordIsWrittenDown() {
        bench.commands.clear();
        bench.hear(Told.link(bench, LinkState.RESYNCED));

        assertThat(bench.commands).filteredOn(EngineCommand.Remember.class::isInstance)
                .extracting(command -> ((EngineCommand.Remember) command).entry())
                .contains((LedgerEntry) new Watermark(Bench.START));
    }

    @Test
    void aConnectionThatIsDownIsNotAskedAndWhatItSaysEndsNoGap() {
        bench.isHeard = false;
        bench.hear(Told.link(bench, LinkState.DOWN));
        bench.commands.clear();
        bench.pass(Duration.ofMinutes(10));
        assertThat(resyncs(bench)).isEmpty();
        bench.hear(Told.link(bench, LinkState.RESYNCED));
        assertThat(bench.engine.entriesEnded()).contains(RiskRule.LINK_DOWN);
        bench.hear(Told.link(bench, LinkState.UP));
        assertThat(resyncs(bench)).as("asked at once").hasSize(1);
        assertThat(bench.engine.entriesEnded()).contains(RiskRule.LINK_DOWN);
        bench.hear(Told.link(bench, LinkState.RESYNCED));
        assertThat(bench.engine.entriesEnded()).isEmpty();
    }

    @Test
    void aConnectionThatCameBackUnnoticedOrWasNeverThereTakesNoEntries() {
        bench.isHeard = false;
        bench.hear(Told.link(bench, LinkState.UP));
        assertThat(bench.engine.entriesEnded()).contains(RiskRule.LINK_DOWN);

        EngineAlone alone = new EngineAlone(LedgerSnapshot.empty(), PERP);
        assertThat(alone.engine.entriesEnded()).contains(RiskRule.LINK_DOWN);
        alone.connect();
        assertThat(alone.engine.entriesEnded()).isEmpty();
    }

    @Test
    void aNewStartAsksWhenNoRequestOfAnEarlierStartCanArriveAnyMore() {
        Bench slow = new Bench(new WishingBot(List.of(PERP), List.of()), EngineSettings.DEFAULTS, RiskLimits.DEFAULTS,
                PaperFaults.NONE);
        assertThat(slow.engine.isStarting()).isTrue();
        slow.pass(Duration.ofSeconds(4));
        slow.hear(Told.link(slow, LinkState.DOWN));
        slow.hear(Told.link(slow, LinkState.UP));
        slow.pass(Duration.ofMillis(5_999));
        assertThat(resyncs(slow)).isEmpty();
        slow.pass(Duration.ofMillis(1));
        assertThat(resyncs(slow)).hasSize(1);
        assertThat(slow.engine.isStarting()).isFalse();
    }

    @Test
    void aStartThatIsConnectedLateAsksAtOnce() {
        Bench slow = new Bench(new WishingBot(List.of(PERP), List.of()), EngineSettings.DEFAULTS, RiskLimits.DEFAULTS,
                PaperFaults.NONE);
        slow.hear(Told.link(slow, LinkState.DOWN));
        slow.pass(Duration.ofSeconds(20));
        slow.hear(Told.link(slow, LinkState.UP));

        assertThat(resyncs(slow)).hasSize(1);
    }

    @Test
    void aConcludedOrderIsAskedAboutForADay() {
        OrderRequest order = conclude();
        bench.hear(Told.link(bench, LinkState.RESYNCED));
        assertThat(isAskedAboutAfter(Duration.ofHours(24), order)).isTrue();
        assertThat(isAskedAboutAfter(Duration.ofMillis(1), order)).isFalse();
    }

    /// Otherwise the questions would use up what the exchange allows, and the resync would never get its turn.
    @Test
    void aConcludedOrderIsAskedAboutOnceAMinuteHoweverOftenTheResyncIsRepeated() {
        OrderRequest order = conclude();
        bench.isHeard = false;
        bench.hear(Told.link(bench, LinkState.DOWN));
        bench.pass(Duration.ofMinutes(1));
        bench.commands.clear();
        bench.hear(Told.link(bench, LinkState.UP));
        for (int retry = 0; retry < 11; retry++) {
            bench.pass(Duration.ofSeconds(10));
        }

        assertThat(resyncs(bench)).hasSize(12);
        assertThat(bench.lookUps()).extracting(EngineCommand.LookUp::id).containsOnly(order.id()).hasSize(2);
    }

    @Test
    void aConcludedOrderWhoseEndTheExchangeToldAfterAllIsAskedAboutNoMore() {
        OrderRequest order = conclude();
        bench.hear(Told.seen(bench, order, OrderStatus.CANCELLED, "0"));

        assertThat(isAskedAboutAfter(Duration.ofMinutes(1), order)).isFalse();
    }

    private boolean isAskedAboutAfter(Duration time, OrderRequest order) {
        bench.hear(Told.link(bench, LinkState.DOWN));
        bench.pass(time);
        bench.commands.clear();
        bench.hear(Told.link(bench, LinkState.UP));
        return bench.lookUps().stream().anyMatch(asked -> asked.id().equals(order.id()));
    }

    private OrderRequest conclude() {
        bench.isHeard = false;
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.bot.fallSilent();
        OrderRequest order = bench.placed().getLast();
        for (int time = 0; time < 2; time++) {
            bench.hear(new ExchangeEvent.NoSuchOrder(order.id(),
                    AbsenceProof.full(bench.moment().steadyMillis() + 2_000L * time)));
        }
        assertThat(bench.engine.isEntering()).isFalse();
        return order;
    }

    @Test
    void theLast256RefusedOrdersAreRecognisedIfTheyLiveAllTheSame() {
        Concluded concluded = new Concluded();
        List<OrderRequest> refused = new ArrayList<>();
        for (int number = 1; number <= 257; number++) {
            OrderRequest order = new OrderRequest(ClientOrderId.of(Bench.BOT, StartMark.of(Bench.START, 1), number),
                    PERP, Side.BUY, BigDecimal.ONE, new OrderRequest.Terms.Market(), OrderRequest.Effect.ANY,
                    Bench.START);
            concluded.ended(order);
            refused.add(order);
            assertThat(concluded.find(refused.getFirst().id()).isPresent()).isEqualTo(number <= 256);
        }
        assertThat(refused.subList(1, 257)).allMatch(order -> concluded.find(order.id()).isPresent());
    }
}
