package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.time.Duration;

import io.tradinghub.bot.Target;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.Side;
import org.junit.jupiter.api.Test;

final class BotEngineTest {

    @Test
    void buysTheDifferenceOnceHoweverOftenItIsWanted() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.quote(PERP, 50_001, 10);
        bench.quote(PERP, 50_002, 10);
        assertThat(bench.placed()).singleElement().satisfies(order -> {
            assertThat(order.side()).isEqualTo(Side.BUY);
            assertThat(order.quantity()).isEqualByComparingTo("0.05");
            assertThat(order.terms())
                    .isEqualTo(new Terms.Limit(new BigDecimal("50100.1"), OrderRequest.TimeInForce.IOC));
        });
        assertThat(bench.engine.account().position(PERP)).isEqualTo(0.05);
    }

    @Test
    void closesBeforeItTurns() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(2));
        bench.bot.wish(Target.now(PERP, -0.03));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(2));
        assertThat(bench.placed()).extracting(OrderRequest::effect, order -> order.quantity().toPlainString())
                .containsExactly(tuple(Effect.ANY, "0.050"), tuple(Effect.REDUCE_ONLY, "0.050"),
                        tuple(Effect.ANY, "0.030"));
        assertThat(bench.engine.account().position(PERP)).isEqualTo(-0.03);
    }

    @Test
    void triesAgainForWhatABookDidNotHold() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        for (int step = 0; step < 10; step++) {
            bench.quote(PERP, 50_000, 0.001);
            bench.pass(Duration.ofSeconds(1));
        }
        assertThat(bench.engine.account().position(PERP)).isEqualTo(0.05);
    }

    @Test
    void tradesWhatWasTooSmallWhenTheRisingPriceMakesItWorthAnOrder() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.001));
        bench.quote(PERP, 4_000, 10);
        assertThat(bench.placed()).isEmpty();
        bench.pass(Duration.ofSeconds(1));
        bench.quote(PERP, 6_000, 10);
        assertThat(bench.placed()).hasSize(1);
    }

    @Test
    void sendsNoEntryWhileTheLedgerIsAway() {
        Bench bench = Bench.trading(PERP);
        bench.ledgerGoesAway();
        bench.bot.wish(Target.now(PERP, 0.05));
        for (int second = 0; second < 5; second++) {
            bench.quote(PERP, 50_000, 10);
            bench.pass(Duration.ofSeconds(1));
        }
        assertThat(bench.placed()).isEmpty();
        bench.ledgerComesBack();
        bench.pass(Duration.ofSeconds(2));
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.placed()).hasSize(1);
    }

    @Test
    void refusesATargetOutsideTheSubscription() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(SPOT, 0.05));
        assertThatThrownBy(() -> bench.quote(PERP, 50_000, 10)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not among its instruments");
    }
}
