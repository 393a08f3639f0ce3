package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.AccountState;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.Protection;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.position.Position;
import io.tradinghub.testing.FoundLedger;
import org.junit.jupiter.api.Test;

/// A position that a start finds without its stop at the exchange.
final class FoundWithoutStopTest {
    private static final Position HELD = new Position(PERP, new BigDecimal("0.05"), new BigDecimal("0.05"),
            new BigDecimal("50000"), BigDecimal.ZERO, BigDecimal.ZERO, Bench.START);

    private static void tellThatNoStopRests(EngineAlone alone) {
        alone.hear(new ExchangeEvent.AccountSeen(new AccountState(Map.of(PERP, new BigDecimal("0.05")), Map.of(),
                List.of(), Map.of(), alone.now().wall())));
    }

    @Test
    void aPositionWhoseRulesAreNotKnownHasItsStopAgainAndIsClosedWithoutOne() {
        EngineAlone alone = EngineAlone.withoutRules(
                new FoundLedger().positions(HELD).stops(Map.of(PERP, new BigDecimal("48000.0"))).snapshot(), PERP);
        alone.connect();
        tellThatNoStopRests(alone);
        alone.pass(Duration.ofSeconds(5));
        assertThat(alone.commands).contains(
                new EngineCommand.Protect(PERP, Protection.stopAt(new BigDecimal("48000.0"))));
        assertThat(announcements(alone)).contains("0.05 linear:BTCUSDT has no stop at the exchange");
        for (int second = 0; second < 30; second++) {
            alone.pass(Duration.ofSeconds(1));
        }

        assertThat(announcements(alone)).contains("0.05 linear:BTCUSDT still has no stop at the exchange: closing it");
        assertThat(alone.placed()).first().satisfies(exit -> {
            assertThat(exit.terms()).isEqualTo(new Terms.Market());
            assertThat(exit.isEntry()).isFalse();
            assertThat(exit.quantity()).isEqualByComparingTo("0.05");
        });
    }

    @Test
    void aPositionThatIsWantedIsClosedWithoutAStopThoughItsRulesAreNotKnown() {
        EngineAlone alone = EngineAlone.withoutRules(new FoundLedger().positions(HELD).snapshot(), PERP);
        alone.connect();
        alone.bot.wish(Target.now(PERP, 0.05));
        tellThatNoStopRests(alone);
        for (int second = 0; second < 35; second++) {
            alone.quote(PERP, 50_000);
            alone.pass(Duration.ofSeconds(1));
        }

        assertThat(alone.placed()).extracting(OrderRequest::isEntry).containsOnly(false);
        assertThat(announcements(alone)).contains("0.05 linear:BTCUSDT still has no stop at the exchange: closing it");
    }

    @Test
    void aPositionWhoseExitRestsHasItsStopAskedForAtOnce() {
        EngineAlone alone = new EngineAlone(new FoundLedger().positions(HELD).snapshot(), PERP);
        alone.bot.wish(Target.at(PERP, 0, 51_000).stoppedAt(48_000));
        alone.quote(PERP, 50_000);
        alone.connect();
        alone.quote(PERP, 50_000);

        assertThat(alone.commands).contains(
                new EngineCommand.Protect(PERP, Protection.stopAt(new BigDecimal("48000.0"))));
    }

    private static List<String> announcements(EngineAlone alone) {
        return alone.commands.stream().filter(EngineCommand.Announce.class::isInstance)
                .map(command -> ((EngineCommand.Announce) command).event().detail()).toList();
    }
}
