package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Executions.foreign;
import static io.tradinghub.engine.Executions.own;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradinghub.order.Origin;
import io.tradinghub.position.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is held, in coin and in lots of 0.001, and which part of it is the bot's own.
final class HoldingTest {
    private final Holding holding = new Holding(Position.flat(PERP), null);

    @Test
    void nothingIsHeldAtFirst() {
        holding.publish(Bench.instrument(PERP));
        assertThat(holding.isFlat()).isTrue();
        assertThat(holding.lotsTo(7)).isEqualTo(7);
        assertThat(holding.hasFraction()).isFalse();
        assertThat(holding.lastFillMillis()).isEqualTo(Long.MIN_VALUE);
    }

    @ParameterizedTest(name = "from {0} to {1} lots: {2}")
    @CsvSource({"0.015, 20, 5", "0.015, 10, -5", "0.015, -3, -18", "-0.015, -20, -5", "-0.015, 0, 15",
            "0.0155, 20, 4", "0.0155, 16, 0", "0.0155, 15, 0", "0.0155, 10, -5", "-0.0155, -20, -4",
            "-0.0155, -16, 0", "-0.0155, -15, 0", "-0.0155, -10, 5", "0.0155, 0, -15", "-0.0155, 0, 15"})
    void tradesUpToTheWantedLotsAndNeverPastThem(String held, long wanted, long lots) {
        holding.book(own(PERP, held, "100"));
        holding.publish(Bench.instrument(PERP));
        assertThat(holding.lotsTo(wanted)).isEqualTo(lots);
        assertThat(holding.ownLotsTo(wanted)).isEqualTo(lots);
    }

    @Test
    void whatIsSmallerThanOneLotIsSeenInLongsAndShorts() {
        holding.publish(Bench.instrument(PERP));
        holding.book(own(PERP, "0.0155", "100"));
        assertThat(holding.hasFraction()).isTrue();
        assertThat(holding.heldLots()).isEqualTo(15);
        holding.book(own(PERP, "-0.0005", "100"));
        assertThat(holding.hasFraction()).isFalse();
        holding.book(own(PERP, "-0.0305", "100"));
        assertThat(holding.hasFraction()).isTrue();
        assertThat(holding.heldLots()).isEqualTo(-15);
    }

    @Test
    void whatAHandOpenedIsHeldAndNotOwnUntilItIsAdopted() {
        holding.publish(Bench.instrument(PERP));
        holding.book(own(PERP, "0.05", "100"));
        assertThat(holding.isForeign()).isFalse();
        holding.book(foreign(Origin.MANUAL, PERP, "0.04", "100"));
        assertThat(holding.isForeign()).isTrue();
        assertThat(holding.isStopped()).isFalse();
        assertThat(holding.heldLots()).isEqualTo(90);
        assertThat(holding.ownLots()).isEqualTo(50);
        assertThat(holding.ownLotsTo(20)).isEqualTo(-30);
        holding.adopt();
        assertThat(holding.isForeign()).isFalse();
        assertThat(holding.ownLots()).isEqualTo(90);
        assertThat(holding.ownLotsTo(20)).isEqualTo(-70);
    }

    @Test
    void aStopIsKnownAsOneUntilItIsSettled() {
        assertThat(holding.isStopped()).isFalse();
        holding.book(own(PERP, "0.05", "100"));
        holding.book(foreign(Origin.STOP, PERP, "-0.05", "90"));
        assertThat(holding.isStopped()).isTrue();
        assertThat(holding.foreign().orElseThrow().at()).isEqualTo(Bench.START);
        holding.settleForeign();
        assertThat(holding.isStopped()).isFalse();
        assertThat(holding.foreign()).isEmpty();
    }

    @Test
    void knowsWhatWasEarnedAndWhenAndSinceWhenItIsOpen() {
        holding.book(own(PERP, "0.2", "100", "3", Bench.START.plusSeconds(10)));
        holding.book(own(PERP, "-0.1", "200", "1", Bench.START.plusSeconds(30)));
        holding.book(own(PERP, "0.1", "100", "0", Bench.START.plusSeconds(20)));
        assertThat(holding.held()).isEqualTo(0.2);
        assertThat(holding.entryPrice()).isEqualTo(100);
        assertThat(holding.netRealised()).isEqualTo(6);
        assertThat(holding.openedAtMillis()).isEqualTo(Bench.START.plusSeconds(10).toEpochMilli());
        assertThat(holding.lastFillMillis()).isEqualTo(Bench.START.plusSeconds(30).toEpochMilli());
    }
}
