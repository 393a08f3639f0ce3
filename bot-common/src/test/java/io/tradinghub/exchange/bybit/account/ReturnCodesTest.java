package io.tradinghub.exchange.bybit.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.tradinghub.exchange.RefusalKind;
import io.tradinghub.exchange.bybit.account.ReturnCodes.Meaning;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnCodesTest {
    /// What the documented classes may mean to a bot. "Final" is said of a request: whether the instrument is closed
    /// for a day or the account has no margin, the engine has to know apart.
    private static final Map<String, Set<Meaning>> CLASSES = Map.of(
            "unknown", EnumSet.of(Meaning.UNKNOWN),
            "stop", EnumSet.of(Meaning.STOP_TRADING),
            "duplicate", EnumSet.of(Meaning.DUPLICATE),
            "fix", EnumSet.of(Meaning.FIXABLE),
            "retry", EnumSet.of(Meaning.RATE, Meaning.FIXABLE, Meaning.UNKNOWN),
            "ok", EnumSet.of(Meaning.HOLDS, Meaning.NOTHING_TO_REDUCE),
            "final", EnumSet.of(Meaning.FINAL, Meaning.FIXABLE));
    /// Of a product that is not sold in a region the account's other products know nothing.
    private static final int NOT_IN_THIS_REGION = 110132;

    private static OrderRequest order(InstrumentId instrument, Effect effect) {
        return new OrderRequest(new ClientOrderId("bot-0abc12xyz-1"), instrument, Side.SELL, BigDecimal.ONE,
                new Terms.Market(), effect, Instant.EPOCH);
    }

    private static Optional<RefusalKind> refusal(int code, String message, InstrumentId instrument, Effect effect) {
        return ReturnCodes.refusalOf(order(instrument, effect), new RestReply.Refusal(code, message));
    }

    @Test
    void everyDocumentedCodeHasAMeaningOfItsClass() {
        Map<Integer, String> documented = Fixture.text("return-codes.txt").lines().map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(columns -> Integer.valueOf(columns[0]), columns -> columns[1],
                        (one, _) -> one, TreeMap::new));
        documented.remove(NOT_IN_THIS_REGION);
        assertThat(documented).hasSizeGreaterThan(150).allSatisfy((code, documentedClass) -> {
            assertThat(ReturnCodes.isKnown(code)).as("%d is in the table", code).isTrue();
            assertThat(CLASSES.get(documentedClass)).as("%d is %s", code, documentedClass)
                    .contains(ReturnCodes.meaning(code));
        });
    }

    @Test
    void anUnknownCodeIsAnUnknownOutcome() {
        assertThat(ReturnCodes.isKnown(123456)).isFalse();
        assertThat(refusal(123456, "new", InstrumentId.linear("BTCUSDT"), Effect.ANY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {10006, 10018, 170222})
    void tooManyRequestsProveOnlyAReduceOnlyOrderDead(int code) {
        InstrumentId perpetual = InstrumentId.linear("BTCUSDT");
        assertThat(refusal(code, "Too many visits!", perpetual, Effect.REDUCE_ONLY)).contains(RefusalKind.RATE);
        assertThat(refusal(code, "Too many visits!", perpetual, Effect.ANY)).isEmpty();
        assertThat(refusal(code, "Too many visits!", InstrumentId.spot("BTCUSDT"), Effect.REDUCE_ONLY)).isEmpty();
    }

    @Test
    void anOrderThatIsBeingProcessedMayBeLive() {
        assertThat(refusal(110079, "The order is processing and can not be operated, please try again later",
                InstrumentId.linear("BTCUSDT"), Effect.ANY)).isEmpty();
    }

    @Test
    void whatHoldsAlreadyIsNoRefusalOfAnOrder() {
        assertThat(refusal(110001, "order not exists", InstrumentId.linear("BTCUSDT"), Effect.ANY)).isEmpty();
    }

    @Test
    void aProductThatIsNotSoldInTheRegionEndsEntriesInItOnly() {
        assertThat(ReturnCodes.meaning(NOT_IN_THIS_REGION)).isEqualTo(Meaning.FINAL);
    }

    @Test
    void aSpotExitWithoutCoinsHasNothingToReduce() {
        InstrumentId spot = InstrumentId.spot("BTCUSDT");
        assertThat(refusal(170131, "Insufficient balance.", spot, Effect.REDUCE_ONLY))
                .contains(RefusalKind.NOTHING_TO_REDUCE);
        assertThat(refusal(170131, "Insufficient balance.", spot, Effect.ANY)).contains(RefusalKind.FINAL);
    }

    @Test
    void aQuantityOfNothingIsAnEntrysOwnFault() {
        InstrumentId perpetual = InstrumentId.linear("BTCUSDT");
        assertThat(refusal(110017, "truncated to zero", perpetual, Effect.ANY)).contains(RefusalKind.FIXABLE);
        assertThat(refusal(110017, "truncated to zero", perpetual, Effect.REDUCE_ONLY))
                .contains(RefusalKind.NOTHING_TO_REDUCE);
    }

    @Test
    void aBadParameterMayHealUnlessItIsThePositionMode() {
        InstrumentId perpetual = InstrumentId.linear("BTCUSDT");
        assertThat(refusal(10001, "Qty invalid", perpetual, Effect.ANY)).contains(RefusalKind.FIXABLE);
        assertThat(refusal(10001, "position idx not match position mode", perpetual, Effect.ANY))
                .contains(RefusalKind.FINAL);
    }
}
